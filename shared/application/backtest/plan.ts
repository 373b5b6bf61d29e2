import type { BacktestRequest } from '../../contracts/schemas.ts';
import { EngineError } from '../../engine/error.ts';
import { checkOptions, type EngineOptions } from '../../engine/options.ts';
import { parseSizing, sizingName } from '../../engine/sizing/sizing.ts';
import { timeReader } from '../../market/time-text.ts';
import type { Strategy } from '../../strategies/define.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import { parseRules, type RuleCatalogue } from '../../strategies/rules/parse.ts';

/** What every shard of a backtest has in common, checked and complete; plain JSON, so that it can lie in a store between the steps. */
export interface BacktestPlan {
  readonly strategy: string;
  /** The rules that are the strategy; absent when it is one in code. */
  readonly rules?: Rules;
  /** Every parameter with its value, defaults included. */
  readonly params: Readonly<Record<string, number>>;
  /** Cash of the whole run; each of its shards gets an equal part. */
  readonly cash: number;
  readonly sizing: string;
  readonly commissionBps: number;
  readonly slippageBps: number;
  readonly fromUs: number | null;
  readonly toUs: number | null;
  readonly codeVersion: string;
  /** Null when nothing in the run is random. */
  readonly seed: number | null;
  /** Ids of the analysers that look at the run once it has ended; absent when none does. */
  readonly analysers?: readonly string[];
}

type Rules = Readonly<Record<string, unknown>>;

/** Name of the strategy that a request's rules are, unless they name themselves. */
const RULES = 'rules';

/** A strategy that is not there; the message lists those that are. */
export class UnknownStrategyError extends Error {
  override readonly name = 'UnknownStrategyError';
  readonly field = 'strategy';
}

/** The strategy of that id. Throws `UnknownStrategyError`. */
export function findStrategy(strategies: readonly AnyStrategy[], id: string): AnyStrategy {
  const found = strategies.find((strategy) => strategy.id === id);
  if (found) return found;
  throw new UnknownStrategyError(`there is no strategy "${id}" (there are: ${strategies.map((s) => s.id).join(', ') || 'none'})`);
}

/** The strategy of one instrument that a request or a plan names. Throws what `anyStrategyOf` does, and `UnknownStrategyError` for a portfolio strategy. */
export function strategyOf(
  strategies: readonly AnyStrategy[],
  request: { readonly strategy: string; readonly rules?: Rules | undefined },
  catalogue?: RuleCatalogue,
): Strategy {
  const found = anyStrategyOf(strategies, request, catalogue);
  if (found.kind !== 'portfolio') return found;
  throw new UnknownStrategyError(
    `strategy "${found.id}" sees several instruments at once, but this runs a strategy of one; \`backtest\` runs it`,
  );
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
  catalogue?: RuleCatalogue,
): BacktestPlan {
  if (request.rules !== undefined && request.strategy !== RULES) {
    throw new EngineError('rules', `rules are given beside strategy "${request.strategy}", but a backtest runs one or the other`);
  }
  const strategy = strategyOf(strategies, request, catalogue);
  const plan: BacktestPlan = {
    strategy: strategy.id,
    ...(request.rules === undefined ? {} : { rules: request.rules }),
    params: sortedByName(strategy.parse(request.params)),
    cash: request.cash,
    sizing: sizingName(parseSizing(request.sizing)),
    commissionBps: request.commissionBps,
    slippageBps: request.slippageBps,
    fromUs: timeOf('from', request.from),
    toUs: timeOf('to', request.to),
    codeVersion,
    seed: null,
    ...(request.analysers === undefined || request.analysers.length === 0 ? {} : { analysers: request.analysers }),
  };
  checkOptions(engineOptions(plan, 1));
  return plan;
}

/** What the engine gets for one of `shards` data sets: the plan's options with an equal part of its cash. */
export function engineOptions(plan: BacktestPlan, shards: number): EngineOptions {
  return {
    cash: plan.cash / shards,
    sizing: parseSizing(plan.sizing),
    commissionBps: plan.commissionBps,
    slippageBps: plan.slippageBps,
    ...(plan.fromUs === null ? {} : { fromUs: plan.fromUs }),
    ...(plan.toUs === null ? {} : { toUs: plan.toUs }),
  };
}

function timeOf(field: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const bytes = new TextEncoder().encode(text);
  const timeUs = timeReader('iso')(bytes, 0, bytes.length);
  if (Number.isSafeInteger(timeUs)) return timeUs;
  throw new EngineError(field, `${field} is "${text}", but must be a time in ISO 8601, like 2021-04-04 or 2021-04-04T20:00:00Z`);
}

function sortedByName(values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
