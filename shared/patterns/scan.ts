import type { Bars } from '../domain/bars.ts';
import type { CandlestickDefinition } from './candlestick/define.ts';
import { foldCandlesticks } from './candlestick/fold.ts';
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
  const found: PatternMatch[][] = patterns.map((spec) => (isCandlestick(spec) ? [] : scanChart(bars, spec)));
  scanCandlesticks(bars, patterns, found);
  return inOrder(found, bars.length);
}

function isCandlestick(spec: PatternSpec): spec is PatternSpec<CandlestickDefinition> {
  return spec.definition.kind === 'candlestick';
}

/** All formations of bars in one pass; each match goes to the list of its pattern. */
function scanCandlesticks(bars: Bars, patterns: readonly PatternSpec[], found: readonly PatternMatch[][]): void {
  const places = [...patterns.keys()].filter((p) => isCandlestick(patterns[p] as PatternSpec));
  const lists = places.map((p) => found[p] as PatternMatch[]);
  const specs = patterns.filter(isCandlestick);
  const ids = specs.map(({ definition }) => definition.id);
  foldCandlesticks(bars, specs, (formation, row, value, span) => {
    (lists[formation] as PatternMatch[]).push({
      pattern: ids[formation] as string,
      kind: 'candlestick',
      direction: value > 0 ? 1 : -1,
      start: rowsBefore(bars, row, span - 1),
      end: row,
      confirmedAt: row,
      strength: Math.abs(value),
    });
  });
}

/** The row `count` bars before `row`, where a row with a price that is not finite is no bar. */
function rowsBefore({ open, high, low, close }: Bars, row: number, count: number): number {
  let at = row;
  for (let left = count; left > 0; ) {
    at--;
    // A sum of four finite prices is finite; with a NaN or an infinity among them it is not.
    if (Number.isFinite((open[at] as number) + (high[at] as number) + (low[at] as number) + (close[at] as number))) left--;
  }
  return at;
}

function scanChart(bars: Bars, { definition, values }: PatternSpec): PatternMatch[] {
  const { open, high, low, close, volume } = bars;
  const { id: pattern, kind } = definition;
  const detector = definition.detector(values);
  const matches: PatternMatch[] = [];
  const at = (column: Float64Array, row: number) => column[row] as number;
  for (let row = 0; row < bars.length; row++) {
    detector.update(at(open, row), at(high, row), at(low, row), at(close, row), at(volume, row));
    for (const { start, end, confirmedAt, direction, strength } of detector.found ?? []) {
      matches.push({ pattern, kind, direction, start, end, confirmedAt, strength });
    }
  }
  return matches;
}

/** The matches of all lists by the row that confirmed them, then by list: placed by counting, since millions are too many to compare. */
function inOrder(lists: readonly (readonly PatternMatch[])[], rows: number): PatternMatch[] {
  const places = new Uint32Array(rows + 1);
  for (const list of lists) for (const { confirmedAt } of list) places[confirmedAt + 1] = (places[confirmedAt + 1] as number) + 1;
  for (let row = 1; row <= rows; row++) places[row] = (places[row] as number) + (places[row - 1] as number);
  const ordered: PatternMatch[] = [];
  ordered.length = places[rows] as number;
  for (const list of lists) {
    for (const match of list) {
      const place = places[match.confirmedAt] as number;
      places[match.confirmedAt] = place + 1;
      ordered[place] = match;
    }
  }
  return ordered;
}
