import { CANDLESTICKS } from './candlestick/catalogue.ts';
import { CHART_PATTERNS } from './chart/catalogue.ts';
import type { Pattern } from './pattern.ts';

/** Every pattern: formations of a few bars, then chart patterns, each kind sorted by id. */
export const PATTERNS: readonly Pattern[] = [...CANDLESTICKS, ...CHART_PATTERNS];

const byId = new Map(PATTERNS.map((pattern) => [pattern.definition.id, pattern]));

/** The pattern of this id, if there is one. */
export function findPattern(id: string): Pattern | undefined {
  return byId.get(id);
}
