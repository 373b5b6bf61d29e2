import type { Bars } from '../domain/bars.ts';

/** Bars as a file of columns, for the lake. What is decoded equals what was encoded, bit for bit. */
export interface BarFiles {
  encode(bars: Bars): Uint8Array;
  decode(bytes: Uint8Array): Promise<Bars>;
}
