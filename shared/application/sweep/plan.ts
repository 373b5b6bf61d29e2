import type { BacktestRequest } from '../../contracts/schemas.ts';
import { ParameterError, parseParameters } from '../../indicators/parameters.ts';
import { GridSearch } from '../../research/optimise/grid.ts';
import { ResearchError } from '../../research/error.ts';
import {
  checkTrials,
  defaultGoal,
  type Goal,
  type Objective,
  parseConstraints,
  parseObjective,
} from '../../research/optimise/objective.ts';
import { dimensionsOf } from '../../research/optimise/range.ts';
import { type SearchMethod, startSearch } from '../../research/optimise/search.ts';
import { type Dimension, type Params, Space } from '../../research/optimise/space.ts';
import type { Subject } from '../../strategies/group.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import type { RuleCatalogue } from '../../strategies/rules/parse.ts';
import { type BacktestPlan, planBacktest } from '../backtest/plan.ts';
import { givenParams, requestWith, subjectOf } from '../backtest/subject.ts';
import { KNOWN_MEASURES, otherMeasures, type RowShape } from './row.ts';

/** Trials of a search that is not told how many. */
const TRIALS = 200;

export interface SweepRequest {
  /** What every combination has in common; `params` are those that stay as they are. */
  readonly backtest: Omit<BacktestRequest, 'datasets'>;
  /** `FROM:TO:STEP` by parameter; when there is none, every parameter that does not stay is searched as declared. */
  readonly ranges: Readonly<Record<string, string>>;
  readonly method: SearchMethod;
  /** Combinations to run; a grid runs all of its cells when left out. */
  readonly trials?: number | undefined;
  readonly seed: number;
  readonly constraints: readonly string[];
  readonly objective: string;
  readonly goal?: Goal | undefined;
  readonly requirements: readonly string[];
}

/** A sweep, checked and complete; plain JSON, so that it can lie in a store between the steps. */
export interface SweepPlan extends RowShape {
  /** Of one combination; `params` are those of the first. */
  readonly backtest: BacktestPlan;
  /** Parameters that stay as they are. */
  readonly fixed: Params;
  readonly dimensions: readonly Dimension[];
  readonly method: SearchMethod;
  /** Null when a grid runs all of its cells. */
  readonly trials: number | null;
  readonly seed: number;
  readonly constraints: readonly string[];
  readonly objective: string;
  readonly goal: Goal;
  readonly requirements: readonly string[];
}

/** Checks a request and completes it. Everything it throws has a `field`: what `planBacktest` throws, and `ResearchError`. */
export function planSweep(
  request: SweepRequest,
  strategies: readonly AnyStrategy[],
  codeVersion: string,
  catalogue?: RuleCatalogue,
): SweepPlan {
  const { backtest, ranges, method, seed, constraints, objective, requirements } = request;
  const strategy = subjectOf(strategies, backtest, catalogue);
  const fixed = givenParams(backtest, strategy);
  // A parameter that is misspelt would otherwise forbid every combination.
  parseParameters(`strategy ${strategy.id}`, strategy.params, fixed);
  if (!Number.isSafeInteger(seed)) throw new ResearchError('seed', `seed is ${seed}, but must be a whole number`);
  if (request.trials !== undefined) checkTrials(request.trials);
  const goal = request.goal ?? defaultGoal(objective);
  parseObjective({ objective, goal, requirements }, KNOWN_MEASURES);
  const measures = otherMeasures([objective, ...requirements]);
  const dimensions = dimensionsOf(strategy.params, { ranges, fixed });
  const trials = request.trials ?? (method === 'grid' ? null : TRIALS);
  const space = spaceOf({ dimensions, fixed, constraints }, strategy);
  const [first] = startSearch(method, { space, seed, trials: trials ?? 1 }).ask(1);
  if (first === undefined)
    throw new ResearchError('constraint', 'no combination of the grid is allowed by the strategy and the constraints');
  const plan = planBacktest(requestWith(backtest, strategy, { ...fixed, ...first }), strategies, codeVersion, catalogue);
  const search = { fixed, dimensions, method, trials, seed, constraints, objective, goal, requirements };
  return { backtest: plan, ...search, ...(measures.length === 0 ? {} : { measures }) };
}

/** The combinations that the strategy's own check and the constraints allow. */
export function spaceOf(
  { dimensions, fixed, constraints }: Pick<SweepPlan, 'dimensions' | 'fixed' | 'constraints'>,
  strategy: Subject,
): Space {
  const meets = parseConstraints(constraints, Object.keys(strategy.params));
  return new Space(dimensions, (params) => {
    const values = valuesOf(strategy, { ...fixed, ...params });
    return values !== undefined && meets(values);
  });
}

/** How many combinations will be run at most, and how many cells a grid leaves out because they are not allowed; null for the other methods. */
export function countsOf(plan: SweepPlan, strategy: Subject): { readonly total: number; readonly leftOut: number | null } {
  if (plan.method !== 'grid') return { total: plan.trials as number, leftOut: null };
  const space = spaceOf(plan, strategy);
  const grid = new GridSearch(space);
  while (grid.ask(grid.batch).length > 0);
  return { total: Math.min(plan.trials ?? Infinity, space.cells - grid.leftOut), leftOut: grid.leftOut };
}

/** The score of a summary under the plan's objective. */
export function objectiveOf({ objective, goal, requirements }: Pick<SweepPlan, 'objective' | 'goal' | 'requirements'>): Objective {
  return parseObjective({ objective, goal, requirements }, KNOWN_MEASURES);
}

/** The complete parameters of a combination, by name; undefined when the strategy forbids them. */
function valuesOf(strategy: Subject, params: Params): Params | undefined {
  try {
    return strategy.parse(params);
  } catch (error) {
    if (error instanceof ParameterError) return undefined;
    throw error;
  }
}
