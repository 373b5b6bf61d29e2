import { DAY_US, HOUR_US } from '../../shared/domain/time.ts';
import { SeededRandom } from '../../shared/market/noise.ts';

/** A round trip as far as measures look at it; `open` has not been closed. */
export interface GoldenTrade {
  readonly pnl: number;
  readonly exitUs: number;
  readonly open: boolean;
  readonly mfe: number;
  readonly mae: number;
}

/** A run that reference values of the measures are made on. Times in microseconds. */
export interface GoldenRun {
  readonly name: string;
  readonly timeframeUs: number;
  readonly daysPerYear: number;
  readonly time: readonly number[];
  readonly equity: readonly number[];
  readonly benchmark: readonly number[];
  readonly trades: readonly GoldenTrade[];
  readonly exposure: number;
  readonly impact: number | null;
}

const START_US = 1_577_836_800_000_000;

/** Hours of fourteen months with nights missing, days of three years with weekends missing, weeks, and the four values of the features' row. */
export function goldenRuns(): GoldenRun[] {
  const hours = Array.from({ length: 24 * 430 }, (_, i) => START_US + i * HOUR_US).filter((us) => (us / HOUR_US) % 24 < 20);
  const days = Array.from({ length: 3 * 365 }, (_, i) => START_US + i * DAY_US).filter((us) => (us / DAY_US) % 7 < 5);
  const weeks = Array.from({ length: 120 }, (_, i) => START_US + i * 7 * DAY_US);
  const four = Array.from({ length: 4 }, (_, i) => START_US + i * DAY_US);
  return [
    { ...walk('hours with gaps', hours, 1), timeframeUs: HOUR_US, daysPerYear: 365 },
    { ...walk('days without weekends', days, 2), timeframeUs: DAY_US, daysPerYear: 252 },
    { ...walk('weeks', weeks, 3), timeframeUs: 7 * DAY_US, daysPerYear: 252, impact: null },
    { ...walk('four points', four, 4), equity: [100, 120, 90, 130], timeframeUs: DAY_US, daysPerYear: 365 },
  ];
}

function walk(name: string, time: readonly number[], seed: number): Omit<GoldenRun, 'timeframeUs' | 'daysPerYear'> {
  const random = new SeededRandom(seed);
  const size = 0.5 / Math.sqrt(time.length);
  let [own, held] = [10_000, 10_000];
  const equity = [own];
  const benchmark = [held];
  for (let i = 1; i < time.length; i++) {
    const market = size * random.normal();
    held *= 1 + market;
    own *= 1 + 0.4 * market + 0.6 * size * random.normal() + 0.1 * size;
    equity.push(own);
    benchmark.push(held);
  }
  const trades = Array.from({ length: 40 }, (_, i) => ({
    pnl: 10 + 100 * random.normal(),
    exitUs: START_US + i * DAY_US,
    open: i === 39,
    mfe: Math.abs(random.normal()) / 50,
    mae: -Math.abs(random.normal()) / 60,
  }));
  return { name, time, equity, benchmark, trades, exposure: 0.4, impact: 37.5 };
}
