import { type Command, Option } from 'commander';
import { resolveStrategies, withAccount } from './account-options.ts';
import { demandRun, withRun } from './backtest-options.ts';
import type { AblateOptions } from './commands/ablate.ts';
import { API, demand, hereOnly, JSON_OUT, number, numbers, parameter, timeframe } from './option-values.ts';

/** What looks at bars without trading them, and rules. */
export function addResearch(program: Command): void {
  addIndicators(program);
  addPatterns(program);
  addAnalyse(program);
  addCorrelate(program);
  addExplore(program);
  addAblate(program);
  addRules(program);
}

function addIndicators(program: Command): void {
  const indicators = program
    .command('indicators [id]')
    .description('the indicators there are, with inputs, parameters and outputs')
    .option('--param <name=value...>', 'show one indicator at this parameter; may be given again', parameter)
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (id, options) => (await import('./commands/catalogue.ts')).indicators(id, options));
  withData(hereOnly(indicators.command('compute <id>')), 'first bar that is shown, ISO 8601, inclusive; earlier bars warm up')
    .description('an indicator over a file of bars, row by row')
    .option('--param <name=value...>', "a parameter of the indicator; may be given again (default: the indicator's own)", parameter)
    .addOption(JSON_OUT)
    .action(async (id, options) => {
      demand(options, 'data');
      await (await import('./commands/indicators-compute.ts')).indicatorsCompute(id, options);
    });
  indicators
    .command('check <file>')
    .description('hold an indicator of your own to the contract of the built-in ones; names look-ahead when there is some')
    .addOption(JSON_OUT)
    .action(async (file, options) => (await import('./commands/indicators-check.ts')).indicatorsCheck(file, options));
}

function addPatterns(program: Command): void {
  const patterns = program
    .command('patterns')
    .description('the candlestick formations and chart patterns there are')
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (options) => (await import('./commands/patterns.ts')).patterns(options));
  withData(patterns.command('scan'), 'what became known from this time on, ISO 8601, inclusive; bars before it are looked at too')
    .description('where a file of bars shows patterns, in the order in which they became known')
    .option('--pattern <ids...>', 'look for these only')
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (options) => {
      demand(options, 'data');
      await (await import('./commands/patterns.ts')).patternsScan(options);
    });
}

function addAnalyse(program: Command): void {
  program
    .command('analyse')
    .description('what is known of an instrument at a moment: technical, fundamental, quality, and where it comes from')
    .argument('<symbol>', 'like AAPL or BTC/USDT')
    .option('--data <file>', 'bars of it: a CSV or Parquet file or a name in the catalogue; with --api the id of a dataset')
    .option('--fundamentals <file>', 'statements, by the schema fundamentals; with --api the id of a dataset of rows')
    .option('--as-of <time>', 'nothing that became known later is used (default: now)')
    .option('--timeframe <name>', 'length of a bar (default: detected)', timeframe)
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (symbol, options) => (await import('./commands/analyse.ts')).analyseInstrument(symbol, options));
}

function addCorrelate(program: Command): void {
  withUniverse(program.command('correlate'), 'two or more CSV or Parquet files, or names in the catalogue')
    .description('how instruments move together: correlation, lead and lag, cointegration, half-life')
    .option('--window <returns>', 'returns in a rolling window, at least 3 (default: 60, or half of those that there are)', number)
    .option('--max-lag <bars>', 'longest lead looked for (default: 20, or a quarter of the returns)', number)
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (options) => {
      demand(options, 'data');
      await (await import('./commands/correlate.ts')).correlateData(options);
    });
}

function addExplore(program: Command): void {
  withUniverse(hereOnly(program.command('explore')), 'the universe: CSV or Parquet files, or names in the catalogue')
    .description('what followed the entries of a strategy or of rules, or every pattern, tested with overlap and repetition in mind')
    .option('--strategy <id>', 'entries of this strategy')
    .option('--rules <file>', 'entries of this file of rules')
    .option('--param <name=value...>', 'a parameter of the strategy; may be given again', parameter)
    .option('--pattern <ids...>', 'these patterns (default: all)')
    .option('--horizon <bars...>', 'bars ahead (default: 1 5 20)', numbers)
    .addOption(
      new Option('--entry <price>', 'returns start at the close of the event or at the open after it (default: close)').choices([
        'close',
        'open',
      ]),
    )
    .option('--seed <number>', 'the same seed gives the same answer', number, 1)
    .addOption(JSON_OUT)
    .action(async (options) => {
      demand(options, 'data');
      await (await import('./commands/explore.ts')).exploreData(options);
    });
}

function addAblate(program: Command): void {
  withAccount(withRun(hereOnly(program.command('ablate'))))
    .description('what each part of a strategy contributes out of sample')
    .option('--in-sample <ratio>', 'share of the history that is not judged', number, 0.7)
    .option('--seed <number>', 'the same seed gives the same answer', number, 1)
    .addOption(JSON_OUT)
    .action(async (options) => {
      demandRun(options);
      await (await import('./commands/ablate.ts')).ablateStrategy(resolveStrategies<AblateOptions>(options));
    });
}

function addRules(program: Command): void {
  const rules = program.command('rules').description('strategies as JSON rules, without code');
  rules
    .command('explain <file>')
    .description('what a file of rules does, in English')
    .action(async (file) => (await import('./commands/rules.ts')).rulesExplain(file));
  rules
    .command('schema')
    .description('the JSON Schema of a file of rules')
    .action(async () => (await import('./commands/rules.ts')).rulesSchema());
}

/** The options that say which bars of one file a command looks at. */
function withData(command: Command, from: string): Command {
  return command
    .option('--data <file>', 'a CSV or Parquet file, - for what is piped in, or a name in the catalogue')
    .option('--symbol <symbol>', 'what the data is about (default: as the catalogue or the file name says)')
    .option('--timeframe <name>', 'length of a bar (default: detected)', timeframe)
    .option('--from <time>', from)
    .option('--to <time>', 'end of the range, ISO 8601, exclusive');
}

/** The same of several files. */
function withUniverse(command: Command, data: string): Command {
  return command
    .option('--data <files...>', data)
    .option('--symbol <symbols...>', 'what the data is about, one for each file')
    .option('--timeframe <name>', 'length of a bar (default: detected)', timeframe)
    .option('--from <time>', 'first bar that is looked at, ISO 8601, inclusive')
    .option('--to <time>', 'end of the range, ISO 8601, exclusive');
}
