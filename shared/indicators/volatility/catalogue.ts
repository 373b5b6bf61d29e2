import type { Indicator } from '../define.ts';
import { atr } from './atr.ts';
import { bollinger } from './bollinger.ts';
import { donchian } from './donchian.ts';
import { natr } from './natr.ts';
import { trueRange } from './true-range.ts';

/** The indicators of volatility. */
export const VOLATILITY: readonly Indicator[] = [atr, bollinger, donchian, natr, trueRange];
