import { CANDLESTICKS } from './candlestick/catalogue.ts';
import { CHART_PATTERNS } from './chart/catalogue.ts';
import type { Pattern } from './pattern.ts';

/** Every pattern: formations of a few bars, then chart patterns, each kind sorted by id. */
export const PATTERNS: readonly Pattern[] = [...CANDLESTICKS, ...CHART_PATTERNS];

const byName = new Map<string, Pattern>([
  ...CANDLESTICKS.map((pattern): [string, Pattern] => [pattern.definition.taLib, pattern]),
  ...PATTERNS.map((pattern): [string, Pattern] => [pattern.definition.id, pattern]),
]);

/** The pattern of this id, or of this name of a TA-Lib function (`CDLDOJI`), if there is one. */
export function findPattern(name: string): Pattern | undefined {
  return byName.get(name) ?? byName.get(name.toUpperCase());
}
