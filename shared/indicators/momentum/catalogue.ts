import type { Indicator } from '../define.ts';
import { cci } from './cci.ts';
import { macd } from './macd.ts';
import { momentum } from './momentum.ts';
import { roc } from './roc.ts';
import { rsi } from './rsi.ts';
import { stochastic } from './stochastic.ts';
import { williamsR } from './williams-r.ts';

/** The indicators of momentum. */
export const MOMENTUM: readonly Indicator[] = [cci, macd, momentum, roc, rsi, stochastic, williamsR];
