import { BAR_COLUMNS, type Bars } from '../domain/bars.ts';

/**
 * What makes two sets of bars the same: the bytes to hash. A head with version, timeframe and length, then the columns in order as little-endian doubles
 * (the byte order of every machine that Node 24 runs on as a first-class citizen). However the bars came in, equal bars have equal bytes.
 */
export function barBytes(bars: Bars): Uint8Array[] {
  const head = new TextEncoder().encode(`skytape bars 1\ntimeframeUs ${bars.timeframeUs}\nlength ${bars.length}\n`);
  return [head, ...BAR_COLUMNS.map((name) => new Uint8Array(bars[name].buffer, bars[name].byteOffset, bars[name].byteLength))];
}
