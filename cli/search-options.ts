import { type Command, InvalidArgumentError, Option } from 'commander';
import type { SweepRequest } from '../shared/application/sweep/plan.ts';
import type { Goal } from '../shared/research/optimise/objective.ts';
import { SEARCH_METHODS, type SearchMethod } from '../shared/research/optimise/search.ts';
import type { BacktestOptions } from './backtest-options.ts';
import { number } from './option-values.ts';

/** The options of a search, as commander hands them over. */
interface SearchFlags {
  readonly range?: Readonly<Record<string, string>>;
  readonly method: SearchMethod;
  readonly trials?: number;
  readonly seed: number;
  readonly objective: string;
  readonly goal?: Goal;
  readonly constraint?: readonly string[];
  readonly require?: readonly string[];
}

/** What a search in this process takes beside. */
export interface SweepOptions extends Omit<BacktestOptions, 'equity'>, SearchFlags {
  readonly top?: number;
  readonly workers?: number;
  readonly resume?: string;
  readonly out?: string;
}

/** What the results are for, in the words of the help. */
const PURPOSES = {
  rank: { objective: 'what to rank by', require: 'rank only results' },
  choose: { objective: 'what to choose by', require: 'choose only among results' },
};

/** The options that say what is searched, and how. */
export function withSearch(command: Command, purpose: keyof typeof PURPOSES): Command {
  const words = PURPOSES[purpose];
  return command
    .option(
      '--range <name=from:to:step...>',
      'values of a parameter, both ends included; may be given again, of several strategies like sma-cross.fast=5:24:1 (default: every parameter without --param, as the strategy declares it)',
      range,
    )
    .addOption(new Option('--method <name>', 'how combinations are chosen').choices([...SEARCH_METHODS]).default('grid'))
    .option('--trials <count>', 'how many combinations to run (default: all of a grid, else 200)', number)
    .option('--seed <number>', 'the same seed gives the same answer', number, 1)
    .option('--objective <measure>', `${words.objective}: a measure of the summary, or a formula over them`, 'sharpe')
    .addOption(new Option('--goal <goal>', 'which way is better (default: by the measure; max for a formula)').choices(['max', 'min']))
    .option('--constraint <condition...>', 'run only combinations that meet this, like "fast < slow"; may be given again')
    .option('--require <condition...>', `${words.require} that meet this, like "tradeCount >= 30"; may be given again`);
}

/** The options as the request of a sweep says them, without what every combination has in common. */
export function searchOf({ range: ranges = {}, method, trials, seed, ...flags }: SearchFlags): Omit<SweepRequest, 'backtest'> {
  const { constraint: constraints = [], objective, goal, require: requirements = [] } = flags;
  return { ranges, method, trials, seed, constraints, objective, goal, requirements };
}

function range(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const match = /^([A-Za-z][\w.-]*)=(.+)$/.exec(text);
  if (!match?.[1] || !match[2]) throw new InvalidArgumentError('It must be NAME=FROM:TO:STEP, like fast=5:24:1.');
  if (Object.hasOwn(before, match[1])) throw new InvalidArgumentError(`but there is a range for ${match[1]} already.`);
  return { ...before, [match[1]]: match[2] };
}
