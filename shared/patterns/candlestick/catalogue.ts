import type { Pattern } from '../pattern.ts';

/** Every formation of bars, sorted by id. */
export const CANDLESTICKS: readonly Pattern[] = [];
