import type { Indicator } from '../define.ts';
import { adx } from './adx.ts';
import { dema } from './dema.ts';
import { ema } from './ema.ts';
import { hma } from './hma.ts';
import { kama } from './kama.ts';
import { rma } from './rma.ts';
import { sma } from './sma.ts';
import { tema } from './tema.ts';
import { wma } from './wma.ts';

/** The indicators of trend. */
export const TREND: readonly Indicator[] = [adx, dema, ema, hma, kama, rma, sma, tema, wma];
