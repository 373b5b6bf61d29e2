import { adx } from './adx.ts';
import { atr } from './atr.ts';
import { bollinger } from './bollinger.ts';
import { cci } from './cci.ts';
import type { IndicatorFactory } from './define.ts';
import { dema } from './dema.ts';
import { donchian } from './donchian.ts';
import { ema } from './ema.ts';
import { hma } from './hma.ts';
import { kama } from './kama.ts';
import { macd } from './macd.ts';
import { mfi } from './mfi.ts';
import { momentum } from './momentum.ts';
import { natr } from './natr.ts';
import { obv } from './obv.ts';
import type { Parameters } from './parameters.ts';
import { rma } from './rma.ts';
import { roc } from './roc.ts';
import { rsi } from './rsi.ts';
import { sma } from './sma.ts';
import { stddev } from './stddev.ts';
import { stochastic } from './stochastic.ts';
import { tema } from './tema.ts';
import { trueRange } from './true-range.ts';
import { vwap } from './vwap.ts';
import { williamsR } from './williams-r.ts';
import { wma } from './wma.ts';

/** An indicator with its types forgotten: what the API, the console and the tests of the whole catalogue handle. */
export type Indicator = IndicatorFactory<Parameters, string>;

/** Every indicator, sorted by id. */
export const INDICATORS: readonly Indicator[] = [
  adx,
  atr,
  bollinger,
  cci,
  dema,
  donchian,
  ema,
  hma,
  kama,
  macd,
  mfi,
  momentum,
  natr,
  obv,
  rma,
  roc,
  rsi,
  sma,
  stddev,
  stochastic,
  tema,
  trueRange,
  vwap,
  williamsR,
  wma,
];

const byId = new Map(INDICATORS.map((indicator) => [indicator.definition.id, indicator]));

/** The indicator of this id, if there is one. */
export function findIndicator(id: string): Indicator | undefined {
  return byId.get(id);
}
