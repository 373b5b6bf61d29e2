import { type Command, InvalidArgumentError, Option } from 'commander';
import { SEARCH_METHODS, type SearchMethod } from '../shared/research/optimise/search.ts';
import type { Goal } from '../shared/research/optimise/objective.ts';
import { type BacktestOptions, demandRun, withRun } from './backtest-options.ts';
import { number } from './option-values.ts';

export interface SweepOptions extends Omit<BacktestOptions, 'equity' | 'report' | 'api'> {
  readonly range?: Readonly<Record<string, string>>;
  readonly method: SearchMethod;
  readonly trials?: number;
  readonly seed: number;
  readonly objective: string;
  readonly goal?: Goal;
  readonly constraint?: readonly string[];
  readonly require?: readonly string[];
  readonly top?: number;
  readonly workers?: number;
  readonly resume?: string;
  readonly out?: string;
}

const EXAMPLES = `
Examples:
  skytape sweep --data btc.csv --strategy sma-cross --range fast=5:24:1 --range slow=25:34:1
  skytape sweep --data btc.csv --strategy sma-cross --method tpe --trials 300 --constraint "2*fast < slow" --objective "sharpe - 2*maxDrawdown"
  skytape sweep --data btc.csv eth.csv --rules rules.json --range period=5:50:5 --require "tradeCount >= 30" --out rows.csv`;

/** `skytape sweep`, with every option of a backtest. */
export function addSweep(program: Command): void {
  withRun(program.command('sweep'))
    .description('run many combinations of parameters, rank them, and say how likely the best one is luck')
    .option(
      '--range <name=from:to:step...>',
      'values of a parameter, both ends included; may be given again (default: every parameter without --param, as the strategy declares it)',
      range,
    )
    .addOption(new Option('--method <name>', 'how combinations are chosen').choices([...SEARCH_METHODS]).default('grid'))
    .option('--trials <count>', 'how many combinations to run (default: all of a grid, else 200)', number)
    .option('--seed <number>', 'the same seed gives the same answer', number, 1)
    .option('--objective <measure>', 'what to rank by: a measure of the summary, or a formula over them', 'sharpe')
    .addOption(new Option('--goal <goal>', 'which way is better (default: by the measure; max for a formula)').choices(['max', 'min']))
    .option('--constraint <condition...>', 'run only combinations that meet this, like "fast < slow"; may be given again')
    .option('--require <condition...>', 'rank only results that meet this, like "tradeCount >= 30"; may be given again')
    .option('--top <count>', 'print so many of the best rows (default: 20, with --json all)', number)
    .option('--workers <count>', 'threads that run combinations (default: one for each core)', number)
    .option('--resume <file>', 'keep in this file how far it is, and go on from there')
    .option('--out <file>', 'write all rows to this .csv or .json file')
    .addOption(new Option('--json', 'print one JSON object on standard output and nothing else'))
    .addHelpText('after', EXAMPLES)
    .action(async (options) => {
      demandRun(options);
      await (await import('./commands/sweep.ts')).sweep(options);
    });
}

function range(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const match = /^([A-Za-z][\w-]*)=(.+)$/.exec(text);
  if (!match?.[1] || !match[2]) throw new InvalidArgumentError('It must be NAME=FROM:TO:STEP, like fast=5:24:1.');
  if (Object.hasOwn(before, match[1])) throw new InvalidArgumentError(`There is a range for ${match[1]} already.`);
  return { ...before, [match[1]]: match[2] };
}
