import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BacktestRequest } from '../shared/contracts/schemas.ts';
import type { CashByCurrency } from '../shared/domain/wallet.ts';
import type { BacktestOptions } from './backtest-options.ts';
import { number } from './option-values.ts';
import { UserError } from './user-error.ts';

type PlannedRequest = NonNullable<BacktestRequest['strategies']>;

/** What `backtest` takes beside the options of every run: one account for all data sets, and several strategies on it. */
export function withAccount(command: Command): Command {
  command.options.find(({ long }) => long === '--strategy')?.argParser(another);
  const cash = command.options.find(({ long }) => long === '--cash');
  if (cash) cash.description = 'starting cash; of a shared account also by currency, like 10000:USD, again for each';
  cash?.argParser(amounts());
  return command
    .addOption(
      new Option('--account <kind>', 'shared: all data trades on one account; split: each has an equal part of the cash (default)').choices(
        ['split', 'shared'],
      ),
    )
    .option('--currency <code>', 'what a shared account counts in (default: the currency of the data)')
    .option('--rates <files...>', 'bars of currency pairs that convert into it; not traded')
    .option('--conversion-bps <bps>', 'what changing one currency into another costs, with cash by currency (default: 0)', number);
}

/** Parses `10000`, or `10000:USD` again and again; what commander hands over the first time is the default. */
function amounts(): (text: string, before?: number | CashByCurrency) => number | CashByCurrency {
  const given: string[] = [];
  return (text, before) => {
    const [, value, currency] = /^([^:]*):([A-Z0-9]{2,10})$/.exec(text) ?? [];
    if (value !== undefined && currency !== undefined && (given.length === 0 || typeof before === 'object')) {
      const held = given.length > 0 && typeof before === 'object' ? before : {};
      given.push(text);
      if (Object.hasOwn(held, currency)) throw new InvalidArgumentError(`${currency} is given twice.`);
      return { ...held, [currency]: number(value) };
    }
    given.push(text);
    if (given.length === 1) return number(text);
    throw new InvalidArgumentError('It must be one amount, or amounts with their currencies like 10000:USD.');
  };
}

/** `--strategy` again makes several of them. */
function another(text: string, before?: string | readonly string[]): string | string[] {
  return before === undefined ? text : [...(typeof before === 'string' ? [before] : before), text];
}

type Given = Omit<BacktestOptions, 'strategy' | 'strategies'> & { readonly strategy?: string | readonly string[] };

/** Several `--strategy`, or one with its share like `sma-cross=0.5`, as `strategies` of the request; `--param sma-cross.fast=5` belongs to the one it names. */
export function resolveStrategies(options: Given): BacktestOptions {
  const { strategy, param = {}, ...rest } = options;
  const given = strategy === undefined ? [] : typeof strategy === 'string' ? [strategy] : strategy;
  const [only] = given;
  if (only === undefined) return { ...rest, param };
  if (given.length === 1 && !only.includes('=')) return { ...rest, param, strategy: only };
  const strategies: PlannedRequest = given.map((text) => {
    const match = /^([^=]+)(?:=(.*))?$/.exec(text);
    const id = match?.[1] ?? text;
    return { strategy: id, params: paramsOf(id, param), ...(match?.[2] === undefined ? {} : { share: shareOf(match[2], text) }) };
  });
  const stray = Object.keys(param).find((name) => !given.some((text) => name.startsWith(`${text.split('=')[0]}.`)));
  if (stray !== undefined) {
    throw new UserError(
      `--param ${stray}: with several strategies write which one it belongs to, like ${strategies[0]?.strategy}.${stray}`,
    );
  }
  return { ...rest, strategies };
}

function paramsOf(id: string, param: Readonly<Record<string, number>>): Record<string, number> {
  const own = Object.entries(param).filter(([name]) => name.startsWith(`${id}.`));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(id.length + 1), value]));
}

function shareOf(text: string, whole: string): number {
  const share = Number(text);
  if (text !== '' && share > 0 && share <= 1) return share;
  throw new UserError(`--strategy is "${whole}", but its share must be above 0 and at most 1, like sma-cross=0.5`);
}
