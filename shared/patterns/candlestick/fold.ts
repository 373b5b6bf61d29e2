import type { Bars } from '../../domain/bars.ts';
import type { PatternSpec } from '../pattern.ts';
import { BarShapes } from './bar-shapes.ts';
import { type CandlestickDefinition, type Formation, historyOf } from './define.ts';

/** Called for every answer other than 0; `span` is the number of bars covered, counted without skipped rows. */
export type OnHit = (formation: number, row: number, value: number, span: number) => void;

/** Rows that are judged together: few enough to stay in the processor's cache, enough to go through one formation at a time. */
const CHUNK = 1024;

/**
 * Folds many formations over `bars` in one pass; their bodies, shadows and averages are computed once for all. The same answers as a
 * detector of each, bit for bit.
 * Hits come a chunk of rows at a time, within it formation by formation, rows ascending.
 */
export function foldCandlesticks(bars: Bars, specs: readonly PatternSpec<CandlestickDefinition>[], onHit: OnHit): void {
  const shapes = new BarShapes(historyOf(specs.map(({ values }) => values)), CHUNK);
  const formations = specs.map(({ definition, values }) => definition.formation(values, shapes));
  const rows = new Int32Array(CHUNK);
  const possible = new Int32Array(CHUNK);
  for (let row = 0; row < bars.length; ) {
    if (shapes.room < CHUNK) shapes.slide();
    const from = shapes.end;
    row = fill(shapes, bars, row, rows);
    shapes.measure();
    const first = shapes.count - shapes.end;
    for (const [f, formation] of formations.entries()) {
      const { judge, warmup } = formation;
      const count = sift(formation, shapes, Math.max(from, formation.judgedFrom - first), possible);
      for (let p = 0; p < count; p++) {
        const i = possible[p] as number;
        shapes.cursor = i;
        const value = judge();
        if (value !== 0 && first + i >= warmup) onHit(f, rows[i - from] as number, value, formation.span(value));
      }
    }
  }
}

/**
 * Pushes up to a chunk of rows from `row` on, skipping those with a price that is not finite; notes which they are; returns the next row.
 */
function fill(shapes: BarShapes, { open, high, low, close, length }: Bars, row: number, rows: Int32Array): number {
  let taken = 0;
  let i = row;
  for (; i < length && taken < rows.length; i++) {
    const [o, h, l, c] = [open[i] as number, high[i] as number, low[i] as number, close[i] as number];
    if (!(Number.isFinite(o) && Number.isFinite(h) && Number.isFinite(l) && Number.isFinite(c))) continue;
    shapes.push(o, h, l, c);
    rows[taken++] = i;
  }
  return i;
}

/**
 * Writes to `possible` the bars of the window from index `from` on that meet a formation's colours and needs; returns how many.
 * Every bar is written and only those that meet them are counted: no branch that the processor could guess wrong.
 */
function sift({ colours: mask, needs }: Formation, { colours, end }: BarShapes, from: number, possible: Int32Array): number {
  const [first, ...others] = needs;
  let count = 0;
  if (first === undefined) {
    for (let i = from; i < end; i++) {
      possible[count] = i;
      count += (mask >>> (colours[i] as number)) & 1;
    }
  } else {
    const { trait, back } = first;
    for (let i = from; i < end; i++) {
      possible[count] = i;
      count += (mask >>> (colours[i] as number)) & (trait[i - back] as number);
    }
  }
  for (const { trait, back } of others) {
    const before = count;
    count = 0;
    for (let p = 0; p < before; p++) {
      const i = possible[p] as number;
      possible[count] = i;
      count += trait[i - back] as number;
    }
  }
  return count;
}

/** One column a formation: the answer of every row. */
export function computeCandlesticks(bars: Bars, specs: readonly PatternSpec<CandlestickDefinition>[]): Int16Array[] {
  const columns = specs.map(() => new Int16Array(bars.length));
  foldCandlesticks(bars, specs, (formation, row, value) => {
    (columns[formation] as Int16Array)[row] = value;
  });
  return columns;
}
