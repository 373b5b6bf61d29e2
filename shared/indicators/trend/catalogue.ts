import type { Indicator } from '../define.ts';
import { adx, adxr, dx } from './adx.ts';
import { alligator, gator } from './alligator.ts';
import { aroon, aroonOsc } from './aroon.ts';
import { chandeKrollStop } from './chande-kroll-stop.ts';
import { dema } from './dema.ts';
import { plusDi, minusDi, plusDm, minusDm } from './directional-indicators.ts';
import { efficiencyRatio, vhf, pfe } from './efficiency.ts';
import { ehma } from './ehma.ts';
import { ema } from './ema.ts';
import { fractals } from './fractals.ts';
import { frama } from './frama.ts';
import { gannHilo } from './gann-hilo.ts';
import { gmma } from './gmma.ts';
import { hma } from './hma.ts';
import { holt } from './holt.ts';
import { ichimoku } from './ichimoku.ts';
import { kama } from './kama.ts';
import { ma } from './ma.ts';
import { mavp } from './mavp.ts';
import { mcginley } from './mcginley.ts';
import { midpoint, midprice } from './midpoint.ts';
import { qstick } from './qstick.ts';
import { rma } from './rma.ts';
import { sar, sarExt } from './sar.ts';
import { sma } from './sma.ts';
import { supertrend } from './supertrend.ts';
import { t3 } from './t3.ts';
import { tema } from './tema.ts';
import { trima } from './trima.ts';
import { vidya } from './vidya.ts';
import { vortex } from './vortex.ts';
import { vwma } from './vwma.ts';
import { alma, swma, sinwma, pwma, fwma } from './weighted.ts';
import { wma } from './wma.ts';
import { zlema } from './zlema.ts';

/** The indicators of trend. */
export const TREND: readonly Indicator[] = [
  adx,
  adxr,
  dx,
  alligator,
  gator,
  aroon,
  aroonOsc,
  chandeKrollStop,
  dema,
  plusDi,
  minusDi,
  plusDm,
  minusDm,
  efficiencyRatio,
  vhf,
  pfe,
  ehma,
  ema,
  fractals,
  frama,
  gannHilo,
  gmma,
  hma,
  holt,
  ichimoku,
  kama,
  ma,
  mavp,
  mcginley,
  midpoint,
  midprice,
  qstick,
  rma,
  sar,
  sarExt,
  sma,
  supertrend,
  t3,
  tema,
  trima,
  vidya,
  vortex,
  vwma,
  alma,
  swma,
  sinwma,
  pwma,
  fwma,
  wma,
  zlema,
];
