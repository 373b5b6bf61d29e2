import { SeededRandom } from '../../../../shared/market/noise.ts';
import { type Overfitting, judgeOverfitting, type Trial } from '../../../../shared/research/truth/overfitting.ts';
import { excessReturns } from '../../../../shared/research/truth/excess-returns.ts';
import { sharpeMoments } from '../../../../shared/research/truth/sharpe-probability.ts';

export interface World {
  readonly days: number;
  readonly strategies: number;
  /** Mean return of the instrument a day, in deviations of a day. */
  readonly drift: number;
  /** Mean share of days long; the rest flat. */
  readonly long: number;
  /** How often strategy 0 knows whether the next day is up; 0.5 is not at all. */
  readonly edge: number;
  /** The trials come without ratios in excess of holding. */
  readonly rawOnly?: boolean;
}

const PER_YEAR = 252;

/** The best by Sharpe of strategies that are in the market, or not, over stretches of days drawn by chance. */
export function bestOfRandom(world: World, seed: number): Overfitting & { readonly best: number } {
  const { days, strategies, drift, long, edge, rawOnly = false } = world;
  const random = new SeededRandom(seed);
  const benchmark = Float64Array.from({ length: days }, () => 0.01 * (drift + random.normal()));
  const runs = Array.from({ length: strategies }, (_, k) => {
    const exposure = new Float64Array(days);
    let held = random.next() < long ? 1 : 0;
    for (let day = 0; day < days; day++) {
      if (random.next() < 0.1) held = random.next() < long ? 1 : 0;
      exposure[day] = held;
      if (k === 0 && edge > 0.5) exposure[day] = random.next() < edge === (benchmark[day] as number) > 0 ? 1 : 0;
    }
    const returns = exposure.map((share, day) => share * (benchmark[day] as number));
    return { returns, instruments: [{ returns: benchmark, exposure }] };
  });
  const trials = runs.map(
    (run, k): Trial => ({
      key: `random-${k}`,
      sharpe: sharpeMoments(run.returns).sharpe,
      ...(rawOnly ? {} : { excessSharpe: sharpeMoments(excessReturns(run)).sharpe }),
    }),
  );
  const best = trials.reduce((at, { sharpe }, k) => ((sharpe as number) > (trials[at]?.sharpe as number) ? k : at), 0);
  return { best, ...judgeOverfitting({ ...(runs[best] as (typeof runs)[number]), trials, perYear: PER_YEAR, pbo: null }) };
}
