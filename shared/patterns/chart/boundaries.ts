import type { Pivot } from './pivot-graph.ts';
import { type Line, priceAt } from './setup.ts';

/** The two lines that swings run between. Moves and misfit are in widths, the distance of the lines at the first pivot. */
export interface Boundaries {
  readonly pivots: readonly Pivot[];
  readonly upper: Line;
  readonly lower: Line;
  readonly width: number;
  /** Distance of the lines at the last pivot. */
  readonly endWidth: number;
  /** How far each line rises from the first pivot to the last. */
  readonly upperMove: number;
  readonly lowerMove: number;
  /** Farthest that a pivot lies from its line. */
  readonly misfit: number;
}

/** Least-squares lines through the highs and through the lows; undefined with fewer than two of either, or when the lines cross. */
export function fitBoundaries(pivots: readonly Pivot[]): Boundaries | undefined {
  const [first, last] = [pivots[0], pivots.at(-1)];
  const upper = fitLine(pivots, 1);
  const lower = fitLine(pivots, -1);
  if (!upper || !lower || !first || !last) return undefined;
  const width = priceAt(upper, first.bar) - priceAt(lower, first.bar);
  const endWidth = (priceAt(upper, last.bar) - priceAt(lower, last.bar)) / width;
  if (!(width > 0 && endWidth > 0)) return undefined;
  const bars = last.bar - first.bar;
  let misfit = 0;
  for (const { side, price, bar } of pivots) {
    misfit = Math.max(misfit, Math.abs(price - priceAt(side === 1 ? upper : lower, bar)) / width);
  }
  const moves = { upperMove: (upper.slope * bars) / width, lowerMove: (lower.slope * bars) / width };
  return { pivots, upper, lower, width, endWidth, ...moves, misfit };
}

/** The line through the pivots of one side; plain loops, since every new pivot is tried with all those before it. */
function fitLine(pivots: readonly Pivot[], side: 1 | -1): Line | undefined {
  let [count, bars, prices] = [0, 0, 0];
  for (const pivot of pivots) {
    if (pivot.side !== side) continue;
    count++;
    bars += pivot.bar;
    prices += pivot.price;
  }
  if (count < 2) return undefined;
  const [bar, price] = [bars / count, prices / count];
  let [common, spread] = [0, 0];
  for (const pivot of pivots) {
    if (pivot.side !== side) continue;
    common += (pivot.bar - bar) * (pivot.price - price);
    spread += (pivot.bar - bar) ** 2;
  }
  return { bar, price, slope: common / spread };
}

/** Bar on which converging lines meet; Infinity for lines that do not. */
export function apex({ upper, lower }: Boundaries): number {
  const closing = lower.slope - upper.slope;
  return closing > 0 ? upper.bar + (upper.price - priceAt(lower, upper.bar)) / closing : Infinity;
}
