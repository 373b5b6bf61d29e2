import { expect, test } from 'vitest';
import { TALIB_ANSWERS, type TalibTwin, talibDifference } from '../../support/talib.ts';

const BANDS = { outRealUpperBand: 'upper', outRealMiddleBand: 'middle', outRealLowerBand: 'lower' };
const fastSlow = (options: Readonly<Record<string, number>>) => ({
  fast: options['optInFastPeriod'] as number,
  slow: options['optInSlowPeriod'] as number,
});

/** Every function of TA-Lib about volatility, volume, statistics and cycles. */
const TWINS: Readonly<Record<string, TalibTwin>> = {
  ACCBANDS: { id: 'accbands', outputs: BANDS },
  AD: { id: 'ad' },
  ADOSC: { id: 'adosc', values: fastSlow },
  ATR: { id: 'atr' },
  AVGDEV: { id: 'avgdev' },
  BBANDS: {
    id: 'bollinger',
    values: (options) => ({ period: options['optInTimePeriod'] as number, stdDev: options['optInNbDevUp'] as number }),
    outputs: BANDS,
  },
  BETA: { id: 'beta' },
  CORREL: { id: 'correl' },
  HT_DCPERIOD: { id: 'ht-dcperiod' },
  HT_DCPHASE: { id: 'ht-dcphase' },
  HT_PHASOR: { id: 'ht-phasor', outputs: { outInPhase: 'inPhase', outQuadrature: 'quadrature' } },
  HT_SINE: { id: 'ht-sine', outputs: { outSine: 'sine', outLeadSine: 'leadSine' } },
  HT_TRENDLINE: { id: 'ht-trendline' },
  HT_TRENDMODE: { id: 'ht-trendmode' },
  LINEARREG: { id: 'linearreg' },
  LINEARREG_ANGLE: { id: 'linearreg-angle' },
  LINEARREG_INTERCEPT: { id: 'linearreg-intercept' },
  LINEARREG_SLOPE: { id: 'linearreg-slope' },
  MAMA: {
    id: 'mama',
    values: (options) => ({ fastLimit: options['optInFastLimit'] as number, slowLimit: options['optInSlowLimit'] as number }),
    outputs: { outMAMA: 'mama', outFAMA: 'fama' },
  },
  MAX: { id: 'max' },
  MAXINDEX: { id: 'maxindex' },
  MFI: { id: 'mfi' },
  MIN: { id: 'min' },
  MININDEX: { id: 'minindex' },
  MINMAX: { id: 'minmax', outputs: { outMin: 'min', outMax: 'max' } },
  MINMAXINDEX: { id: 'minmaxindex', outputs: { outMinIdx: 'min', outMaxIdx: 'max' } },
  NATR: { id: 'natr' },
  OBV: { id: 'obv' },
  STDDEV: { id: 'stddev' },
  SUM: { id: 'sum' },
  TRANGE: { id: 'true-range' },
  TSF: { id: 'tsf' },
  VAR: { id: 'var' },
};

const QUESTIONS = TALIB_ANSWERS.flatMap((answer) => {
  const twin = TWINS[answer.name];
  return twin === undefined ? [] : [{ name: answer.name, options: JSON.stringify(answer.options), answer, twin }];
});

test('[IN-01] TA-Lib answered for each of these functions', () => {
  expect([...new Set(QUESTIONS.map(({ name }) => name))].sort()).toEqual(Object.keys(TWINS).sort());
});

test.each(QUESTIONS)('[IN-01] $name $options starts where TA-Lib starts and equals it to 1e-8', ({ answer, twin }) => {
  expect(talibDifference(answer, twin)).toBeUndefined();
});
