import type { Strategy, StrategyContext } from '../strategies/define.ts';
import type { Signal } from '../strategies/view.ts';
import type { Cursor } from '../strategies/view.ts';
import type { BarClock } from './clock.ts';
import type { EquityMarks } from './equity-marks.ts';
import type { Holding } from './holding.ts';
import type { Venue } from './venue.ts';

export interface LoopParts {
  readonly startRow: number;
  /** First row at which the strategy is asked. */
  readonly readyRow: number;
  readonly strategy: Strategy;
  /** The closes at which the strategy is asked; every one when absent. */
  readonly signals?: readonly Signal[] | undefined;
  readonly context: StrategyContext;
  readonly cursor: Cursor;
  readonly clock: BarClock;
  readonly venue: Venue;
  readonly holding: Holding;
  readonly marks: EquityMarks;
}

/**
 * The one event loop. Per bar: orders meet the open, then the rest of the bar; the equity is marked at the close; only then
 * does the strategy hear of its fills and of the close. Bars on which neither the venue nor the strategy has anything to do
 * are marked in one go. Returns the number of bars that held a position.
 */
export function runLoop(parts: LoopParts): number {
  const { startRow, clock, marks } = parts;
  const rows = new Rows(parts);
  for (let from = startRow, end = clock.play(); end > from; from = end, end = clock.play()) rows.play(from, end);
  marks.settle();
  return rows.inPosition;
}

class Rows {
  inPosition = 0;
  readonly #parts: LoopParts;
  /** Nobody hears of a fill. */
  readonly #deaf: boolean;
  #told = 0;
  /** Next row at which each signal asks the strategy, looked for up to the end of the rows that may be played. */
  readonly #next: Int32Array;

  constructor(parts: LoopParts) {
    this.#parts = parts;
    this.#deaf = parts.strategy.onFill === undefined;
    this.#next = new Int32Array(parts.signals?.length ?? 0).fill(-1);
  }

  play(from: number, end: number): void {
    const { venue, readyRow, signals } = this.#parts;
    // What was looked for ended where the last rows did.
    for (let k = 0; k < this.#next.length; k++) if (this.#next[k] === from) this.#next[k] = from - 1;
    let row = from;
    while (row < end) {
      if (this.#deaf && venue.deals) {
        row = this.#deal(row, end);
        continue;
      }
      const ready = row >= readyRow;
      const asked = ready ? (signals ? this.#wake(row, end, signals) : row) : Math.min(readyRow, end);
      const quiet = asked === row ? row : venue.quietUntil(row, asked);
      if (quiet > row) this.#markUntil(quiet, row);
      row = quiet;
      if (row === end || (row === asked && !ready)) continue;
      this.#step(row, row === asked);
      row++;
    }
  }

  /** Plays rows on which nothing can execute but a target at their open, as long as it is so; returns the row that it did not play. */
  #deal(from: number, end: number): number {
    const { venue, readyRow, signals, cursor, strategy, context } = this.#parts;
    let row = from;
    do {
      venue.deal(row);
      const ready = row >= readyRow;
      const asked = ready ? (signals ? this.#wake(row, end, signals) : row) : Math.min(readyRow, end);
      const asks = ready && asked < end;
      const until = asks ? asked + 1 : asked;
      this.#markUntil(until, row);
      row = until;
      if (asks) {
        cursor.row = asked;
        strategy.onBar(context);
      }
    } while (row < end && venue.deals);
    return row;
  }

  #step(row: number, asked: boolean): void {
    const { venue, holding, cursor, marks, strategy, context } = this.#parts;
    let held = false;
    if (!venue.idle) {
      venue.atOpen(row);
      held = holding.lots !== 0;
      venue.inside(row);
    }
    if (held || holding.lots !== 0) this.inPosition++;
    cursor.row = row;
    marks.at(row);
    if (this.#told < holding.fills.length) this.#tell();
    if (asked) strategy.onBar(context);
  }

  /** Marks the rows from `row` on and before `end`: nothing trades on them, and nobody looks. */
  #markUntil(end: number, row: number): void {
    const { holding, marks } = this.#parts;
    if (holding.lots !== 0) this.inPosition += end - row;
    marks.until(end, row);
  }

  /** First row from `row` on at which a signal asks, `end` when none before it does. */
  #wake(row: number, end: number, signals: readonly Signal[]): number {
    const next = this.#next;
    if (next.length === 1) {
      if ((next[0] as number) < row) next[0] = (signals[0] as Signal).next(row, end);
      const first = next[0] as number;
      // `Math.min` would take both through doubles.
      return first < end ? first : end;
    }
    let first = end;
    for (let k = 0; k < next.length; k++) {
      if ((next[k] as number) < row) next[k] = (signals[k] as Signal).next(row, end);
      if ((next[k] as number) < first) first = next[k] as number;
    }
    return first;
  }

  #tell(): void {
    const { strategy, context, holding } = this.#parts;
    const { fills } = holding;
    for (let i = this.#told; strategy.onFill && i < fills.length; i++) strategy.onFill(fills.at(i), context);
    this.#told = fills.length;
  }
}
