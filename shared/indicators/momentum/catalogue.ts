import type { Indicator } from '../define.ts';
import { awesome, accelerator } from './awesome.ts';
import { bop, imi } from './bop.ts';
import { cci } from './cci.ts';
import { cmo } from './cmo.ts';
import { demarker, tdSetup } from './demark.ts';
import { ravi, disparity, pgo, wavetrend } from './distance.ts';
import { dpo } from './dpo.ts';
import { elderRay, elderImpulse } from './elder.ts';
import { fisher } from './fisher.ts';
import { kst, coppock } from './kst.ts';
import { macdExt, macdFix } from './macd-variants.ts';
import { macd } from './macd.ts';
import { momentum } from './momentum.ts';
import { pmo } from './pmo.ts';
import { apo, ppo } from './price-oscillators.ts';
import { psy } from './psy.ts';
import { qqe } from './qqe.ts';
import { rocp, rocr, rocr100 } from './rate-of-change.ts';
import { roc } from './roc.ts';
import { cutlerRsi, rmi, connorsRsi, derivativeOsc, iftRsi, laguerreRsi } from './rsi-family.ts';
import { rsi } from './rsi.ts';
import { rvgi } from './rvgi.ts';
import { sroc } from './sroc.ts';
import { stc } from './stc.ts';
import { stochastic } from './stochastic.ts';
import { stochFast, stochRsi, kdj, smi, dss } from './stochastics.ts';
import { trix } from './trix.ts';
import { tsi } from './tsi.ts';
import { ultimateOsc } from './ultimate-osc.ts';
import { williamsR } from './williams-r.ts';

/** The indicators of momentum. */
export const MOMENTUM: readonly Indicator[] = [
  awesome,
  accelerator,
  bop,
  imi,
  cci,
  cmo,
  demarker,
  tdSetup,
  ravi,
  disparity,
  pgo,
  wavetrend,
  dpo,
  elderRay,
  elderImpulse,
  fisher,
  kst,
  coppock,
  macdExt,
  macdFix,
  macd,
  momentum,
  pmo,
  apo,
  ppo,
  psy,
  qqe,
  rocp,
  rocr,
  rocr100,
  roc,
  cutlerRsi,
  rmi,
  connorsRsi,
  derivativeOsc,
  iftRsi,
  laguerreRsi,
  rsi,
  rvgi,
  sroc,
  stc,
  stochastic,
  stochFast,
  stochRsi,
  kdj,
  smi,
  dss,
  trix,
  tsi,
  ultimateOsc,
  williamsR,
];
