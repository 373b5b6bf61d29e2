import type { Indicator } from '../define.ts';
import { mfi } from './mfi.ts';
import { obv } from './obv.ts';
import { vwap } from './vwap.ts';

/** The indicators of volume. */
export const VOLUME: readonly Indicator[] = [mfi, obv, vwap];
