import { groupOf, groupValues, membersValues, type StrategyGroup, type Subject } from '../../strategies/group.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import type { RuleCatalogue } from '../../strategies/rules/parse.ts';
import { anyStrategyOf, type BacktestPlan, findStrategies } from './plan.ts';

type Params = Readonly<Record<string, number>>;

/** What a request or a plan names. */
interface Named {
  readonly strategy: string;
  readonly rules?: Readonly<Record<string, unknown>> | undefined;
  readonly strategies?: readonly { readonly strategy: string }[] | undefined;
  readonly account?: BacktestPlan['account'] | 'split' | 'shared' | undefined;
}

/** What a request or a plan runs: one strategy, its rules, or several strategies as one. Throws `RuleError` or `UnknownStrategyError`. */
export function subjectOf(strategies: readonly AnyStrategy[], named: Named, catalogue?: RuleCatalogue): Subject {
  const listed = named.strategies ?? (typeof named.account === 'object' ? named.account.strategies : []);
  const [first, second] = listed;
  if (second !== undefined) return groupOf(findStrategies(strategies, listed));
  return anyStrategyOf(strategies, { ...named, strategy: first?.strategy ?? named.strategy }, catalogue);
}

/** The plan of a backtest with these parameters, complete; those of several strategies behind their names. */
export function planWith(plan: BacktestPlan, subject: Subject, values: Params): BacktestPlan {
  const { account } = plan;
  const params = subject.kind === 'group' ? {} : values;
  if (account === undefined) return { ...plan, params };
  const own = subject.kind === 'group' ? membersValues(subject, values) : [values];
  const strategies = account.strategies.map((one, i) => ({ ...one, params: own[i] ?? one.params }));
  return { ...plan, params, account: { ...account, strategies } };
}

/** All parameters of a plan by name; those of several strategies behind their names. */
export function paramsOf({ params, account }: Pick<BacktestPlan, 'params' | 'account'>, subject: Subject): Params {
  return subject.kind === 'group' ? ofMembers(subject, account?.strategies ?? []) : params;
}

/** The parameters that a request gives, by name; those of several strategies behind their names. */
export function givenParams({ params, strategies }: Given, subject: Subject): Params {
  return subject.kind === 'group' ? ofMembers(subject, strategies ?? []) : (strategies?.[0]?.params ?? params);
}

/** The request with these parameters. */
export function requestWith<R extends Given>(request: R, subject: Subject, values: Params): R {
  const { strategies } = request;
  if (strategies === undefined) return { ...request, params: values };
  const own = subject.kind === 'group' ? membersValues(subject, values) : [values];
  return { ...request, strategies: strategies.map((one, i) => ({ ...one, params: own[i] ?? one.params })) };
}

interface Given {
  readonly params: Params;
  readonly strategies?: readonly { readonly params: Params }[] | undefined;
}

function ofMembers(group: StrategyGroup, members: readonly { readonly params: Params }[]): Params {
  return groupValues(
    group,
    members.map(({ params }) => params),
  );
}
