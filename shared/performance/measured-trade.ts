import type { Trade } from '../domain/trade.ts';
import type { Excursion } from './excursions.ts';

/** A round trip with its excursion, where the bars that tell it are at hand. */
export type MeasuredTrade = Trade & Partial<Excursion>;
