import * as lib from 'technicalindicators';
import * as signals from 'trading-signals';
import { expect, test } from 'vitest';
import { computeIndicator } from '../../../shared/indicators/batch.ts';
import { findIndicator, type Indicator } from '../../../shared/indicators/catalogue.ts';
import { randomBars } from '../../support/random-bars.ts';

const ROWS = 1500;
/** By then a seed of period 34 or less weighs below 1e-9. */
const SETTLED = 1000;
const bars = randomBars(ROWS, 5);
const [high, low, close, volume] = [[...bars.high], [...bars.low], [...bars.close], [...bars.volume]];
const candles = close.map((value, i) => ({
  open: bars.open[i] as number,
  high: high[i] as number,
  low: low[i] as number,
  close: value,
  volume: volume[i] as number,
}));
const middle = close.map((_value, i) => ((high[i] as number) + (low[i] as number)) / 2);

/** Values of trading-signals, row by row. */
function stream<I, R>(indicator: { add(input: I): R | null }, inputs: readonly I[], pick: (result: R) => number = Number): number[] {
  return inputs.map((input) => {
    const result = indicator.add(input);
    return result === null ? NaN : pick(result);
  });
}

/** Values of technicalindicators, which leaves out the rows of the warm-up. */
const batch = (values: readonly number[]) => [...Array.from({ length: ROWS - values.length }, () => NaN), ...values];

const firstValue = 'trading-signals seeds with the first value, not with an average of the first `period`';
const firstBar = 'trading-signals counts the range of the first bar as its true range';

interface Case {
  readonly id: string;
  readonly values?: Record<string, number>;
  readonly output?: number;
  readonly peer: () => number[];
  /** Row from which the two must agree; the warm-up unless they start differently, for which `because` is the reason. */
  readonly from?: number;
  readonly because?: string;
}

const CASES: readonly Case[] = [
  { id: 'ad', peer: () => stream(new signals.AD(), candles) },
  { id: 'adosc', peer: () => stream(new signals.ADOSC({ fastPeriod: 3, slowPeriod: 10 }), candles) },
  { id: 'bollinger-bandwidth', peer: () => stream(new signals.BollingerBandsWidth(new signals.BollingerBands(20, 2)), close) },
  { id: 'bollinger-percent-b', peer: () => stream(new signals.PercentB({ interval: 20, deviationMultiplier: 2 }), close) },
  {
    id: 'center-of-gravity',
    peer: () => stream(new signals.CG(10, 10), middle, (x) => Number(x) - 5.5),
    because: 'trading-signals does not count from the middle of the window',
  },
  { id: 'chaikin-volatility', peer: () => stream(new signals.CVI(10), candles), from: SETTLED, because: firstValue },
  { id: 'choppiness', peer: () => stream(new signals.CHOP(14), candles) },
  { id: 'cmf', peer: () => stream(new signals.CMF(20), candles) },
  { id: 'ease-of-movement', peer: () => stream(new signals.EMV(14), candles) },
  { id: 'force-index', peer: () => stream(new signals.ForceIndex(13), candles), from: SETTLED, because: firstValue },
  { id: 'gapo', peer: () => stream(new signals.GAPO(5), candles) },
  {
    id: 'ht-trendline',
    peer: () => stream(new signals.HTTrendline(), close),
    from: SETTLED,
    because: 'trading-signals starts the transform earlier',
  },
  {
    id: 'keltner',
    output: 0,
    peer: () => stream(new signals.KeltnerChannels({ emaInterval: 20, atrInterval: 10, multiplier: 2 }), candles, (row) => row.upper),
    from: SETTLED,
    because: firstBar,
  },
  { id: 'klinger', peer: () => stream(new signals.KVO(34, 55), candles), from: SETTLED, because: firstValue },
  { id: 'tsf', peer: () => stream(new signals.LinearRegression(14), close, (row) => row.prediction) },
  { id: 'linearreg-slope', peer: () => stream(new signals.LinearRegression(14), close, (row) => row.slope) },
  { id: 'avgdev', peer: () => stream(new signals.MAD(14), close) },
  {
    id: 'mama',
    peer: () => stream(new signals.MAMA({ fastLimit: 0.5, slowLimit: 0.05 }), close, (row) => row.mama),
    from: SETTLED,
    because: 'trading-signals starts at the first price, not at zero',
  },
  { id: 'market-facilitation', peer: () => stream(new signals.MarketFacilitationIndex(), candles) },
  { id: 'mass-index', peer: () => stream(new signals.MassIndex(25), candles), from: SETTLED, because: firstValue },
  { id: 'nvi', peer: () => stream(new signals.NVI(), candles) },
  { id: 'pvi', peer: () => stream(new signals.PVI(), candles) },
  { id: 'pvo', peer: () => stream(new signals.PVO({ fastPeriod: 12, slowPeriod: 26 }), volume), from: SETTLED, because: firstValue },
  { id: 'pvt', peer: () => stream(new signals.PVT(), candles), from: 1, because: 'trading-signals starts at the second bar' },
  { id: 'relative-volume', peer: () => stream(new signals.RVOL(20), volume) },
  {
    id: 'relative-volatility',
    peer: () => stream(new signals.RelativeVolatilityIndex({ interval: 14, stddevInterval: 10 }), close),
    from: SETTLED,
    because: firstValue,
  },
  {
    id: 'rogers-satchell',
    values: { year: 1 },
    peer: () => stream(new signals.RogersSatchellVolatility(20), candles, (x) => 100 * Number(x)),
  },
  {
    id: 'super-smoother',
    peer: () => stream(new signals.SuperSmoother(10), close),
    from: SETTLED,
    because: 'trading-signals lets the first rows pass unsmoothed',
  },
  {
    id: 'squeeze-momentum',
    peer: () =>
      stream(
        new signals.TTMSqueeze({ bbInterval: 20, bbMultiplier: 2, kcInterval: 20, kcMultiplier: 1.5 }),
        candles,
        (row) => row.momentum,
      ),
  },
  { id: 'volume-roc', peer: () => stream(new signals.VROC(14), volume) },
  { id: 'williams-ad', peer: () => stream(new signals.WAD(), candles), from: 1, because: 'trading-signals starts at the second bar' },
  {
    id: 'atr-trailing-stop',
    values: { period: 14, multiplier: 3 },
    peer: () => stream(new signals.VolatilityStop({ interval: 14, multiplier: 3 }), candles, (row) => row.stop),
    from: SETTLED,
    because: firstBar,
  },
  { id: 'force-index', peer: () => batch(lib.ForceIndex.calculate({ close, volume, period: 13 })) },
];

test.each(CASES.map((one) => ({ ...one, note: one.because ?? 'from the first row' })))(
  '[IN-04] $id agrees with an independent library: $note',
  ({ id, values, output = 0, peer, from }) => {
    const spec = (findIndicator(id) as Indicator)(values);
    const column = computeIndicator(spec, bars)[output] as Float64Array;
    const expected = peer();
    for (let row = from ?? spec.warmup; row < ROWS; row++) {
      const [mine, theirs] = [column[row] as number, expected[row] as number];
      if (!(Math.abs(mine - theirs) <= 1e-8 * Math.max(1, Math.abs(theirs)))) expect.fail(`row ${row}: ${mine} and ${theirs}`);
    }
  },
);

const known = (id: string) => computeIndicator((findIndicator(id) as Indicator)(), bars)[0] as Float64Array;
const largest = (differences: readonly number[]) => Math.max(...differences.filter((x) => !Number.isNaN(x)));

test('[IN-04] the accumulation/distribution line of technicalindicators is ours rounded to whole numbers', () => {
  const theirs = lib.ADL.calculate({ high, low, close, volume });
  const apart = largest(theirs.map((value, i) => Math.abs(value - (known('ad')[i] as number))));
  expect(apart).toBeGreaterThan(0.4);
  expect(apart).toBeLessThanOrEqual(0.5);
});

test('[IN-04] the ulcer index of trading-signals forgets, inside its window, the highs before it: up to 6 points less than ours', () => {
  const theirs = stream(new signals.UlcerIndex(14), close);
  const more = theirs.map((value, i) => (known('ulcer-index')[i] as number) - value);
  expect(Math.min(...more.filter((x) => !Number.isNaN(x)))).toBeGreaterThanOrEqual(-1e-12);
  expect(largest(more)).toBeGreaterThan(6);
});
