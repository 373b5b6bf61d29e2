import { type Command, Option } from 'commander';
import { CALENDARS } from '../shared/domain/calendar/calendar.ts';
import { SECURITY_STATUSES } from '../shared/domain/master/security.ts';
import { ASSET_CLASSES, demand, JSON_OUT, number } from './option-values.ts';

const API = new Option('--api <url>', 'the master of a running platform instead of the file in SKYTAPE_HOME');
const CLASS = new Option('--class <class>', 'what kind of instrument').choices(ASSET_CLASSES);

const EXAMPLES = `
Examples:
  skytape instruments refresh --source ccxt:binance
  skytape instruments add AAPL --class equity --exchange NASDAQ --currency USD --source alpaca
  skytape instruments activate AAPL --priority 1 --api http://127.0.0.1:4600`;

/** `skytape instruments`: the security master. */
export function addInstruments(program: Command): void {
  const instruments = program
    .command('instruments')
    .description('the security master: what there is to trade, where, and what is collected');
  instruments.addHelpText('after', EXAMPLES);
  addReading(instruments);
  addChanging(instruments);
}

function addReading(instruments: Command): void {
  instruments
    .command('list')
    .description('instruments by id, now or as of a day')
    .addOption(CLASS)
    .option('--exchange <name>', 'listed there')
    .addOption(new Option('--status <status>', 'only these').choices(SECURITY_STATUSES))
    .option('--underlying <name>', 'contracts on this, with their expiries')
    .option('--text <part>', 'part of id, symbol or name')
    .option('--as-of <day>', 'as it was on that day, ISO 8601')
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (options) => (await import('./commands/instruments.ts')).instrumentsList(options));
  instruments
    .command('show <id>')
    .description('all that is known of one')
    .option('--as-of <day>', 'as it was on that day, ISO 8601')
    .option('--history', 'who changed it, when and how, newest first')
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (id, options) => (await import('./commands/instruments.ts')).instrumentsShow(id, options));
}

function addChanging(instruments: Command): void {
  instruments
    .command('add <id>')
    .description('create an instrument, or change what is given of one that is there')
    .addOption(CLASS)
    .option('--exchange <name>', 'where it is listed')
    .option('--currency <code>', 'what its prices are counted in')
    .option('--symbol <symbol>', 'its symbol (default: the id)')
    .option('--base <code>', 'what a position is counted in')
    .option('--tick <size>', 'smallest step of a price', number)
    .option('--lot <size>', 'smallest step of a quantity', number)
    .option('--multiplier <units>', 'units of the underlying that one contract stands for', number)
    .option('--min-quantity <quantity>', 'smallest order that its venue takes', number)
    .option('--max-quantity <quantity>', 'largest order that its venue takes', number)
    .option('--min-notional <amount>', 'least that an order must be worth', number)
    .addOption(new Option('--calendar <name>', 'when its market is open').choices(CALENDARS))
    .option('--name <name>', 'of the company or contract')
    .option('--sector <name>', 'of the company')
    .option('--priority <1-9>', '1 is collected first', number)
    .option('--listed <day>', 'first day of trading')
    .option('--delisted <day>', 'first day on which it is no longer traded')
    .option('--source <source>', 'where its data comes from: ccxt:binance, alpaca, ...')
    .option('--source-symbol <symbol>', 'what that source is asked for (default: the symbol)')
    .option('--venue-symbol <symbol>', "the venue's own spelling")
    .option('--underlying <name>', 'of a contract')
    .option('--expiry <day>', 'of a future or an option')
    .option('--strike <price>', 'of an option', number)
    .addOption(new Option('--right <right>', 'of an option').choices(['call', 'put']))
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (id, options) => (await import('./commands/instruments.ts')).instrumentsAdd(id, options));
  instruments
    .command('refresh')
    .description('bring the master in line with what a source lists: adds, changes, retires')
    .option('--source <source>', 'ccxt:binance or any exchange of ccxt, alpaca, oanda, kite, finnhub')
    .option('--csv <file>', 'the list as a CSV file, instead of asking the source')
    .option('--exchange <name>', 'of instruments whose list does not say it')
    .option('--retire-share-max <share>', 'retire at most this share of what the source had; above it none (default: 0.1)', number)
    .addOption(JSON_OUT)
    .addOption(API)
    .addOption(new Option('--venue-url <url>', 'ask this origin instead of the venue').hideHelp())
    .action(async (options) => {
      demand(options, 'source');
      await (await import('./commands/instruments.ts')).instrumentsRefresh(options);
    });
  for (const [name, about] of [
    ['activate', 'have an instrument collected; on a platform within a minute'],
    ['deactivate', 'have it collected no longer'],
  ] as const) {
    const command = instruments.command(`${name} <id>`).description(about).addOption(JSON_OUT).addOption(API);
    if (name === 'activate') command.option('--priority <1-9>', '1 is collected first', number);
    command.action(async (id, options) => {
      const { instrumentsActivate, instrumentsDeactivate } = await import('./commands/instruments.ts');
      await (name === 'activate' ? instrumentsActivate(id, options) : instrumentsDeactivate(id, options));
    });
  }
}
