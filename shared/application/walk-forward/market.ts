import { DAY_US } from '../../domain/time.ts';
import { dayOf } from '../../performance/returns.ts';
import { marketRegimes } from '../../research/validation/regimes.ts';
import { tradedSources } from '../backtest/simulate-shared.ts';
import { annualBasis, type SweepData } from '../sweep/data.ts';

/** Longest looks back of a regime, in days, and the share of the history that they may take. */
const WINDOW = 63;
const MEMORY_WINDOWS = 4;
const PARTS = 20;

/** The regime in which each period of the history began, by the number of its day; by its close where bars are longer than a day. */
export interface MarketPeriods {
  readonly regimes: ReadonlyMap<number, number>;
  readonly keyOf: (closeUs: number) => number;
}

/** Regimes of what is traded, from the closes of each period; of several instruments, of their mean return, each once. A short history looks back less far. */
export function marketPeriods(data: readonly SweepData[]): MarketPeriods {
  const daily = annualBasis(data).timeframeUs < DAY_US;
  const keyOf = daily ? dayOf : (closeUs: number) => closeUs;
  const changes = new Map<number, { sum: number; count: number }>();
  for (const { bars } of tradedSources(data)) {
    const closes = new Map<number, number>();
    for (let row = 0; row < bars.length; row++) closes.set(keyOf((bars.time[row] as number) + bars.timeframeUs), bars.close[row] as number);
    let before: number | undefined;
    for (const [key, close] of closes) {
      const change = changes.get(key) ?? { sum: 0, count: 0 };
      changes.set(key, before === undefined ? change : { sum: change.sum + close / before - 1, count: change.count + 1 });
      before = close;
    }
  }
  const keys = [...changes.keys()].sort((a, b) => a - b);
  let level = 1;
  const index = Float64Array.from(keys, (key) => {
    const { sum, count } = changes.get(key) as { sum: number; count: number };
    level *= count === 0 ? 1 : 1 + sum / count;
    return level;
  });
  const window = Math.max(5, Math.min(WINDOW, Math.floor(keys.length / PARTS)));
  const codes = marketRegimes(index, { window, memory: MEMORY_WINDOWS * window });
  return { keyOf, regimes: new Map(keys.map((key, i) => [key, codes[i] as number])) };
}
