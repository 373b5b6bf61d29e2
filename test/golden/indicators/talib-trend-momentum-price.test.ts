import { expect, test } from 'vitest';
import { indicatorBars, keptRows } from '../../../scripts/golden/indicator-bars.ts';
import { findIndicator, type Indicator } from '../../../shared/indicators/catalogue.ts';
import { TALIB_ANSWERS, type TalibTwin, talibDifference } from '../../support/talib.ts';

type Options = Readonly<Record<string, number>>;
/** Our parameters out of TA-Lib's options, by their names. */
const named = (names: Readonly<Record<string, string>>) => (options: Options) =>
  Object.fromEntries(Object.entries(names).map(([mine, theirs]) => [mine, options[`optIn${theirs}`] as number]));

const spans = { fast: 'FastPeriod', slow: 'SlowPeriod' };
const oscillator = named({ ...spans, average: 'MAType' });
const MACD = { outMACD: 'macd', outMACDSignal: 'signal', outMACDHist: 'histogram' };

/** Every function of TA-Lib about overlap, momentum and prices, but MAVP, whose second input is no column of bars: it has a test of its own. */
const TWINS: Readonly<Record<string, TalibTwin>> = {
  ADX: { id: 'adx' },
  ADXR: { id: 'adxr' },
  APO: { id: 'apo', values: oscillator },
  AROON: { id: 'aroon', outputs: { outAroonDown: 'down', outAroonUp: 'up' } },
  AROONOSC: { id: 'aroon-osc' },
  AVGPRICE: { id: 'avg-price' },
  BOP: { id: 'bop' },
  CCI: { id: 'cci' },
  CMO: { id: 'cmo' },
  DEMA: { id: 'dema' },
  DX: { id: 'dx' },
  EMA: { id: 'ema' },
  IMI: { id: 'imi' },
  KAMA: { id: 'kama' },
  MA: { id: 'ma', values: named({ period: 'TimePeriod', kind: 'MAType' }) },
  MACD: { id: 'macd', values: named({ ...spans, signal: 'SignalPeriod' }), outputs: MACD },
  MACDEXT: {
    id: 'macd-ext',
    values: named({ ...spans, signal: 'SignalPeriod', fastKind: 'FastMAType', slowKind: 'SlowMAType', signalKind: 'SignalMAType' }),
    outputs: MACD,
  },
  MACDFIX: { id: 'macd-fix', values: named({ signal: 'SignalPeriod' }), outputs: MACD },
  MEDPRICE: { id: 'median-price' },
  MIDPOINT: { id: 'midpoint' },
  MIDPRICE: { id: 'midprice' },
  MINUS_DI: { id: 'minus-di' },
  MINUS_DM: { id: 'minus-dm' },
  MOM: { id: 'momentum' },
  PLUS_DI: { id: 'plus-di' },
  PLUS_DM: { id: 'plus-dm' },
  PPO: { id: 'ppo', values: oscillator, from: (first) => first, because: 'TA-Lib has no signal line, which starts later' },
  ROC: { id: 'roc' },
  ROCP: { id: 'rocp' },
  ROCR: { id: 'rocr' },
  ROCR100: { id: 'rocr100' },
  RSI: { id: 'rsi' },
  SAR: { id: 'sar', values: named({ acceleration: 'Acceleration', maximum: 'Maximum' }) },
  SAREXT: {
    id: 'sar-ext',
    values: named({
      startValue: 'StartValue',
      offsetOnReverse: 'OffsetOnReverse',
      startLong: 'AccelerationInitLong',
      stepLong: 'AccelerationLong',
      maximumLong: 'AccelerationMaxLong',
      startShort: 'AccelerationInitShort',
      stepShort: 'AccelerationShort',
      maximumShort: 'AccelerationMaxShort',
    }),
  },
  SMA: { id: 'sma' },
  STOCH: {
    id: 'stochastic',
    values: named({ period: 'FastK_Period', smooth: 'SlowK_Period', signal: 'SlowD_Period' }),
    outputs: { outSlowK: 'k', outSlowD: 'd' },
  },
  STOCHF: {
    id: 'stoch-fast',
    values: named({ period: 'FastK_Period', signal: 'FastD_Period' }),
    outputs: { outFastK: 'k', outFastD: 'd' },
  },
  STOCHRSI: {
    id: 'stoch-rsi',
    values: (options) => ({ ...named({ period: 'TimePeriod', range: 'FastK_Period', signal: 'FastD_Period' })(options), smooth: 1 }),
    outputs: { outFastK: 'k', outFastD: 'd' },
  },
  T3: { id: 't3', values: named({ period: 'TimePeriod', volumeFactor: 'VFactor' }) },
  TEMA: { id: 'tema' },
  TRIMA: { id: 'trima' },
  TRIX: { id: 'trix' },
  TYPPRICE: { id: 'typical-price' },
  ULTOSC: { id: 'ultimate-osc', values: named({ short: 'TimePeriod1', middle: 'TimePeriod2', long: 'TimePeriod3' }) },
  WCLPRICE: { id: 'weighted-close' },
  WILLR: { id: 'williams-r' },
  WMA: { id: 'wma' },
};

const QUESTIONS = TALIB_ANSWERS.flatMap((answer, index) => {
  const twin = TWINS[answer.name];
  return twin === undefined ? [] : [{ name: answer.name, index, answer, twin }];
});

test('[IN-01] TA-Lib answered for each of these functions', () => {
  expect([...new Set(QUESTIONS.map(({ name }) => name))].sort()).toEqual(Object.keys(TWINS).sort());
});

test.each(QUESTIONS)('[IN-01] $name, question $index, starts where TA-Lib starts and equals it to 1e-8', ({ answer, twin }) => {
  expect(talibDifference(answer, twin)).toBeUndefined();
});

test('[IN-01] MAVP equals TA-Lib to 1e-8 with the periods 2 to 30 in turns', () => {
  const answers = TALIB_ANSWERS.filter(({ name }) => name === 'MAVP');
  expect(answers).toHaveLength(2);
  for (const { options, first, outputs } of answers) {
    const spec = (findIndicator('mavp') as Indicator)({
      shortest: options['optInMinPeriod'] as number,
      longest: options['optInMaxPeriod'] as number,
    });
    expect(spec.warmup).toBe(first);
    const kernel = spec.definition.kernel(spec.values);
    const column = [...indicatorBars().close].map((close, i) => kernel.update(close, 2 + (i % 29), NaN, NaN, NaN));
    for (const [i, row] of keptRows(first, false).entries())
      expect(column[row], `row ${row}`).toBeCloseTo(outputs['outReal']?.[i] as number, 8);
  }
});
