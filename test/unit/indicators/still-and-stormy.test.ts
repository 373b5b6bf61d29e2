import { expect, test } from 'vitest';
import { allocateBars, type Bars } from '../../../shared/domain/bars.ts';
import { MINUTE_US } from '../../../shared/domain/time.ts';
import { computeIndicator } from '../../../shared/indicators/batch.ts';
import { findIndicator, type Indicator } from '../../../shared/indicators/catalogue.ts';
import { CYCLE } from '../../../shared/indicators/cycle/catalogue.ts';
import { STATISTICS } from '../../../shared/indicators/statistics/catalogue.ts';
import { VOLATILITY } from '../../../shared/indicators/volatility/catalogue.ts';
import { VOLUME } from '../../../shared/indicators/volume/catalogue.ts';

const ROWS = 400;

function flat(price: (row: number) => number, volume: (row: number) => number): Bars {
  const bars = allocateBars(ROWS, MINUTE_US);
  for (let i = 0; i < ROWS; i++) {
    bars.time[i] = i * MINUTE_US;
    for (const column of [bars.open, bars.high, bars.low, bars.close]) column[i] = price(i);
    bars.volume[i] = volume(i);
  }
  return bars;
}

const last = (id: string, bars: Bars) =>
  computeIndicator((findIndicator(id) as Indicator)(), bars).map((column) => column[ROWS - 1] as number);
/** 0.1 has no exact double: what is left of it by rounding must not be taken for movement. */
const still = flat(
  () => 0.1,
  () => 0,
);
const worthless = flat(
  () => 0,
  () => 0,
);

/** What the definitions say of a market that neither moves nor trades. */
const NEUTRAL: Readonly<Record<string, readonly number[]>> = {
  adosc: [0],
  amihud: [0],
  autocorrelation: [0],
  beta: [0],
  'bollinger-percent-b': [0.5],
  'chaikin-volatility': [0],
  choppiness: [100],
  cmf: [0],
  correl: [0],
  'correlation-cycle': [0, 0],
  'ease-of-movement': [0],
  entropy: [0],
  'even-better-sinewave': [0],
  gapo: [0],
  'historical-volatility': [0],
  hurst: [0.5],
  klinger: [0, 0],
  kurtosis: [0],
  'market-facilitation': [0],
  'mass-index': [25],
  mfi: [0],
  nvi: [1000],
  parkinson: [0],
  'percentile-rank': [0],
  pvo: [0, 0, 0],
  'r-squared': [0],
  'relative-volatility': [50],
  'relative-volume': [0],
  'rogers-satchell': [0],
  'roll-spread': [0],
  sharpe: [0],
  skew: [0],
  'true-range-percent': [0],
  'twiggs-money-flow': [0],
  'ulcer-index': [0],
  'variance-ratio': [1],
  vfi: [0],
  'volume-oscillator': [0],
  'volume-roc': [0],
  vpci: [0],
  vzo: [0],
  'yang-zhang': [0],
  zscore: [0],
};

test.each(Object.entries(NEUTRAL))('[IN-04] %s of a market that neither moves nor trades is what its definition says', (id, values) => {
  expect(last(id, still)).toEqual(values);
});

test('[IN-04] nothing is NaN or infinite in a market that does not move, nor in one without a price', () => {
  const bad = [...VOLATILITY, ...VOLUME, ...STATISTICS, ...CYCLE].flatMap(({ definition: { id } }) =>
    [still, worthless].flatMap((bars) => (last(id, bars).every(Number.isFinite) ? [] : [`${id}: ${last(id, bars).join()}`])),
  );
  expect(bad).toEqual([]);
});

test('[IN-04] when a storm has left the window, nothing of it remains as rounding', () => {
  const calmed = flat(
    (row) => (row < 100 ? 1e6 + 1e5 * (row % 3) : 0.3),
    (row) => (row < 100 ? 1e9 / 3 + row : 0),
  );
  for (const id of ['cmf', 'ease-of-movement', 'ulcer-index', 'historical-volatility', 'parkinson', 'r-squared', 'correl', 'beta', 'mad'])
    expect(Math.abs(last(id, calmed)[0] as number), id).toBeLessThan(1e-9);
  for (const id of ['linearreg', 'tsf', 'median', 'max', 'sma']) expect(last(id, calmed)[0], id).toBeCloseTo(0.3, 13);
  for (const id of ['linearreg-slope', 'standard-error', 'interquartile-range', 'avgdev'])
    expect(last(id, calmed)[0], id).toBeCloseTo(0, 13);
});
