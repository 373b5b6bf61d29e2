import { float, int } from '../../indicators/parameters.ts';
import type { Boundaries } from './boundaries.ts';
import { fitBoundaries } from './boundaries.ts';
import { defineChartPattern } from './define.ts';
import type { Pivot } from './pivot-graph.ts';
import { eitherWayUp, type Setup, strengthOf } from './setup.ts';
import { breakoutOf, breakoutParameters } from './touches.ts';

const parametersWith = (pole: number) => ({
  ...breakoutParameters(0.05),
  poleBars: int(15, { min: 2, max: 200, about: 'most bars of the pole' }),
  pole: float(pole, { min: 1, max: 20, step: 0.5, about: 'least size of the pole, in widths of what follows it' }),
  retrace: float(0.5, { min: 0.1, max: 1, step: 0.05, about: 'most of the pole that may be given back' }),
  maxBars: int(20, { min: 3, max: 500, about: 'most bars from the end of the pole to the last pivot' }),
  minBars: int(5, { min: 3, max: 500, about: 'fewest bars from the foot of the pole to the last pivot' }),
});

interface FlagValues extends Readonly<Record<keyof ReturnType<typeof parametersWith>, number>> {}

/** Four or six pivots from the top of a rising pole on. `shares` accepts the lines they lie between. */
function judgeAfterPole(values: FlagValues, shares: (lines: Boundaries) => readonly number[] | undefined) {
  return (pivots: readonly Pivot[]): Setup | undefined => {
    for (const count of [6, 4]) {
      const resting = pivots.slice(-count);
      const found = resting.length === count ? judgeRest(pivots.slice(0, -count), resting, values) : undefined;
      const used = found && shares(found.lines);
      if (found === undefined || used === undefined) continue;
      const { foot, lines, retraced } = found;
      const completion = breakoutOf(lines, 1, values);
      return { pivots: [foot, ...resting], strength: strengthOf(retraced / values.retrace, ...used), completion };
    }
    return undefined;
  };
}

/** The foot of the pole is the lowest low not more than `poleBars` before its top, which must stay the highest high. */
function judgeRest(earlier: readonly Pivot[], resting: readonly Pivot[], { poleBars, pole, retrace, maxBars, minBars }: FlagValues) {
  const [top, last] = [resting[0] as Pivot, resting.at(-1) as Pivot];
  if (top.side !== 1 || last.bar - top.bar > maxBars) return undefined;
  let foot: Pivot | undefined;
  for (const pivot of earlier) {
    if (pivot.side === -1 && pivot.bar >= top.bar - poleBars && !(foot && foot.price <= pivot.price)) foot = pivot;
  }
  if (foot === undefined || last.bar - foot.bar < minBars) return undefined;
  const height = top.price - foot.price;
  let bottom = top.price;
  for (const { price } of resting) {
    if (price > top.price) return undefined;
    if (price < bottom) bottom = price;
  }
  const retraced = (top.price - bottom) / height;
  if (retraced > retrace) return undefined;
  const lines = fitBoundaries(resting);
  return lines !== undefined && height >= pole * lines.width ? { foot, lines, retraced } : undefined;
}

const source =
  'Edwards & Magee, Technical Analysis of Stock Trends, ch. 11; Bulkowski, Encyclopedia of Chart Patterns, chapters on flags and pennants.';

export const flag = defineChartPattern({
  id: 'flag',
  name: 'Flag',
  about:
    'A steep move, then a short rest between parallel lines, level or against it; confirmed by a close beyond the line on the side of the move.',
  source,
  parameters: {
    ...parametersWith(3),
    parallel: float(0.35, { min: 0.05, max: 0.9, step: 0.05, about: 'share of the width that may be gained or lost at the last pivot' }),
    drift: float(0.2, { min: 0, max: 2, step: 0.05, about: 'how far the rest may move on with the pole, in widths' }),
  },
  reversalAtr: 1.5,
  memory: 14,
  fewest: () => 5,
  kinds: ['bear-flag', 'bull-flag'],
  judge: (values) =>
    eitherWayUp(
      judgeAfterPole(values, ({ upperMove, lowerMove, endWidth }) => {
        const change = Math.abs(endWidth - 1);
        return change <= values.parallel && Math.max(upperMove, lowerMove) <= values.drift ? [change / values.parallel] : undefined;
      }),
    ),
});

export const pennant = defineChartPattern({
  id: 'pennant',
  name: 'Pennant',
  about: 'A steep move, then a short rest between converging lines; confirmed by a close beyond the line on the side of the move.',
  source,
  parameters: {
    ...parametersWith(2.5),
    slant: float(0.1, { min: 0, max: 1, step: 0.05, about: 'how far the upper line must fall and the lower one rise, in widths' }),
    closing: float(0.4, { min: 0.05, max: 0.95, step: 0.05, about: 'share of the width that must be gone at the last pivot' }),
  },
  reversalAtr: 1,
  memory: 14,
  fewest: () => 5,
  kinds: ['bear-pennant', 'bull-pennant'],
  judge: (values) =>
    eitherWayUp(
      judgeAfterPole(values, ({ upperMove, lowerMove, endWidth }) => {
        const converging = upperMove <= -values.slant && lowerMove >= values.slant && endWidth <= 1 - values.closing;
        return converging ? [Math.abs(upperMove + lowerMove) / (lowerMove - upperMove)] : undefined;
      }),
    ),
});
