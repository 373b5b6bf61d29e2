import { allocateBars, type Bars } from '../../../../shared/domain/bars.ts';
import { DAY_US } from '../../../../shared/domain/time.ts';
import type { PatternSpec } from '../../../../shared/patterns/pattern.ts';
import { randomNumbers } from '../../../support/random-bars.ts';

export const WALKS = 1000;
export const WALK_BARS = 500;
const STEPS = 8;
const STEP = 0.004;

/** A random walk as bars: every bar is the range of `STEPS` steps of the logarithm of the price, each even between -0.7 % and 0.7 % (deviation 0.4 %). */
export function randomWalk(bars: number, seed: number): Bars {
  const random = randomNumbers(seed);
  const walk = allocateBars(bars, DAY_US);
  let price = 100;
  for (let row = 0; row < bars; row++) {
    const open = price;
    let [high, low] = [price, price];
    for (let step = 0; step < STEPS; step++) {
      price *= Math.exp(STEP * Math.sqrt(12) * (random() - 0.5));
      if (price > high) high = price;
      if (price < low) low = price;
    }
    walk.time[row] = row * DAY_US;
    walk.open[row] = open;
    walk.high[row] = high;
    walk.low[row] = low;
    walk.close[row] = price;
    walk.volume[row] = 1;
  }
  return walk;
}

export interface FalseAlarms {
  /** Share of the walks with at least one finding. */
  readonly walksRatio: number;
  /** Findings per 1,000 bars, and how many of them rise. */
  readonly perThousandBars: number;
  readonly risingRatio: number;
}

/** What each pattern finds in walks that hold nothing, by its id. */
export function falseAlarms(specs: readonly PatternSpec[], walks: number, seed: number): Map<string, FalseAlarms> {
  const counts = specs.map(() => ({ walks: 0, findings: 0, rising: 0 }));
  for (let walk = 0; walk < walks; walk++) {
    const bars = randomWalk(WALK_BARS, seed + walk);
    for (const [at, spec] of specs.entries()) count(bars, spec, counts[at] as (typeof counts)[number]);
  }
  const rates = ({ walks: alarmed, findings, rising }: (typeof counts)[number]): FalseAlarms => ({
    walksRatio: alarmed / walks,
    perThousandBars: (findings * 1000) / (walks * WALK_BARS),
    risingRatio: findings === 0 ? 0 : rising / findings,
  });
  return new Map(specs.map(({ definition }, at) => [definition.id, rates(counts[at] as (typeof counts)[number])]));
}

function count(bars: Bars, { definition, values }: PatternSpec, into: { walks: number; findings: number; rising: number }): void {
  const { open, high, low, close, volume } = bars;
  const detector = definition.detector(values);
  const before = into.findings;
  for (let row = 0; row < bars.length; row++) {
    detector.update(open[row] as number, high[row] as number, low[row] as number, close[row] as number, volume[row] as number);
    for (const { direction } of detector.found ?? []) {
      into.findings++;
      if (direction === 1) into.rising++;
    }
  }
  if (into.findings > before) into.walks++;
}
