import { allocateBars, type Bars } from '../../../shared/domain/bars.ts';
import { HOUR_US } from '../../../shared/domain/time.ts';
import type { RunResult } from '../../../shared/domain/run.ts';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import type { EngineOptions } from '../../../shared/engine/options.ts';
import type { Strategy } from '../../../shared/strategies/define.ts';
import { SeededRandom } from '../../../shared/market/noise.ts';
import { normal } from '../../support/random-bars.ts';
import { BTC } from '../engine/world.ts';

/** Steps of the log price in an hour, which high and low come from. */
const STEPS = 4;
/** Mean overshoot of a normal random walk over a level, in deviations of a step: -zeta(1/2) / root(2 pi) (Siegmund 1985, "Sequential Analysis", ch. 10). */
const OVERSHOOT = 0.5826;

interface Walk {
  readonly rows: number;
  /** Of the log price, an hour. */
  readonly deviation: number;
  /** Drift of an hour; may change from row to row. */
  readonly drift?: (row: number) => number;
  /** Share of the way back to 0 in an hour: an Ornstein-Uhlenbeck price. */
  readonly pull?: number;
}

/** Hourly bars whose open is the close before, from 100. */
export function walk(seed: number, { rows, deviation, drift = () => 0, pull = 0 }: Walk): Bars {
  const generator = new SeededRandom(seed);
  const random = () => generator.next();
  const bars = allocateBars(rows, HOUR_US);
  let log = 0;
  for (let row = 0; row < rows; row++) {
    let [high, low] = [log, log];
    const open = log;
    for (let step = 0; step < STEPS; step++) {
      log += (drift(row) - pull * log) / STEPS + (deviation / Math.sqrt(STEPS)) * normal(random);
      [high, low] = [Math.max(high, log), Math.min(low, log)];
    }
    bars.time[row] = row * HOUR_US;
    bars.open[row] = 100 * Math.exp(open);
    bars.high[row] = 100 * Math.exp(high);
    bars.low[row] = 100 * Math.exp(low);
    bars.close[row] = 100 * Math.exp(log);
    bars.volume[row] = 1000;
  }
  return bars;
}

const ROWS = 3000;
const FAIR_DEVIATION = 0.01;

/** Markets by seed, each made once. */
function market(options: Omit<Walk, 'rows'>): (seed: number) => Bars {
  const made = new Map<number, Bars>();
  return (seed) => {
    const bars = made.get(seed) ?? walk(seed, { ...options, rows: ROWS });
    made.set(seed, bars);
    return bars;
  };
}

/** A fair game: the drift of the log takes away what its variance adds to the price. */
export const fair = market({ deviation: FAIR_DEVIATION, drift: () => -(FAIR_DEVIATION ** 2) / 2 });
/** A price that returns to its mean, half of the way in 14 hours. */
export const reverting = market({ deviation: 0.01, pull: 0.05 });
/** A price that rises for 250 hours, falls for 250, and so on. */
export const trending = market({ deviation: 0.006, drift: (row) => (Math.floor(row / 250) % 2 === 0 ? 0.003 : -0.0025) });
/** A price that loses four fifths over the run. */
export const falling = market({ deviation: 0.006, drift: () => -0.0005 });

export const FREE: EngineOptions = { cash: 1000, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 };
export const COSTS: Partial<EngineOptions> = { commissionBps: 5 };

export function play(strategy: Strategy, bars: Bars, given: Record<string, number> = {}, options: Partial<EngineOptions> = {}): RunResult {
  return runBacktest({ strategy, values: strategy.parse(given), bars, instrument: BTC, options: { ...FREE, ...options } });
}

export const growth = ({ endEquity, startEquity }: RunResult): number => endEquity / startEquity - 1;
export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
export const range = (count: number, from = 1): number[] => Array.from({ length: count }, (_, i) => from + i);

/**
 * Mean profit of runs on fair bars, costs added back, over its standard error: of a fair game it lies within 3. A resting order fills at its level, where
 * the steps of the price have jumped past it; what that gives a stop (`resting` 1) or costs a limit (-1) is taken out.
 */
export function errorsFromFair(
  strategy: Strategy,
  { seeds, given, resting }: { seeds: number; given: Record<string, number>; resting: 1 | 0 | -1 },
): number {
  const profits = range(seeds, 100).map((seed) => {
    const bars = fair(seed);
    const { endEquity, startEquity, commission, fills } = play(strategy, bars, given, COSTS);
    const inside = fills.filter(({ timeUs, price }) => price !== bars.open[Math.floor(timeUs / HOUR_US)]);
    const overshot =
      inside.reduce((sum, { price, quantity }) => sum + price * quantity, 0) * OVERSHOOT * (FAIR_DEVIATION / Math.sqrt(STEPS));
    return endEquity - startEquity + commission - resting * overshot;
  });
  const average = mean(profits);
  return average / Math.sqrt(mean(profits.map((value) => (value - average) ** 2)) / (seeds - 1));
}
