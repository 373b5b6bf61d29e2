import type { Bars } from '../domain/bars.ts';
import type { Direction, PatternSpec } from './pattern.ts';

/** One pattern found in a history, in rows of the bars scanned. */
export interface PatternMatch {
  readonly pattern: string;
  readonly kind: 'candlestick' | 'chart';
  readonly direction: Direction;
  readonly start: number;
  readonly end: number;
  readonly confirmedAt: number;
  readonly strength: number;
}

/** Everything that `patterns` find in `bars`, in the order in which it became known; at one row in the order of `patterns`. */
export function scanPatterns(bars: Bars, patterns: readonly PatternSpec[]): PatternMatch[] {
  const found = patterns.map((spec) => scanOne(bars, spec));
  return found.flat().sort((a, b) => a.confirmedAt - b.confirmedAt);
}

function scanOne(bars: Bars, { definition, values }: PatternSpec): PatternMatch[] {
  const { open, high, low, close, volume } = bars;
  const { id: pattern, kind } = definition;
  const detector = definition.detector(values);
  const matches: PatternMatch[] = [];
  const at = (column: Float64Array, row: number) => column[row] as number;
  for (let row = 0; row < bars.length; row++) {
    const value = detector.update(at(open, row), at(high, row), at(low, row), at(close, row), at(volume, row));
    for (const { start, end, confirmedAt, direction, strength } of detector.found ?? []) {
      matches.push({ pattern, kind, direction, start, end, confirmedAt, strength });
    }
    if (detector.found !== undefined || value === 0) continue;
    const start = row - (detector.span ?? 1) + 1;
    matches.push({ pattern, kind, direction: value > 0 ? 1 : -1, start, end: row, confirmedAt: row, strength: Math.abs(value) });
  }
  return matches;
}
