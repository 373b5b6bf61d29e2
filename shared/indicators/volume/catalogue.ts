import type { Indicator } from '../define.ts';
import { ad, adosc, cmf, twiggsMoneyFlow, williamsAd } from './accumulation.ts';
import { klinger } from './klinger.ts';
import { mfi } from './mfi.ts';
import { obv } from './obv.ts';
import { amihud, dollarVolume, easeOfMovement, forceIndex, marketFacilitation, vzo } from './price-volume.ts';
import { nvi, pvi, pvt } from './running-volume.ts';
import { pvo, relativeVolume, volumeOscillator, volumeRoc } from './volume-averages.ts';
import { vfi, vpci, vwmacd } from './volume-weighted.ts';
import { vwap } from './vwap.ts';
import { vwapSession } from './vwap-session.ts';

/** The indicators of volume. */
export const VOLUME: readonly Indicator[] = [
  ad,
  adosc,
  amihud,
  cmf,
  dollarVolume,
  easeOfMovement,
  forceIndex,
  klinger,
  marketFacilitation,
  mfi,
  nvi,
  obv,
  pvi,
  pvo,
  pvt,
  relativeVolume,
  twiggsMoneyFlow,
  vfi,
  volumeOscillator,
  volumeRoc,
  vpci,
  vwap,
  vwapSession,
  vwmacd,
  vzo,
  williamsAd,
];
