import type { EngineOptions } from '../../engine/options.ts';
import type { PortfolioInput, SleeveInput } from '../../engine/portfolio/input.ts';
import type { Feed } from '../../engine/portfolio/market.ts';
import type { Params } from '../../research/optimise/space.ts';
import { membersValues, strategiesOf, type Subject } from '../../strategies/group.ts';
import type { SharedPlan } from './plan.ts';
import type { BesideInput, DetailInput } from './simulation.ts';

interface AccountData {
  readonly data: readonly (Omit<Feed, 'detail'> & { readonly detail?: DetailInput | undefined })[];
  readonly rates?: PortfolioInput['rates'] | undefined;
  readonly beside?: BesideInput | undefined;
}

/** What the engine is given for a plan's account, but for what runs on it. */
export function accountInput(
  { data, rates = [], beside }: AccountData,
  { currency, cash, conversionBps }: SharedPlan,
  options: EngineOptions,
): Omit<PortfolioInput, 'sleeves'> {
  return {
    feeds: data.map(({ bars, instrument, detail }): Feed => ({ bars, instrument, ...(detail && { detail: detail.bars }) })),
    rates,
    options,
    ...(currency === null ? {} : { currency }),
    balances: cash,
    conversionBps,
    beside: beside?.data,
  };
}

/** What runs on it, with complete parameters; `strategies` stand in for the subject's own. */
export function sleevesOf(subject: Subject, values: Params, account: SharedPlan, strategies = strategiesOf(subject)): SleeveInput[] {
  const own = subject.kind === 'group' ? membersValues(subject, values) : [values];
  return strategies.map((strategy, i) => ({ strategy, values: own[i] ?? {}, share: account.strategies[i]?.share ?? 1 }));
}
