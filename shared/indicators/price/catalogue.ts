import type { Indicator } from '../define.ts';

/** The indicators of price transforms. */
export const PRICE: readonly Indicator[] = [];
