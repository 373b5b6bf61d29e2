import { float, int } from '../../indicators/parameters.ts';
import { defineChartPattern } from './define.ts';
import type { Pivot } from './pivot-graph.ts';
import { type Setup, strengthOf, upsideDown } from './setup.ts';

const parameters = {
  touches: int(3, { min: 2, max: 10, about: 'lows, or highs, that make a level' }),
  band: float(0.25, { min: 0.01, max: 2, step: 0.05, about: 'farthest a touch may lie from the newest, in ways back that confirmed it' }),
  minBars: int(10, { min: 3, max: 1000, about: 'fewest bars from the first touch to the last' }),
  maxBars: int(250, { min: 5, max: 100_000, about: 'most bars from the first touch to the last' }),
};

interface LevelValues extends Readonly<Record<keyof typeof parameters, number>> {}

/** The newest low and those before it in the same band, none lower between them and none of a level known already. */
function judgeSupport({ touches, band, minBars, maxBars }: LevelValues): (pivots: readonly Pivot[]) => Setup | undefined {
  return (pivots) => {
    const newest = pivots.at(-1);
    if (newest === undefined || newest.side !== -1) return undefined;
    const room = band * newest.reversal;
    const level: Pivot[] = [];
    for (const pivot of pivots.toReversed()) {
      if (newest.bar - pivot.bar > maxBars || pivot.price < newest.price - room) break;
      if (pivot.side === -1 && pivot.price <= newest.price + room) level.unshift(pivot);
    }
    const first = level[0];
    if (first === undefined || level.length < touches || newest.bar - first.bar < minBars || level.some(({ used }) => used))
      return undefined;
    const farthest = Math.max(...level.map(({ price }) => Math.abs(price - newest.price)));
    return { pivots: level, strength: strengthOf(farthest / room), completion: 1 };
  };
}

const common = {
  source: 'Edwards & Magee, Technical Analysis of Stock Trends, ch. 13; three touches.',
  parameters,
  reversalAtr: 4,
  memory: 32,
  fewest: ({ touches }: { readonly touches: number }) => 2 * touches - 1,
} as const;

export const supportLevel = defineChartPattern({
  ...common,
  id: 'support-level',
  name: 'Support level',
  about: 'A price at which several falls turned, and below which none went meanwhile; known when the last touch is a pivot.',
  judge: judgeSupport,
});

export const resistanceLevel = defineChartPattern({
  ...common,
  id: 'resistance-level',
  name: 'Resistance level',
  about: 'A price at which several rises turned, and above which none went meanwhile; known when the last touch is a pivot.',
  judge: (values) => upsideDown(judgeSupport(values)),
});
