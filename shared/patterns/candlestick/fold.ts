import type { Bars } from '../../domain/bars.ts';
import type { PatternSpec } from '../pattern.ts';
import { BarShapes } from './bar-shapes.ts';
import { type CandlestickDefinition, type Formation, historyOf } from './define.ts';

/** Called for every answer other than 0; `span` is the number of bars covered, counted without skipped rows. */
export type OnHit = (formation: number, row: number, value: number, span: number) => void;

/** Rows that are judged together: few enough to stay in the processor's cache, enough to go through one formation at a time. */
const CHUNK = 2048;

/**
 * Folds many formations over `bars` in one pass; their bodies, shadows and averages are computed once for all. The same answers as a detector of each, bit for bit.
 * Hits come a chunk of rows at a time, within it formation by formation, rows ascending.
 */
export function foldCandlesticks(bars: Bars, specs: readonly PatternSpec<CandlestickDefinition>[], onHit: OnHit): void {
  const shapes = new BarShapes(historyOf(specs.map(({ values }) => values)), CHUNK);
  const formations = specs.map(({ definition, values }) => definition.formation(values, shapes));
  const rows = new Int32Array(CHUNK);
  for (let row = 0; row < bars.length; ) {
    if (shapes.room < CHUNK) shapes.slide();
    const from = shapes.end;
    row = fill(shapes, bars, row, rows);
    shapes.measure();
    const first = shapes.count - shapes.end;
    for (let f = 0; f < formations.length; f++) judgeChunk(formations[f] as Formation, f, { shapes, from, first, rows, onHit });
  }
}

/** Pushes up to a chunk of rows from `row` on, skipping those with a price that is not finite; notes which they are; returns the next row. */
function fill(shapes: BarShapes, { open, high, low, close, length }: Bars, row: number, rows: Int32Array): number {
  let taken = 0;
  let i = row;
  for (; i < length && taken < CHUNK; i++) {
    const [o, h, l, c] = [open[i] as number, high[i] as number, low[i] as number, close[i] as number];
    if (!(Number.isFinite(o) && Number.isFinite(h) && Number.isFinite(l) && Number.isFinite(c))) continue;
    shapes.push(o, h, l, c);
    rows[taken++] = i;
  }
  return i;
}

interface Chunk {
  readonly shapes: BarShapes;
  /** Index in the window of the chunk's first bar. */
  readonly from: number;
  /** How many bars ever came before the window's first. */
  readonly first: number;
  readonly rows: Int32Array;
  readonly onHit: OnHit;
}

function judgeChunk(formation: Formation, number: number, { shapes, from, first, rows, onHit }: Chunk): void {
  const { judge, warmup } = formation;
  const end = shapes.end;
  for (let i = Math.max(from, formation.judgedFrom - first); i < end; i++) {
    shapes.cursor = i;
    const value = judge();
    if (value !== 0 && first + i >= warmup) onHit(number, rows[i - from] as number, value, formation.span(value));
  }
}

/** One column a formation: the answer of every row. */
export function computeCandlesticks(bars: Bars, specs: readonly PatternSpec<CandlestickDefinition>[]): Int16Array[] {
  const columns = specs.map(() => new Int16Array(bars.length));
  foldCandlesticks(bars, specs, (formation, row, value) => {
    (columns[formation] as Int16Array)[row] = value;
  });
  return columns;
}
