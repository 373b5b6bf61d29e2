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

/** The catalogue with a user's own indicators in it, sorted by id. Throws when one of them takes an id that is there already. */
export function catalogueWith(own: readonly Indicator[]): readonly Indicator[] {
  for (const { definition } of own) {
    if (byId.has(definition.id))
      throw new Error(`indicators/${definition.id}.ts: there is an indicator "${definition.id}" already; choose another id`);
  }
  return [...INDICATORS, ...own].sort((a, b) => (a.definition.id < b.definition.id ? -1 : 1));
}
