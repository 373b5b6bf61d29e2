import { float, int } from '../../indicators/parameters.ts';
import { defineChartPattern } from './define.ts';
import type { Pivot } from './pivot-graph.ts';
import { type Closes, horizontal, type Setup, strengthOf } from './setup.ts';
import { breakoutParameters } from './touches.ts';

const parameters = {
  ...breakoutParameters(0.05),
  rims: float(0.2, { min: 0.01, max: 0.5, step: 0.01, about: 'most that the rims may differ, in depths of the cup' }),
  roundness: float(0.6, { min: 0.5, max: 0.95, step: 0.05, about: 'least share of the cup’s closes in its lower half; 0.5 is a V' }),
  centre: float(0.25, { min: 0, max: 0.5, step: 0.05, about: 'share of the cup’s length at either end where its bottom may not lie' }),
  handle: float(0.5, { min: 0.05, max: 1, step: 0.05, about: 'deepest handle, in depths of the cup' }),
  handleBars: float(0.5, {
    min: 0.05,
    max: 1,
    step: 0.05,
    about: 'longest way from the right rim to the low of the handle, in lengths of the cup',
  }),
  approach: float(0.5, { min: 0, max: 5, step: 0.1, about: 'least size of the move that leads to the left rim, in depths of the cup' }),
  minBars: int(30, { min: 5, max: 1000, about: 'fewest bars from rim to rim' }),
  maxBars: int(250, { min: 10, max: 5000, about: 'most bars from rim to rim' }),
};

interface CupValues extends Readonly<Record<keyof typeof parameters, number>> {}

/** The pivots of a cup, from its left rim to the low of its handle, and the one before. */
interface Cup {
  readonly before: Pivot;
  readonly left: Pivot;
  readonly inside: readonly Pivot[];
  readonly right: Pivot;
  readonly handle: Pivot;
}

/** Shares of the tolerances that a cup uses up; undefined when it is none. */
function measure({ before, left, inside, right, handle }: Cup, closes: Closes, values: CupValues) {
  const rim = Math.min(left.price, right.price);
  const bottom = inside.toSorted((a, b) => a.price - b.price)[0];
  const length = right.bar - left.bar;
  if (bottom === undefined || inside.some(({ price }) => price > rim) || length < values.minBars || length > values.maxBars)
    return undefined;
  const depth = (left.price + right.price) / 2 - bottom.price;
  const uneven = Math.abs(left.price - right.price) / depth;
  const position = (bottom.bar - left.bar) / length;
  const pullback = (right.price - handle.price) / depth;
  if (uneven > values.rims || left.price - before.price < values.approach * depth) return undefined;
  if (position < values.centre || position > 1 - values.centre) return undefined;
  if (pullback > values.handle || handle.bar - right.bar > values.handleBars * length) return undefined;
  // Not in the margin: no close at all is no roundness.
  if (!(closes.shareBelow(bottom.price + depth / 2, left.bar, right.bar) >= values.roundness)) return undefined;
  return { depth, length, shares: [uneven / values.rims, pullback / values.handle, Math.abs(2 * position - 1)] };
}

function judgeCup(values: CupValues): (pivots: readonly Pivot[], closes: Closes) => Setup | undefined {
  return (pivots, closes) => {
    const [right, handle] = pivots.slice(-2);
    if (right === undefined || handle === undefined || handle.side !== -1) return undefined;
    for (let at = pivots.length - 4; at > 0; at -= 2) {
      const [before, left] = [pivots[at - 1] as Pivot, pivots[at] as Pivot];
      const cup = measure({ before, left, inside: pivots.slice(at + 1, -2), right, handle }, closes, values);
      if (cup === undefined) continue;
      const margin = values.penetration * cup.depth;
      const completion = {
        upper: horizontal(right.price + margin),
        lower: horizontal(right.price - values.handle * cup.depth - margin),
        confirms: 1,
        expires: handle.bar + values.patience * values.handleBars * cup.length,
      } as const;
      return { pivots: pivots.slice(at), strength: strengthOf(...cup.shares), completion };
    }
    return undefined;
  };
}

export const cupAndHandle = defineChartPattern({
  id: 'cup-and-handle',
  name: 'Cup and handle',
  about:
    'After a rise a round bottom between two rims of about the same price, then a small pullback; confirmed by a close above the right rim.',
  source:
    'O’Neil, How to Make Money in Stocks, chapter on chart reading; Bulkowski, Encyclopedia of Chart Patterns, chapter on cups with handles.',
  parameters,
  reversalAtr: 2,
  memory: 24,
  fewest: () => 5,
  closes: ({ maxBars }) => maxBars * 2 + 1,
  judge: judgeCup,
});
