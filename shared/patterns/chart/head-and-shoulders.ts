import { float, int } from '../../indicators/parameters.ts';
import { defineChartPattern } from './define.ts';
import type { Pivot } from './pivot-graph.ts';
import { horizontal, lineThrough, priceAt, type Setup, strengthOf, upsideDown } from './setup.ts';
import { breakoutParameters } from './touches.ts';

const parameters = {
  ...breakoutParameters(0.05),
  rise: float(0.2, {
    min: 0.05,
    max: 0.9,
    step: 0.05,
    about: 'how far the head must pass the farther shoulder, in heights of the head over the neckline',
  }),
  shoulders: float(0.25, { min: 0.01, max: 1, step: 0.01, about: 'most that the shoulders may differ, in heights' }),
  neckline: float(0.3, {
    min: 0.01,
    max: 1,
    step: 0.01,
    about: 'most that the neckline may rise or fall between its two points, in heights',
  }),
  symmetry: float(2.5, { min: 1, max: 10, step: 0.5, about: 'most that the longer side of the head may last, in lengths of the shorter' }),
  approach: float(0.5, { min: 0, max: 5, step: 0.1, about: 'least size of the move that leads to the first shoulder, in heights' }),
  minBars: int(15, { min: 3, max: 1000, about: 'fewest bars from shoulder to shoulder' }),
};

interface ShoulderValues extends Readonly<Record<keyof typeof parameters, number>> {}

/** Shares of the tolerances that five extremes use up; undefined when they are no head and shoulders. */
function measure([left, , head, , right]: Shape, { height, tilt }: { height: number; tilt: number }, values: ShoulderValues) {
  const higher = Math.max(left.price, right.price);
  const uneven = Math.abs(left.price - right.price) / height;
  const sides = [head.bar - left.bar, right.bar - head.bar];
  const lopsided = Math.max(...sides) / Math.min(...sides);
  if (head.price - higher < values.rise * height || uneven > values.shoulders || tilt > values.neckline) return undefined;
  if (lopsided > values.symmetry || right.bar - left.bar < values.minBars) return undefined;
  return [uneven / values.shoulders, tilt / values.neckline, values.symmetry === 1 ? 0 : (lopsided - 1) / (values.symmetry - 1)];
}

type Shape = readonly [left: Pivot, leftNeck: Pivot, head: Pivot, rightNeck: Pivot, right: Pivot];

/** The top: a close below the neckline confirms it, one above the right shoulder ends it. */
function judgeTop(values: ShoulderValues): (pivots: readonly Pivot[]) => Setup | undefined {
  return (pivots) => {
    if (pivots.length < 6 || pivots.at(-1)?.side !== 1) return undefined;
    const [before, ...five] = pivots.slice(-6);
    const shape = five as unknown as Shape;
    const [left, leftNeck, head, rightNeck, right] = shape;
    const neckline = lineThrough(leftNeck, rightNeck);
    const height = head.price - priceAt(neckline, head.bar);
    const tilt = Math.abs(rightNeck.price - leftNeck.price) / height;
    if (before === undefined || left.price - before.price < values.approach * height) return undefined;
    const shares = measure(shape, { height, tilt }, values);
    if (shares === undefined) return undefined;
    const margin = values.penetration * height;
    const completion = {
      upper: horizontal(right.price + margin),
      lower: { ...neckline, price: neckline.price - margin },
      confirms: -1,
      expires: right.bar + values.patience * (right.bar - left.bar),
    } as const;
    return { pivots: shape, strength: strengthOf(...shares), completion };
  };
}

const source =
  'Lo, Mamaysky & Wang (2000), Foundations of Technical Analysis, J. of Finance 55(4), sec. II.A (five extremes); neckline and move before it after Edwards & Magee, ch. 6.';

export const headAndShoulders = defineChartPattern({
  id: 'head-and-shoulders',
  name: 'Head and shoulders',
  about:
    'Three highs after a rise, the middle one highest and the outer ones about equal; confirmed by a close below the line through the lows between them.',
  source,
  parameters,
  reversalAtr: 3,
  memory: 6,
  fewest: () => 6,
  judge: judgeTop,
});

export const inverseHeadAndShoulders = defineChartPattern({
  id: 'inverse-head-and-shoulders',
  name: 'Inverse head and shoulders',
  about:
    'Three lows after a fall, the middle one lowest and the outer ones about equal; confirmed by a close above the line through the highs between them.',
  source,
  parameters,
  reversalAtr: 3,
  memory: 6,
  fewest: () => 6,
  judge: (values) => upsideDown(judgeTop(values)),
});
