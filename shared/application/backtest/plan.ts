import type { Execution } from '../../contracts/execution.ts';
import type { BacktestRequest } from '../../contracts/schemas.ts';
import type { CostModel } from '../../engine/costs/define.ts';
import { EngineError } from '../../engine/error.ts';
import { sharesOf } from '../../engine/portfolio/run.ts';
import { checkOptions, type EngineOptions } from '../../engine/options.ts';
import { parseSizing, sizingName } from '../../engine/sizing/sizing.ts';
import type { CashByCurrency } from '../../domain/wallet.ts';
import type { Strategy } from '../../strategies/define.ts';
import { groupOf, groupValues, membersValues } from '../../strategies/group.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import { parseRules, type RuleCatalogue } from '../../strategies/rules/parse.ts';
import { executionOptions } from './execution.ts';
import { checkRules } from './instrument-rules.ts';
import { timeOf } from './time-of.ts';

/** What every shard of a backtest has in common, checked and complete; plain JSON, so that it can lie in a store between the steps. */
export interface BacktestPlan {
  readonly strategy: string;
  /** The rules that are the strategy; absent when it is one in code. */
  readonly rules?: Rules;
  /** Every parameter with its value, defaults included. */
  readonly params: Readonly<Record<string, number>>;
  /** Cash of the whole run; each of its shards gets an equal part. 0 where `account` names it by currency. */
  readonly cash: number;
  readonly sizing: string;
  readonly commissionBps: number;
  readonly slippageBps: number;
  /** How hard the simulated market is; absent when nothing of it was given. */
  readonly execution?: Execution;
  readonly fromUs: number | null;
  readonly toUs: number | null;
  readonly codeVersion: string;
  /** Null when nothing in the run is random. */
  readonly seed: number | null;
  /** Ids of the analysers that look at the run once it has ended; absent when none does. */
  readonly analysers?: readonly string[];
  /** All data sets trade on one account, in one loop; absent when each has its part of the cash to itself. */
  readonly account?: SharedPlan;
}

/** What a shared account is made of. */
export interface SharedPlan {
  /** What runs on it: one strategy, or several with their shares. */
  readonly strategies: readonly PlannedStrategy[];
  /** Null when it is the one that all data sets share. */
  readonly currency: string | null;
  /** By currency; absent when all of it is in the account's. */
  readonly cash?: CashByCurrency;
  /** What changing one into another costs; with `cash`. */
  readonly conversionBps?: number;
}

export interface PlannedStrategy {
  readonly strategy: string;
  readonly params: Readonly<Record<string, number>>;
  /** Part of the cash. */
  readonly share: number;
}

type Rules = Readonly<Record<string, unknown>>;

/** Models of costs that the user has written. */
export interface OwnCosts {
  readonly costs?: readonly CostModel[] | undefined;
}

/** Name of the strategy that a request's rules are, unless they name themselves. */
const RULES = 'rules';

/** A strategy that is not there; the message lists those that are. */
export class UnknownStrategyError extends Error {
  override readonly name = 'UnknownStrategyError';
  readonly field: string;
  constructor(message: string, field = 'strategy') {
    super(message);
    this.field = field;
  }
}

/** The strategy of that id. Throws `UnknownStrategyError`. */
function findStrategy(strategies: readonly AnyStrategy[], id: string, field?: string): AnyStrategy {
  const found = strategies.find((strategy) => strategy.id === id);
  if (found) return found;
  throw new UnknownStrategyError(`there is no strategy "${id}" (there are: ${strategies.map((s) => s.id).join(', ') || 'none'})`, field);
}

/** Several strategies, in their order. Throws `UnknownStrategyError` that names the place. */
export function findStrategies(all: readonly AnyStrategy[], named: readonly { readonly strategy: string }[]): AnyStrategy[] {
  return named.map(({ strategy }, i) => findStrategy(all, strategy, `strategies.${i}.strategy`));
}

/** The strategy of one instrument that a request or a plan names. Throws what `anyStrategyOf` does, and `UnknownStrategyError` for a portfolio strategy. */
export function strategyOf(
  strategies: readonly AnyStrategy[],
  request: { readonly strategy: string; readonly rules?: Rules | undefined },
  catalogue?: RuleCatalogue,
): Strategy {
  const found = anyStrategyOf(strategies, request, catalogue);
  if (found.kind !== 'portfolio') return found;
  throw new UnknownStrategyError(`strategy "${found.id}" sees several instruments at once, but this is for a strategy of one`);
}

/** The strategy of a request or a plan: its rules compiled, or the one of that id. Throws `RuleError`, `UnknownStrategyError` or `EngineError`. */
export function anyStrategyOf(
  strategies: readonly AnyStrategy[],
  { strategy, rules }: { readonly strategy: string; readonly rules?: Rules | undefined },
  catalogue?: RuleCatalogue,
): AnyStrategy {
  if (rules !== undefined) return parseRules(rules, RULES, catalogue);
  if (strategy === RULES) throw new UnknownStrategyError('name a strategy, or give rules');
  return findStrategy(strategies, strategy);
}

/**
 * Checks a request against the strategies and completes it. Everything it throws has a `field`:
 * `UnknownStrategyError`, `RuleError`, `ParameterError` of the strategy, `EngineError` for sizing, cash, costs and times.
 */
export function planBacktest(
  request: Omit<BacktestRequest, 'datasets'>,
  strategies: readonly AnyStrategy[],
  codeVersion: string,
  catalogue?: RuleCatalogue & OwnCosts,
): BacktestPlan {
  if (request.rules !== undefined && request.strategy !== RULES) {
    throw new EngineError('rules', `rules are given beside strategy "${request.strategy}", but a backtest runs one or the other`);
  }
  const plan: BacktestPlan = {
    ...planStrategies(request, strategies, catalogue),
    cash: typeof request.cash === 'number' ? request.cash : 0,
    sizing: sizingName(parseSizing(request.sizing)),
    commissionBps: request.commissionBps,
    slippageBps: request.slippageBps,
    ...(request.execution === undefined || Object.keys(request.execution).length === 0 ? {} : { execution: request.execution }),
    fromUs: request.from === undefined ? null : timeOf('from', request.from),
    toUs: request.to === undefined ? null : timeOf('to', request.to),
    codeVersion,
    seed: null,
    ...(request.analysers === undefined || request.analysers.length === 0 ? {} : { analysers: request.analysers }),
  };
  checkRules(request.execution ?? {});
  const options = engineOptions(plan, 1, catalogue?.costs);
  // What cash by currency is worth is known once the rates are.
  checkOptions(plan.account?.cash === undefined ? options : { ...options, cash: 1 });
  return plan;
}

/** What runs: one strategy, or several on a shared account. */
function planStrategies(
  request: Omit<BacktestRequest, 'datasets'>,
  all: readonly AnyStrategy[],
  catalogue?: RuleCatalogue,
): Pick<BacktestPlan, 'strategy' | 'rules' | 'params' | 'account'> {
  const { rules, account } = request;
  if (request.strategies !== undefined) return planSeveral(request, request.strategies, all);
  const strategy = anyStrategyOf(all, request, catalogue);
  const params = sortedByName(strategy.parse(request.params));
  const shared = account === 'shared' || strategy.kind === 'portfolio';
  if (shared && account === 'split') {
    throw new EngineError(
      'account',
      `account is split, but strategy ${strategy.id} sees several instruments at once, which takes a shared one`,
    );
  }
  const field = shared ? undefined : CURRENCY_FIELDS.find((name) => request[name] !== undefined);
  if (field !== undefined)
    throw new EngineError(field, `${field} is given, but only a shared account converts currencies: ask for account shared`);
  if (!shared && typeof request.cash !== 'number')
    throw new EngineError('cash', 'cash is given by currency, but only a shared account holds several: ask for account shared');
  return {
    strategy: strategy.id,
    ...(rules === undefined ? {} : { rules }),
    params,
    ...(shared ? { account: { strategies: [{ strategy: strategy.id, params, share: 1 }], ...planFunds(request) } } : {}),
  };
}

/** What only a shared account knows what to do with. */
const CURRENCY_FIELDS = ['currency', 'rates', 'conversionBps'] as const;

/** What a shared account counts in and starts with. */
function planFunds(request: Omit<BacktestRequest, 'datasets'>): Omit<SharedPlan, 'strategies'> {
  const { cash, conversionBps } = request;
  const currency = request.currency ?? null;
  if (typeof cash === 'number') {
    if (conversionBps === undefined) return { currency };
    throw new EngineError(
      'conversionBps',
      'conversionBps is given, but currencies are only changed where cash is given by currency, like 10000:USD',
    );
  }
  const sorted = Object.fromEntries(Object.entries(cash).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { currency, cash: sorted, ...(conversionBps === undefined ? {} : { conversionBps }) };
}

function planSeveral(
  request: Omit<BacktestRequest, 'datasets'>,
  asked: NonNullable<BacktestRequest['strategies']>,
  all: readonly AnyStrategy[],
): Pick<BacktestPlan, 'strategy' | 'params' | 'account'> {
  const { strategy, rules, account } = request;
  if (strategy !== RULES || rules !== undefined)
    throw new EngineError('strategies', 'strategies are given beside a strategy or rules, but a backtest runs one or the other');
  if (account === 'split') throw new EngineError('account', 'account is split, but several strategies take a shared one');
  const shares = sharesOf(asked);
  const group = groupOf(findStrategies(all, asked));
  const given = groupValues(
    group,
    asked.map(({ params }) => params),
  );
  const values = membersValues(group, group.parse(given));
  const planned = asked.map(({ strategy: id }, i): PlannedStrategy => {
    return { strategy: id, params: sortedByName(values[i] ?? {}), share: shares[i] as number };
  });
  return {
    strategy: planned.map((one) => one.strategy).join(' + '),
    params: planned.length === 1 ? (planned[0] as PlannedStrategy).params : {},
    account: { strategies: planned, ...planFunds(request) },
  };
}

/** What the engine gets for one of `shards` data sets: the plan's options with an equal part of its cash. `costs` are the models of the user. */
export function engineOptions(plan: BacktestPlan, shards: number, costs: readonly CostModel[] = []): EngineOptions {
  return {
    cash: plan.cash / shards,
    sizing: parseSizing(plan.sizing),
    commissionBps: plan.commissionBps,
    slippageBps: plan.slippageBps,
    ...(plan.execution === undefined ? {} : { execution: executionOptions(plan.execution, costs) }),
    ...(plan.fromUs === null ? {} : { fromUs: plan.fromUs }),
    ...(plan.toUs === null ? {} : { toUs: plan.toUs }),
  };
}

function sortedByName(values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
