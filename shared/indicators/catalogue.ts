import { CYCLE } from './cycle/catalogue.ts';
import { MOMENTUM } from './momentum/catalogue.ts';
import { PRICE } from './price/catalogue.ts';
import { STATISTICS } from './statistics/catalogue.ts';
import { TREND } from './trend/catalogue.ts';
import { VOLATILITY } from './volatility/catalogue.ts';
import { VOLUME } from './volume/catalogue.ts';
import type { Indicator } from './define.ts';

export type { Indicator } from './define.ts';

/** Every indicator that reads the bars of one market, sorted by id; those of the breadth of many are in breadth/catalogue.ts. */
export const INDICATORS: readonly Indicator[] = [...TREND, ...MOMENTUM, ...VOLATILITY, ...VOLUME, ...STATISTICS, ...CYCLE, ...PRICE].sort(
  (a, b) => (a.definition.id < b.definition.id ? -1 : 1),
);

const byId = new Map(INDICATORS.map((indicator) => [indicator.definition.id, indicator]));

/** The indicator of this id, if there is one. */
export function findIndicator(id: string): Indicator | undefined {
  return byId.get(id);
}
