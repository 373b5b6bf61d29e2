import { float, int } from '../../indicators/parameters.ts';
import { defineChartPattern } from './define.ts';
import type { Pivot } from './pivot-graph.ts';
import { horizontal, type Setup, strengthOf, upsideDown } from './setup.ts';
import { breakoutParameters } from './touches.ts';

const parametersWith = (tolerance: number) => ({
  ...breakoutParameters(0.05),
  tolerance: float(tolerance, {
    min: 0.01,
    max: 0.5,
    step: 0.01,
    about: 'farthest an extreme may lie from the mean of them, in heights of the pattern',
  }),
  evenness: float(0.3, { min: 0.01, max: 1, step: 0.01, about: 'most that the swings between them may differ, in heights of the pattern' }),
  approach: float(1.5, {
    min: 0,
    max: 5,
    step: 0.1,
    about: 'least size of the move that leads to the first extreme, in heights of the pattern',
  }),
  minBars: int(12, { min: 3, max: 1000, about: 'fewest bars from the first extreme to the last' }),
});

interface TopValues extends Readonly<Record<keyof ReturnType<typeof parametersWith>, number>> {}

/** `peaks` highs of about the same price with valleys between them, after a rise; a close below the lowest valley confirms it. */
function judgeTops(peaks: number, values: TopValues): (pivots: readonly Pivot[]) => Setup | undefined {
  const { penetration, patience, tolerance, evenness, approach, minBars } = values;
  return (pivots) => {
    const [before, ...shape] = pivots.slice(-2 * peaks);
    const [first, last] = [shape[0], shape.at(-1)];
    if (!before || !first || !last || shape.length < 2 * peaks - 1 || last.side !== 1 || last.bar - first.bar < minBars) return undefined;
    const highs = shape.filter(({ side }) => side === 1).map(({ price }) => price);
    const lows = shape.filter(({ side }) => side === -1).map(({ price }) => price);
    const top = highs.reduce((sum, high) => sum + high, 0) / peaks;
    const bottom = Math.min(...lows);
    const height = top - bottom;
    const off = Math.max(...highs.map((high) => Math.abs(high - top))) / height;
    const uneven = (Math.max(...lows) - bottom) / height;
    if (off > tolerance || uneven > evenness || first.price - before.price < approach * height) return undefined;
    const completion = {
      upper: horizontal(Math.max(...highs) + penetration * height),
      lower: horizontal(bottom - penetration * height),
      confirms: -1,
      expires: last.bar + patience * (last.bar - first.bar),
    } as const;
    return { pivots: shape, strength: strengthOf(off / tolerance, uneven / evenness), completion };
  };
}

const source =
  'Bulkowski, Encyclopedia of Chart Patterns, chapters on double and triple tops and bottoms (confirmed by a close beyond the swing between them)';

export const doubleTop = defineChartPattern({
  id: 'double-top',
  name: 'Double top',
  about: 'Two highs of about the same price after a rise; confirmed by a close below the low between them.',
  source: `${source}; Lo, Mamaysky & Wang (2000), sec. II.A.`,
  parameters: parametersWith(0.1),
  reversalAtr: 3,
  memory: 4,
  fewest: () => 4,
  judge: (values) => judgeTops(2, values),
});

export const doubleBottom = defineChartPattern({
  id: 'double-bottom',
  name: 'Double bottom',
  about: 'Two lows of about the same price after a fall; confirmed by a close above the high between them.',
  source: `${source}; Lo, Mamaysky & Wang (2000), sec. II.A.`,
  parameters: parametersWith(0.1),
  reversalAtr: 3,
  memory: 4,
  fewest: () => 4,
  judge: (values) => upsideDown(judgeTops(2, values)),
});

export const tripleTop = defineChartPattern({
  id: 'triple-top',
  name: 'Triple top',
  about: 'Three highs of about the same price after a rise; confirmed by a close below the lower of the lows between them.',
  source: `${source}; Edwards & Magee, ch. 9.`,
  parameters: parametersWith(0.15),
  reversalAtr: 3,
  memory: 6,
  fewest: () => 6,
  judge: (values) => judgeTops(3, values),
});

export const tripleBottom = defineChartPattern({
  id: 'triple-bottom',
  name: 'Triple bottom',
  about: 'Three lows of about the same price after a fall; confirmed by a close above the higher of the highs between them.',
  source: `${source}; Edwards & Magee, ch. 9.`,
  parameters: parametersWith(0.15),
  reversalAtr: 3,
  memory: 6,
  fewest: () => 6,
  judge: (values) => upsideDown(judgeTops(3, values)),
});
