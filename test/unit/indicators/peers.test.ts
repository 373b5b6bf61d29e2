import * as lib from 'technicalindicators';
import * as signals from 'trading-signals';
import { expect, test } from 'vitest';
import { computeIndicator } from '../../../shared/indicators/batch.ts';
import { findIndicator, type Indicator } from '../../../shared/indicators/catalogue.ts';
import type { Input } from '../../../shared/indicators/input.ts';
import { randomBars } from '../../support/random-bars.ts';

const ROWS = 3000;
/** By then a seed of period 26 or less weighs below 1e-9. */
const SETTLED = 1500;
const bars = randomBars(ROWS, 5);
const [open, high, low, close, volume] = [[...bars.open], [...bars.high], [...bars.low], [...bars.close], [...bars.volume]];
const candles = close.map((value, i) => ({
  open: open[i] as number,
  high: high[i] as number,
  low: low[i] as number,
  close: value,
  volume: volume[i] as number,
}));

interface Case {
  readonly id: string;
  readonly values?: Record<string, number>;
  readonly inputs?: readonly Input[];
  readonly output?: number;
  readonly peer: () => number[];
  /** Row from which the two must agree; the warm-up unless the seeds differ. */
  readonly from?: number;
  readonly tolerance?: number;
  /** Why they differ before `from`, or by more than 1e-8. */
  readonly because?: string;
}

/** Values of trading-signals, row by row. */
function stream<I, R>(indicator: { add(input: I): R | null }, inputs: readonly I[], pick: (result: R) => number = Number): number[] {
  return inputs.map((input) => {
    const result = indicator.add(input);
    return result === null ? NaN : pick(result);
  });
}

/** Values of technicalindicators, which leaves out the rows of the warm-up. */
function batch<R>(values: readonly R[], pick: (value: R) => number | undefined = Number): number[] {
  return [...Array.from({ length: ROWS - values.length }, () => NaN), ...values.map((value) => pick(value) ?? NaN)];
}

const firstValue = 'trading-signals seeds with the first value, not with an average of the first `period`';
const lateFast = 'technicalindicators seeds the fast average at its own first rows, TA-Lib together with the slow one';
const bookSeed = { period: 14, seed: 1 };
const firstBar = 'trading-signals counts the range of the first bar as its true range';
const macd = () => new signals.MACD(new signals.EMA(12), new signals.EMA(26), new signals.EMA(9));
const macdBatch = () =>
  lib.MACD.calculate({ values: close, fastPeriod: 12, slowPeriod: 26, signalPeriod: 9, SimpleMAOscillator: false, SimpleMASignal: false });
const hlc = { high, low, close };

const CASES: readonly Case[] = [
  { id: 'sma', peer: () => stream(new signals.SMA(20), close) },
  { id: 'sma', peer: () => batch(lib.SMA.calculate({ period: 20, values: close })) },
  { id: 'ema', peer: () => batch(lib.EMA.calculate({ period: 20, values: close })) },
  { id: 'ema', peer: () => stream(new signals.EMA(20), close), from: SETTLED, because: firstValue },
  { id: 'rma', peer: () => stream(new signals.WSMA(14), close) },
  { id: 'rma', peer: () => batch(lib.WEMA.calculate({ period: 14, values: close })) },
  { id: 'wma', peer: () => stream(new signals.WMA(20), close) },
  { id: 'wma', peer: () => batch(lib.WMA.calculate({ period: 20, values: close })) },
  { id: 'dema', peer: () => stream(new signals.DEMA(20), close), from: SETTLED, because: firstValue },
  { id: 'tema', peer: () => stream(new signals.TEMA(20), close), from: SETTLED, because: firstValue },
  { id: 'hma', values: { period: 16 }, peer: () => stream(new signals.HMA(16), close) },
  { id: 'kama', peer: () => stream(new signals.KAMA(10), close) },
  { id: 'rsi', peer: () => stream(new signals.RSI(14), close) },
  {
    id: 'rsi',
    peer: () => batch(lib.RSI.calculate({ period: 14, values: close })),
    tolerance: 0.0051,
    because: 'technicalindicators rounds its RSI to two decimals',
  },
  { id: 'macd', output: 0, peer: () => batch(macdBatch(), (row) => row.MACD), from: SETTLED, because: lateFast },
  { id: 'macd', output: 1, peer: () => batch(macdBatch(), (row) => row.signal), from: SETTLED, because: lateFast },
  { id: 'macd', output: 2, peer: () => batch(macdBatch(), (row) => row.histogram), from: SETTLED, because: lateFast },
  { id: 'macd', output: 0, peer: () => stream(macd(), close, (row) => row.macd), from: SETTLED, because: firstValue },
  { id: 'macd', output: 1, peer: () => stream(macd(), close, (row) => row.signal), from: SETTLED, because: firstValue },
  { id: 'bollinger', output: 0, peer: () => stream(new signals.BollingerBands(20, 2), close, (row) => row.upper) },
  { id: 'bollinger', output: 1, peer: () => stream(new signals.BollingerBands(20, 2), close, (row) => row.middle) },
  {
    id: 'bollinger',
    output: 2,
    peer: () => batch(lib.BollingerBands.calculate({ period: 20, stdDev: 2, values: close }), (row) => row.lower),
  },
  { id: 'stddev', peer: () => batch(lib.SD.calculate({ period: 20, values: close })) },
  { id: 'true-range', peer: () => stream(new signals.TR(), candles) },
  { id: 'true-range', peer: () => batch(lib.TrueRange.calculate(hlc)) },
  { id: 'atr', peer: () => batch(lib.ATR.calculate({ ...hlc, period: 14 })) },
  { id: 'atr', peer: () => stream(new signals.ATR(14), candles), from: SETTLED, because: firstBar },
  { id: 'natr', peer: () => stream(new signals.NATR(14), candles), from: SETTLED, because: firstBar },
  { id: 'adx', values: bookSeed, output: 0, peer: () => batch(lib.ADX.calculate({ ...hlc, period: 14 }), (row) => row.adx) },
  { id: 'adx', values: bookSeed, output: 1, peer: () => batch(lib.ADX.calculate({ ...hlc, period: 14 }), (row) => row.pdi) },
  { id: 'adx', values: bookSeed, output: 2, peer: () => batch(lib.ADX.calculate({ ...hlc, period: 14 }), (row) => row.mdi) },
  { id: 'adx', output: 0, peer: () => stream(new signals.ADX(14), candles), from: SETTLED, because: firstBar },
  {
    id: 'stochastic',
    values: { smooth: 1 },
    output: 0,
    peer: () => batch(lib.Stochastic.calculate({ ...hlc, period: 14, signalPeriod: 3 }), (row) => row.k),
  },
  {
    id: 'stochastic',
    values: { smooth: 1 },
    output: 1,
    peer: () => batch(lib.Stochastic.calculate({ ...hlc, period: 14, signalPeriod: 3 }), (row) => row.d),
  },
  { id: 'williams-r', peer: () => stream(new signals.WilliamsR(14), candles) },
  { id: 'williams-r', peer: () => batch(lib.WilliamsR.calculate({ ...hlc, period: 14 })) },
  { id: 'roc', peer: () => batch(lib.ROC.calculate({ period: 10, values: close })) },
  { id: 'roc', peer: () => stream(new signals.ROC(10), close, (ratio) => 100 * Number(ratio)) },
  { id: 'momentum', peer: () => stream(new signals.MOM(10), close) },
  { id: 'cci', peer: () => stream(new signals.CCI(20), candles) },
  { id: 'cci', peer: () => batch(lib.CCI.calculate({ ...hlc, period: 20 })) },
  { id: 'mfi', peer: () => stream(new signals.MFI(14), candles) },
  { id: 'donchian', output: 0, peer: () => stream(new signals.DonchianChannels(20), candles, (row) => row.upper) },
  { id: 'donchian', output: 1, peer: () => stream(new signals.DonchianChannels(20), candles, (row) => row.middle) },
  { id: 'donchian', output: 2, peer: () => stream(new signals.DonchianChannels(20), candles, (row) => row.lower) },
  { id: 'vwap', inputs: ['close', 'volume'], peer: () => stream(new signals.VWMA(20), candles) },
];

test.each(CASES)(
  '[IN-04] $id output $output agrees with an independent library: $because',
  ({ id, values, inputs, output = 0, peer, from, tolerance = 1e-8 }) => {
    const spec = (findIndicator(id) as Indicator)(values, inputs === undefined ? {} : { inputs });
    const column = computeIndicator(spec, bars)[output] as Float64Array;
    const expected = peer();
    let compared = 0;
    for (let row = from ?? spec.warmup; row < ROWS; row++) {
      const [mine, theirs] = [column[row] as number, expected[row] as number];
      const allowed = tolerance * Math.max(1, Math.abs(theirs));
      if (!(Math.abs(mine - theirs) <= allowed)) expect.fail(`row ${row}: ${mine} and ${theirs} differ by more than ${allowed}`);
      compared++;
    }
    expect(compared).toBeGreaterThanOrEqual(ROWS - SETTLED);
  },
);

test('[IN-04] on-balance volume moves as in an independent library, whatever it starts from', () => {
  const theirs = batch(lib.OBV.calculate({ close, volume }));
  const [mine] = computeIndicator((findIndicator('obv') as Indicator)(), bars) as [Float64Array];
  for (let row = 2; row < ROWS; row++) {
    const step = (mine[row] as number) - (mine[row - 1] as number);
    expect(Math.abs(step - ((theirs[row] as number) - (theirs[row - 1] as number))), `row ${row}`).toBeLessThan(1e-6);
  }
});
