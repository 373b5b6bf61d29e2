import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { MONTE_CARLO_KINDS, type MonteCarloKind } from '../shared/application/monte-carlo/run.ts';
import { resolveStrategies, withAccount } from './account-options.ts';
import { type BacktestOptions, demandRun, withRun } from './backtest-options.ts';
import type { MonteCarloOptions } from './commands/monte-carlo.ts';
import type { QuoteOptions } from './commands/quote.ts';
import type { WalkForwardOptions } from './commands/walk-forward.ts';
import { hereOnly, JSON_OUT, number, timeframe } from './option-values.ts';
import { withSearch } from './search-options.ts';

const THERE = new Option('--api <url>', 'do it on a running platform, for example http://127.0.0.1:4600');
const API = new Option('--api <url>', 'the runs are ids of a running platform, for example http://127.0.0.1:4600');

const EXAMPLES = {
  walkForward: `
Examples:
  skytape walk-forward --data btc.csv --strategy sma-cross --range fast=5:20:5 --range slow=25:65:10 --train 120d --test 30d --report walk.html
  skytape walk-forward --data btc.csv --strategy sma-cross --method random --trials 200 --folds 4 --anchored --purge 24 --cpcv 6,2 --spa`,
  monteCarlo: `
Examples:
  skytape monte-carlo --run run.json --ruin 0.5 --report chance.html
  skytape monte-carlo --data btc.csv --strategy sma-cross --kinds costs,noise --null random-entry`,
  quote: `
Examples:
  skytape quote sweep --data btc.csv --strategy sma-cross --range fast=5:24:1 --range slow=25:84:1
  skytape quote walk-forward --data btc.csv --strategy sma-cross --method random --trials 2000 --train 120d --test 30d --cap-usd 5`,
};

/** What tells luck from skill, and one run from another. */
export function addTruth(program: Command): void {
  addWalkForward(program);
  addMonteCarlo(program);
  addQuote(program);
  addTrials(program);
  withAccount(withRun(hereOnly(program.command('bias-check'))))
    .description('run a strategy on cut-off and later histories: names foresight and unsettled indicators; ends with 1 when it finds any')
    .addOption(JSON_OUT)
    .action(async (options) => {
      demandRun(options);
      await (await import('./commands/bias-check.ts')).biasCheck(resolveStrategies<BacktestOptions>(options));
    });
  program
    .command('compare <run> <other>')
    .description('what differs between two runs (files of `backtest --json`) and since when; ends with 1 when something does')
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (run, other, options) => (await import('./commands/compare.ts')).compare(run, other, options));
}

function addWalkForward(program: Command): void {
  withFolds(withSearch(withAccount(withRun(program.command('walk-forward'))), 'choose'))
    .description('choose parameters on a part of the history and run them on what follows, fold by fold')
    .option('--cpcv <groups,tested>', 'also combinatorially purged cross-validation, like 6,2: Sharpe ratios of many paths', pair)
    .option('--spa', "also Hansen's test: does any of the combinations beat cash, or holding?")
    .option('--report <file>', 'write the HTML page to this file')
    .addOption(JSON_OUT)
    .addOption(THERE)
    .addHelpText('after', EXAMPLES.walkForward)
    .action(async (options) => {
      demandRun(options);
      const asked = resolveStrategies<WalkForwardOptions>(options);
      if (options.api !== undefined) return (await import('./commands/study-remote.ts')).walkForwardRemotely(asked, options.api);
      await (await import('./commands/walk-forward.ts')).walkForward(asked);
    });
}

function addQuote(program: Command): void {
  const kinds = ['sweep', 'walk-forward', 'monte-carlo'];
  const command = withAccount(withRun(program.command('quote')));
  withFolds(withSearch(command, 'choose').addArgument(new Argument('<kind>', 'what is to be run').choices(kinds)))
    .description('what a sweep, a walk forward or a simulation would take here and in AWS, seconds and dollars, from a short measurement')
    .option('--reruns <count>', 'runs of `noise` in a simulation', number, 200)
    .option('--memory <megabytes>', 'memory of a Lambda function', number, 1769)
    .option('--cap-usd <dollars>', 'refuse, with exit code 2, what would cost more in AWS', number)
    .addOption(JSON_OUT)
    .addOption(THERE)
    .addHelpText('after', EXAMPLES.quote)
    .action(async (kind, options) => {
      demandRun(options);
      const asked = resolveStrategies<QuoteOptions>(options);
      if (options.api !== undefined) return (await import('./commands/study-remote.ts')).quoteRemotely(kind, asked, options.api);
      await (await import('./commands/quote.ts')).quote(kind, asked);
    });
}

function addTrials(program: Command): void {
  const which = (command: Command) =>
    command
      .option('--strategy <id>', 'of this strategy')
      .option('--symbol <symbol>', 'on histories with this instrument')
      .addOption(JSON_OUT);
  const trials = which(hereOnly(program.command('trials')))
    .description('what was tried on which history: all of it counts when a sweep or a walk forward says how likely its best is luck')
    .action(async (options) => (await import('./commands/trials.ts')).trials(options));
  which(hereOnly(trials.command('forget')))
    .description('no longer count trials, as after a test of the machinery; later verdicts are too good by as much as these were real')
    .option('--yes', 'without it nothing is forgotten')
    .action(async (options) => (await import('./commands/trials.ts')).trialsForget(options));
}

/** How the history is divided. */
function withFolds(command: Command): Command {
  return command
    .option('--train <span>', 'how much each fold learns on, like 365d', timeframe)
    .option('--test <span>', 'how much each fold tests, like 90d', timeframe)
    .option('--folds <count>', 'instead of --train and --test: so many folds, 70 % of each to learn on (default: 5)', number)
    .option('--anchored', 'learn on all from the first bar on, instead of the same length each time')
    .option('--purge <bars>', 'bars left out between learning and testing: the longest holding time', number, 0)
    .option('--embargo <bars>', 'more bars left out besides', number, 0)
    .option('--workers <count>', 'threads that run combinations (default: one for each core)', number);
}

function addMonteCarlo(program: Command): void {
  withAccount(withRun(program.command('monte-carlo')))
    .description('what chance could have made of a run: trades in another order, drawn anew, left out, dearer, on slightly other prices')
    .option('--run <file>', 'a report of `backtest --json` instead of a strategy with data; with --api the id of a backtest there')
    .option('--kinds <kinds>', `of ${MONTE_CARLO_KINDS.join(',')} (default: all that can be)`, kinds)
    .option('--paths <count>', 'paths of each kind', number, 10_000)
    .option('--ruin <ratio>', 'a path is ruined once its equity is at or below this share of the start', number, 0.5)
    .option('--miss <ratio>', 'share of the trades that `missed` leaves out', number, 0.1)
    .option('--noise <deviations>', "how far `noise` moves prices, in deviations of a bar's return", number, 0.1)
    .option('--reruns <count>', 'runs of `noise`', number, 200)
    .option('--workers <count>', 'threads that draw paths and run again (default: one for each core)', number)
    .addOption(new Option('--null <kind>', 'compare with entries at random, as many and as long').choices(['random-entry']))
    .option('--seed <number>', 'the same seed gives the same answer', number, 1)
    .option('--report <file>', 'write the HTML page to this file')
    .addOption(JSON_OUT)
    .addOption(THERE)
    .addHelpText('after', EXAMPLES.monteCarlo)
    .action(async (options) => {
      const asked = resolveStrategies<MonteCarloOptions>(options);
      if (options.api !== undefined) return (await import('./commands/study-remote.ts')).monteCarloRemotely(asked, options.api);
      await (await import('./commands/monte-carlo.ts')).monteCarlo(asked);
    });
}

function kinds(text: string): MonteCarloKind[] {
  const asked = text.split(',').map((kind) => kind.trim());
  const odd = asked.find((kind) => !(MONTE_CARLO_KINDS as readonly string[]).includes(kind));
  if (odd === undefined) return asked as MonteCarloKind[];
  throw new InvalidArgumentError(`but "${odd}" is none of ${MONTE_CARLO_KINDS.join(', ')}.`);
}

function pair(text: string): [number, number] {
  const match = /^(\d{1,3}),(\d{1,3})$/.exec(text);
  if (match) return [Number(match[1]), Number(match[2])];
  throw new InvalidArgumentError('It must be two whole numbers, like 6,2.');
}
