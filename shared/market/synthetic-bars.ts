import { allocateBars, type Bars } from '../domain/bars.ts';
import { DAY_US, type TimeUs } from '../domain/time.ts';
import { SeededRandom } from './noise.ts';

export interface SyntheticBarsOptions {
  readonly seed: number;
  /** How many. */
  readonly bars: number;
  readonly timeframeUs: number;
  /** Open of the first. */
  readonly startUs: TimeUs;
  /** First open; 100 when left out. */
  readonly price?: number;
  /** Standard deviation of a year's return as a ratio; 0.6 when left out, that of a large coin. */
  readonly annualVolatility?: number;
}

/** Steps inside a bar, from which its high and low come. */
const STEPS = 6;
/** Mean length of a regime in days. */
const REGIME_DAYS = 12;
/** Yearly drift and share of the volatility of each regime: bull, bear, quiet, storm. */
const REGIMES: readonly (readonly [drift: number, volatility: number])[] = [
  [0.9, 0.8],
  [-0.8, 1.1],
  [0, 0.45],
  [-0.3, 2],
];

/**
 * An invented market: a multiplicative random walk whose drift and volatility change with regimes, and whose volatility clusters.
 * The same options give the same bytes everywhere (`noise.ts`; the one square root is correctly rounded by IEEE 754). Always label it synthetic.
 */
export function synthesiseBars(options: SyntheticBarsOptions): Bars {
  const { seed, timeframeUs, startUs, price = 100, annualVolatility = 0.6 } = options;
  checkOptions(options);
  const bars = allocateBars(options.bars, timeframeUs);
  const random = new SeededRandom(seed);
  const stepYears = timeframeUs / (365 * DAY_US) / STEPS;
  const stepDeviation = annualVolatility * Math.sqrt(stepYears);
  const switchChance = Math.min(0.5, timeframeUs / DAY_US / REGIME_DAYS);
  const decimals = 10 ** decimalsOf(price);
  let regime = REGIMES[0] as (typeof REGIMES)[number];
  let cluster = 1;
  let last = price;
  for (let row = 0; row < bars.length; row++) {
    if (random.next() < switchChance) regime = REGIMES[Math.floor(random.next() * REGIMES.length)] as typeof regime;
    const open = last;
    let [high, low, moved] = [open, open, 0];
    for (let step = 0; step < STEPS; step++) {
      const shock = random.normal();
      last *= 1 + Math.max(-0.2, regime[0] * stepYears + stepDeviation * regime[1] * cluster * shock);
      moved += Math.abs(shock);
      if (last > high) high = last;
      if (last < low) low = last;
    }
    // Large moves follow large moves: the mean of |normal| is 0.798.
    cluster = 0.9 * cluster + 0.1 * (moved / STEPS / 0.798);
    const round = (value: number) => Math.max(1, Math.round(value * decimals)) / decimals;
    last = round(last);
    bars.time[row] = startUs + row * timeframeUs;
    bars.open[row] = open;
    bars.close[row] = last;
    bars.high[row] = Math.max(round(high), open, last);
    bars.low[row] = Math.min(round(low), open, last);
    bars.volume[row] = Math.round((20 + 80 * random.next()) * (moved / STEPS) * cluster * 1e4) / 1e4;
  }
  return bars;
}

/** About seven digits in all. */
function decimalsOf(price: number): number {
  let decimals = 2;
  for (let bound = 100; price < bound && decimals < 8; bound /= 10) decimals++;
  return decimals;
}

function checkOptions({ bars, timeframeUs, startUs, price, annualVolatility }: SyntheticBarsOptions): void {
  const demand = (good: boolean, field: string, value: unknown, right: string) => {
    if (!good) throw new RangeError(`${field} is ${String(value)}, but must be ${right}`);
  };
  demand(Number.isSafeInteger(bars) && bars >= 1 && bars <= 50_000_000, 'bars', bars, 'a whole number from 1 to 50,000,000');
  demand(Number.isSafeInteger(timeframeUs) && timeframeUs > 0, 'timeframeUs', timeframeUs, 'a whole number of microseconds above 0');
  demand(
    Number.isSafeInteger(startUs) && Number.isSafeInteger(startUs + bars * timeframeUs),
    'startUs',
    startUs,
    'whole microseconds, with all bars before the year 2255',
  );
  demand(price === undefined || (price > 1e-6 && price < 1e9), 'price', price, 'between 0.000001 and 1,000,000,000');
  demand(
    annualVolatility === undefined || (annualVolatility >= 0 && annualVolatility <= 10),
    'annualVolatility',
    annualVolatility,
    'between 0 and 10',
  );
}
