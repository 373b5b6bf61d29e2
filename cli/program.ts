import { Command, type CommanderError, Option } from 'commander';
import { CALENDARS } from '../shared/domain/calendar/calendar.ts';
import { nearest } from '../shared/domain/nearest.ts';
import { resolveStrategies, withAccount } from './account-options.ts';
import { type BacktestOptions, demandRun, withRun } from './backtest-options.ts';
import { addInstruments } from './instrument-options.ts';
import { addResearch } from './research-options.ts';
import { addSchedules } from './schedule-options.ts';
import { addSweep } from './sweep-options.ts';
import { print } from './terminal.ts';
import { addTruth } from './truth-options.ts';
import { API, ASSET_CLASSES, demand, JSON_OUT, number, timeframe } from './option-values.ts';

const BACKTEST_EXAMPLES = `
Examples:
  skytape backtest --data btc.csv --symbol BTC/USDT --strategy sma-cross --param fast=20 --param slow=50
  skytape backtest --data btc.csv eth.csv --strategy donchian-breakout --report out.html
  skytape backtest --data btc.csv eth.csv --account shared --strategy sma-cross=0.5 --strategy equal-weight=0.5
  skytape backtest --data demo --strategy rsi-reversion --from 2024-01-01 --to 2024-07-01 --json --no-equity`;

/** The whole command line. Each action loads its own code, so that help and errors are quick. */
export function buildProgram(version: string): Command {
  const program = new Command('skytape')
    .description('Backtest strategies on history, in this process or on a running Skytape platform.')
    .enablePositionalOptions()
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText(
      'after',
      '\n`skytape COMMAND --help` explains each command. User data lives in SKYTAPE_HOME (default .skytape/ where you are).',
    );
  addBacktest(program);
  addSweep(program);
  addTruth(program);
  addData(program);
  addInstruments(program);
  addSchedules(program);
  addCatalogue(program);
  addResearch(program);
  addNew(program);
  return refuseReadably(program);
}

function addBacktest(program: Command): void {
  withAccount(withRun(program.command('backtest')))
    .description('run a strategy over history and report how it did')
    .addOption(JSON_OUT)
    .option('--analyser <ids...>', 'have analysers of `skytape analysers` look at the run; may be given again')
    .option('--no-equity', 'leave the equity curve out of the JSON')
    .option('--report <file>', 'write the HTML tearsheet to this file')
    .addOption(API)
    .addHelpText('after', BACKTEST_EXAMPLES)
    .action(async (options) => {
      demandRun(options);
      await (await import('./commands/backtest.ts')).backtest(resolveStrategies<BacktestOptions>(options));
    });
}

function addData(program: Command): void {
  const data = program.command('data').description('the catalogue of market data in SKYTAPE_HOME');
  data
    .command('import <file>')
    .description('check a CSV or Parquet file of bars and keep it in the catalogue; rejected rows are listed with line and reason')
    .option('--name <name>', 'name in the catalogue (default: the file name)')
    .option('--symbol <symbol>', 'what the data is about (default: as the file name says, else BTC/USDT)')
    .option('--timeframe <name>', 'length of a bar (default: detected)', timeframe)
    .addOption(new Option('--asset-class <class>', 'what kind of instrument it is (default: by the symbol)').choices(ASSET_CLASSES))
    .option('--replace', 'replace a dataset of that name')
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (file, options) => (await import('./commands/data-import.ts')).dataImport(file, options));
  data
    .command('fetch')
    .description('download bars of a venue; goes on where an earlier download stopped. Keys come from the environment')
    .option('--source <source>', 'ccxt:binance or any exchange of ccxt, alpaca, oanda, kite, finnhub, bhavcopy:nse')
    .option('--exchange <id>', 'ccxt name of the exchange: binance is short for --source ccxt:binance')
    .option('--symbol <symbol>', 'market of the exchange, like BTC/USDT')
    .option('--timeframe <name>', 'length of a bar', timeframe, '1h')
    .option('--from <time>', 'first bar, ISO 8601')
    .option('--to <time>', 'end of the range, exclusive (default: now)')
    .option('--name <name>', 'name in the catalogue (default: exchange, symbol and timeframe)')
    .addOption(JSON_OUT)
    .addOption(API)
    .addOption(new Option('--exchange-url <url>', 'send every request to this origin instead of the exchange').hideHelp())
    .action(async (options) => {
      demand(options, options.source === undefined ? 'exchange' : 'source', 'symbol', 'from');
      await (await import('./commands/data-fetch.ts')).dataFetch(options);
    });
  data
    .command('stream')
    .description('print what a venue streams, one JSON object a line in the canonical form, until Ctrl-C or --count')
    .option('--source <source>', 'ccxt:binance or any exchange of ccxt, alpaca, oanda, kite, finnhub')
    .option('--symbol <symbols...>', 'markets of the venue, like BTC/USDT')
    .addOption(
      new Option('--channel <channels...>', 'what to stream (default: trades, or quotes where the venue has no trades)').choices([
        'trades',
        'quotes',
        'book',
      ]),
    )
    .option('--count <records>', 'stop after so many records', number)
    .option('--out <file>', 'add the lines to this file instead of printing them')
    .option('--heartbeats', 'also the promises that nothing before a moment is missing')
    .addOption(new Option('--venue-url <url>', 'connect to this origin instead of the venue').hideHelp())
    .action(async (options) => {
      demand(options, 'source', 'symbol');
      await (await import('./commands/data-stream.ts')).dataStream(options);
    });
  data
    .command('aggregate')
    .description('bars of a CSV file of trades or quotes, whatever its columns are called')
    .option('--ticks <file>', 'the trades or quotes')
    .option('--timeframe <name>', 'length of a bar, like 1m or 1h', timeframe)
    .option('--out <file>', 'where the bars go: .csv or .parquet')
    .option('--symbol <symbol>', 'what the ticks are about; chooses one of several in a file')
    .addOption(new Option('--asset-class <class>', 'what kind of instrument it is (default: by the symbol)').choices(ASSET_CLASSES))
    .addOption(
      new Option('--price <side>', 'of quotes: which side; bidask is both, as columns of one CSV').choices(['bid', 'ask', 'mid', 'bidask']),
    )
    .option('--rejects <file>', 'write the rejected rows with line and reason to this file')
    .addOption(JSON_OUT)
    .action(async (options) => {
      demand(options, 'ticks', 'timeframe', 'out');
      await (await import('./commands/data-aggregate.ts')).dataAggregate(options);
    });
  data
    .command('rows <file>')
    .description('check rows of your own by their schema; with --api register it and add them to a dataset there')
    .option('--schema <schema>', 'a JSON file that describes the rows, or feature or fundamentals')
    .option('--dataset <id>', 'with --api: add to this dataset of rows (default: a new one)')
    .option('--name <name>', 'with --api: name of a new dataset (default: of the file)')
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (file, options) => {
      demand(options, 'schema');
      await (await import('./commands/data-rows.ts')).dataRows(file, options);
    });
  data
    .command('check <file>')
    .description('what is wrong with a file of bars or ticks, with a score for each day; it changes nothing')
    .addOption(new Option('--calendar <name>', 'when the market was open (default: by the instrument)').choices(CALENDARS))
    .option('--symbol <symbol>', 'what the data is about; chooses one of several in a file')
    .option('--timeframe <name>', 'length of a bar (default: detected)', timeframe)
    .addOption(new Option('--asset-class <class>', 'what kind of instrument it is (default: by the symbol)').choices(ASSET_CLASSES))
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (file, options) => (await import('./commands/data-check.ts')).dataCheck(file, options));
  data
    .command('list')
    .description('the datasets of the catalogue')
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (options) => (await import('./commands/data-list.ts')).dataList(options));
  data
    .command('show <name>')
    .description('what a dataset holds: range, bars, gaps, first and last rows')
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (name, options) => (await import('./commands/data-show.ts')).dataShow(name, options));
  data
    .command('synthesise <name>')
    .description('make a seeded synthetic market; it is labelled synthetic wherever it is shown')
    .option('--seed <number>', 'the same seed gives the same bars', number, 1)
    .option('--symbol <symbol>', 'name of the instrument', 'DEMO/USDT')
    .option('--timeframe <name>', 'length of a bar', timeframe, '1h')
    .option('--bars <count>', 'how many bars', number, 8760)
    .option('--from <time>', 'open of the first bar, ISO 8601', '2024-01-01T00:00:00Z')
    .option('--replace', 'replace a dataset of that name')
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (name, options) => (await import('./commands/data-synthesise.ts')).dataSynthesise(name, options));
}

function addCatalogue(program: Command): void {
  program
    .command('strategies [id]')
    .description('the strategies there are, with their parameters and bounds')
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (id, options) => (await import('./commands/catalogue.ts')).strategies(id, options));
  program
    .command('analysers')
    .description('the analysers there are, for `backtest --analyser`')
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (options) => (await import('./commands/catalogue.ts')).analysers(options));
}

function addNew(program: Command): void {
  const start = program.command('new').description('start something of your own');
  start
    .command('strategy <name>')
    .description('write strategies/NAME.ts and a test for it')
    .option('--portfolio', 'one that sees several instruments at once')
    .action(async (name, options) => (await import('./commands/new-strategy.ts')).newStrategy(name, options));
  start
    .command('indicator <name>')
    .description('write indicators/NAME.ts and a test for it')
    .action(async (name) => (await import('./commands/new-indicator.ts')).newIndicator(name));
  start
    .command('fees <name>')
    .description('write costs/NAME.ts, a fee model, and a test for it')
    .action(async (name) => (await import('./commands/new-costs.ts')).newCosts('fees', name));
  start
    .command('slippage <name>')
    .description('write costs/NAME.ts, a slippage model, and a test for it')
    .action(async (name) => (await import('./commands/new-costs.ts')).newCosts('slippage', name));
  start
    .command('feed <name>')
    .description('write feeds/NAME.ts, which reads files of your own format, and a test for it')
    .action(async (name) => (await import('./commands/new-feed.ts')).newFeed(name));
  start
    .command('analyser <name>')
    .description('write analysers/NAME.ts and a test for it')
    .action(async (name) => (await import('./commands/new-analyser.ts')).newAnalyser(name));
}

/** Every refusal of commander becomes a thrown error, also in sub-commands; an unknown name comes with the nearest known one. */
function refuseReadably(command: Command): Command {
  command
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => undefined })
    .showSuggestionAfterError(false)
    .allowExcessArguments(false);
  for (const child of command.commands) refuseReadably(child);
  return command;
}

/** The line for a command that is none, or undefined: commander would show help in its place, or call it one argument too many. */
export function strangerLine(program: Command, args: readonly string[]): string | undefined {
  const words = args.filter((word) => word !== 'help');
  const command = commandOf(program, words);
  const name = words[depthOf(command)];
  const known = command.commands.map((child) => child.name());
  if (name === undefined || name.startsWith('-') || known.length === 0 || command.registeredArguments.length > 0) return undefined;
  return `unknown command '${name}'${meant(name, known)}; see ${callOf(command)} --help`;
}

/** The line for a refusal of commander: what is wrong, the nearest known name, and where help is. */
export function refusalLine(error: CommanderError, program: Command, args: readonly string[]): string {
  const command = commandOf(program, args);
  if (error.code === 'commander.help') return `name one of its commands: ${command.commands.map((child) => child.name()).join(', ')}`;
  const said = saidOf(error.message.replace(/^error: /, '').replaceAll('\n', ' '));
  const [, option] = /unknown option '([^'=]+)/.exec(said) ?? [];
  const known = command.options.map(({ long }) => long ?? '');
  return `${said}${option === undefined ? '' : meant(option, known)}; see ${callOf(command)} --help`;
}

/** A field of a request is an option here: `maxLag is -1` is said as `--max-lag is -1`. */
export function optionLine(line: string, program: Command, args: readonly string[]): string {
  const [field] = /^[a-z][A-Za-z]*(?= is )/.exec(line) ?? [];
  const option = commandOf(program, args).options.find((one) => one.attributeName() === field);
  return field === undefined || option?.long === undefined ? line : option.long + line.slice(field.length);
}

function meant(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? '' : ` (did you mean ${near}?)`;
}

/** Commander's words for a value that is none, in ours: `--top is "x", but must be a number`. */
function saidOf(message: string): string {
  const [, option, value, argument, reason = ''] =
    /^(?:option '(?:-\w, )?(--[\w-]+)[^']*' argument|command-argument value) '(.*)' is invalid(?: for argument '([^']+)')?\. (.*)$/.exec(
      message,
    ) ?? [];
  const name = option ?? argument;
  if (name === undefined) return message.replace(/\.$/, '');
  const right = reason
    .replace(/\.$/, '')
    .replace(/^It must/, 'but must')
    .replace(/^Allowed choices are/, 'but must be one of');
  return `${name} is "${value}", ${right}`;
}

function commandOf(program: Command, args: readonly string[]): Command {
  const child = program.commands.find((candidate) => candidate.name() === args[0]);
  return child ? commandOf(child, args.slice(1)) : program;
}

function depthOf(command: Command): number {
  return command.parent ? depthOf(command.parent) + 1 : 0;
}

/** As it is called: `skytape data import`. */
function callOf(command: Command): string {
  return command.parent ? `${callOf(command.parent)} ${command.name()}` : command.name();
}
