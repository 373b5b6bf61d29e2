import type { KernelState } from '../../indicators/kernel.ts';
import { expectLength, type Part } from '../../indicators/state.ts';
import type { Direction } from '../pattern.ts';
import type { Pivot } from './pivot-graph.ts';

/** A straight line through (bar, price); `slope` is price per bar. */
export interface Line {
  readonly bar: number;
  readonly price: number;
  readonly slope: number;
}

export function priceAt(line: Line, bar: number): number {
  return line.price + line.slope * (bar - line.bar);
}

export function horizontal(price: number): Line {
  return { bar: 0, price, slope: 0 };
}

export function lineThrough(a: Pivot, b: Pivot): Line {
  return { bar: a.bar, price: a.price, slope: (b.price - a.price) / (b.bar - a.bar) };
}

/** The closes that decide about a shape: beyond `upper` or `lower`, until the bar `expires`. */
export interface Breakout {
  readonly upper: Line;
  readonly lower: Line;
  /** The side that confirms it; the other one ends it. 0: both confirm. */
  readonly confirms: Direction | 0;
  readonly expires: number;
}

/** A shape on the pivots. It is complete as it stands when `completion` is a direction, otherwise it waits for a breakout. */
export interface Setup {
  /** Those it is made of, oldest first. */
  readonly pivots: readonly Pivot[];
  /** 1 to 100, see `strengthOf`. */
  readonly strength: number;
  readonly completion: Direction | Breakout;
}

/**
 * How well a shape fits, 1 to 100: 100 less the mean share of its tolerances that it uses up. Each share is 0 for the ideal and 1 at the limit.
 */
export function strengthOf(...shares: readonly number[]): number {
  const mean = shares.reduce((sum, share) => sum + Math.min(1, Math.max(0, share)), 0) / shares.length;
  return Math.max(1, Math.round(100 * (1 - mean)));
}

/** Looks for a shape that ends in the last of `pivots`; `closes` are those of the bars remembered, where the pattern asks for them. */
export type Judge = (pivots: readonly Pivot[], closes: Closes) => Setup | undefined;
export interface Closes {
  /** Share of the closes after bar `from` and before bar `to` that lie under `price`. */
  shareBelow(price: number, from: number, to: number): number;
}

/** The judge of the shape turned upside down. It gets no closes: no shape that reads them is turned. */
export function upsideDown(judge: (pivots: readonly Pivot[]) => Setup | undefined): (pivots: readonly Pivot[]) => Setup | undefined {
  return (pivots) => {
    const setup = judge(pivots.map(turnPivot));
    if (setup === undefined) return undefined;
    const bars = new Set(setup.pivots.map(({ bar }) => bar));
    const { completion } = setup;
    const turned = typeof completion === 'number' ? turn(completion) : turnBreakout(completion);
    return { ...setup, pivots: pivots.filter(({ bar }) => bars.has(bar)), completion: turned };
  };
}

/** The judge of a shape and of the same upside down. */
export function eitherWayUp(judge: (pivots: readonly Pivot[]) => Setup | undefined): Judge {
  const turned = upsideDown(judge);
  return (pivots) => judge(pivots) ?? turned(pivots);
}

function turn(direction: Direction): Direction {
  return direction === 1 ? -1 : 1;
}

function turnPivot(pivot: Pivot): Pivot {
  return { ...pivot, side: turn(pivot.side), price: -pivot.price, reading: -pivot.reading };
}

function turnLine({ bar, price, slope }: Line): Line {
  return { bar, price: -price, slope: -slope };
}

function turnBreakout({ upper, lower, confirms, expires }: Breakout): Breakout {
  return { upper: turnLine(lower), lower: turnLine(upper), confirms: confirms === 0 ? 0 : turn(confirms), expires };
}

/** A shape that waits for its breakout, as numbers. */
export interface Waiting {
  readonly startBar: number;
  readonly startRow: number;
  readonly endBar: number;
  readonly endRow: number;
  readonly strength: number;
}

const NUMBERS = 13;

/** Holds the last shape until a close decides about it. */
export class BreakoutWatch implements Part {
  waiting: Waiting | undefined;
  #breakout: Breakout = { upper: horizontal(NaN), lower: horizontal(NaN), confirms: 0, expires: NaN };

  watch({ pivots, strength }: Setup, breakout: Breakout): void {
    const [start, end] = [pivots[0] as Pivot, pivots[pivots.length - 1] as Pivot];
    this.waiting = { startBar: start.bar, startRow: start.row, endBar: end.bar, endRow: end.row, strength };
    this.#breakout = breakout;
  }

  /** The direction in which this close confirms what waits, which stays in `waiting` for the caller to take; otherwise 0. */
  update(bar: number, close: number): Direction | 0 {
    if (this.waiting === undefined) return 0;
    const { upper, lower, confirms, expires } = this.#breakout;
    if (bar > expires) this.waiting = undefined;
    const side = close > priceAt(upper, bar) ? 1 : close < priceAt(lower, bar) ? -1 : 0;
    if (this.waiting === undefined || side === 0) return 0;
    if (confirms === 0 || side === confirms) return side;
    this.waiting = undefined;
    return 0;
  }

  snapshot(): KernelState {
    if (this.waiting === undefined) return Array<number>(NUMBERS).fill(NaN);
    const { startBar, startRow, endBar, endRow, strength } = this.waiting;
    const { upper, lower, confirms, expires } = this.#breakout;
    const lines = [upper, lower].flatMap(({ bar, price, slope }) => [bar, price, slope]);
    return [startBar, startRow, endBar, endRow, strength, confirms, expires, ...lines];
  }

  restore(state: KernelState): void {
    expectLength(state, NUMBERS);
    const [startBar, startRow, endBar, endRow, strength, confirms, expires, ...lines] = state as [
      ...[number, number, number, number, number, Direction | 0, number],
      ...number[],
    ];
    const line = (at: number): Line => ({ bar: lines[at] as number, price: lines[at + 1] as number, slope: lines[at + 2] as number });
    this.waiting = Number.isNaN(startBar) ? undefined : { startBar, startRow, endBar, endRow, strength };
    this.#breakout = { upper: line(0), lower: line(3), confirms, expires };
  }
}
