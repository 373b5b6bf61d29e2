import type { Bars } from '../domain/bars.ts';
import { memberNames } from '../domain/member-names.ts';
import { timeframeName } from '../domain/timeframe.ts';
import type { Beside } from '../engine/beside.ts';
import type { PortfolioInput } from '../engine/portfolio/input.ts';
import { LegBeside } from '../engine/portfolio/leg-beside.ts';
import { marketsOf } from '../engine/portfolio/market.ts';
import type { AnyStrategy } from '../strategies/portfolio.ts';

/** A run on one account that is made again and again. */
export type AccountInput = Omit<PortfolioInput, 'onProgress' | 'arena'>;

/** A strategy on an instrument, with all that its indicators are computed on. */
export interface AccountLeg {
  readonly strategy: AnyStrategy;
  readonly values: Readonly<Record<string, number>>;
  /** Number of the strategy, and what stands before the names of its indicators. */
  readonly sleeve: number;
  readonly prefix: string;
  /** Id of the instrument. */
  readonly of: string;
  readonly on: { readonly bars: Bars; readonly beside: Beside | undefined; readonly longer: ReadonlyMap<string, Bars> };
}

/** Every strategy on every instrument, as the engine makes them. */
export function accountLegs({ feeds, sleeves, options, beside }: AccountInput): AccountLeg[] {
  const markets = marketsOf(feeds, options);
  const surroundings = new LegBeside(markets, beside);
  const prefixes = sleevePrefixes(sleeves);
  return sleeves.flatMap(({ strategy, values, instruments }, sleeve) => {
    const indicators = strategy.indicators(values);
    const traded = markets.filter(({ instrument }) => instruments?.includes(instrument.id) ?? true);
    return traded.map((market): AccountLeg => {
      const longer = new Map(market.longer.map((own) => [timeframeName(own.timeframeUs), own]));
      const on = { bars: market.bars, beside: surroundings.of(market, indicators), longer };
      return { strategy, values, sleeve, prefix: prefixes[sleeve] as string, of: market.instrument.id, on };
    });
  });
}

/** Of several strategies their names and a dot each; of one nothing. */
export function sleevePrefixes(sleeves: AccountInput['sleeves']): string[] {
  const names = memberNames(sleeves.map(({ strategy, name = strategy.id }) => name));
  return sleeves.length === 1 ? [''] : names.map((name) => `${name}.`);
}
