import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BacktestRequest } from '../shared/contracts/schemas.ts';
import { memberNames } from '../shared/domain/member-names.ts';
import type { CashByCurrency } from '../shared/domain/wallet.ts';
import type { BacktestOptions } from './backtest-options.ts';
import { number } from './option-values.ts';
import { UserError } from './user-error.ts';

type PlannedRequest = NonNullable<BacktestRequest['strategies']>;

/** What a run and a study of runs take beside the options of every run: one account for all data sets, and several strategies on it. */
export function withAccount(command: Command): Command {
  const strategy = command.options.find(({ long }) => long === '--strategy');
  if (strategy)
    strategy.description = `${strategy.description}; again for several on one account, with shares of its cash like sma-cross=0.5`;
  strategy?.argParser(another);
  const cash = command.options.find(({ long }) => long === '--cash');
  if (cash) cash.description = 'starting cash; of a shared account also by currency, like 10000:USD, again for each';
  cash?.argParser(amounts());
  const param = command.options.find(({ long }) => long === '--param');
  if (param) param.description = param.description.replace(';', ', of several strategies like sma-cross.fast=5;');
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
      if (Object.hasOwn(held, currency)) throw new InvalidArgumentError(`but ${currency} is given already.`);
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

/** Options in which a strategy may have been given again and again. */
type Given<O> = Omit<O, 'strategy' | 'strategies'> & { readonly strategy?: string | readonly string[] };
type Params = Readonly<Record<string, number>>;
type Resolved = Pick<BacktestOptions, 'strategy' | 'strategies' | 'param'>;

/**
 * Several `--strategy`, or one with its share like `sma-cross=0.5`, as `strategies` of the request. Of several, `--param sma-cross.fast=5` belongs to the one it
 * names; the second of the same id is `sma-cross-2`.
 */
export function resolveStrategies<O extends Resolved>(options: Given<O>): O {
  const { strategy = [], param, ...rest } = options;
  return { ...rest, ...resolved(typeof strategy === 'string' ? [strategy] : strategy, param) } as unknown as O;
}

function resolved(given: readonly string[], param: Params = {}): Resolved {
  const [only] = given;
  if (only === undefined) return { param };
  if (given.length === 1 && !only.includes('=')) return { param, strategy: only };
  const asked = given.map((text) => ({ id: text.split('=')[0] as string, ...shareOf(text) }));
  const names = given.length === 1 ? [] : memberNames(asked.map(({ id }) => id));
  const stray = Object.keys(param).find((name) => names.length > 0 && !names.some((own) => name.startsWith(`${own}.`)));
  if (stray !== undefined)
    throw new UserError(
      `--param ${stray}: with several strategies write which one it belongs to, like ${names[0]}.${stray.split('.').at(-1)}`,
    );
  const strategies: PlannedRequest = asked.map(({ id, ...share }, i) => ({ strategy: id, params: paramsOf(names[i], param), ...share }));
  return { strategies };
}

/** Those of the strategy of that name; all of them where it is the only one. */
function paramsOf(name: string | undefined, param: Params): Record<string, number> {
  if (name === undefined) return { ...param };
  const own = Object.entries(param).filter(([key]) => key.startsWith(`${name}.`));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(name.length + 1), value]));
}

function shareOf(text: string): { share?: number } {
  const at = text.indexOf('=');
  if (at < 0) return {};
  const share = Number(text.slice(at + 1));
  if (at + 1 < text.length && share > 0 && share <= 1) return { share };
  throw new UserError(`--strategy is "${text}", but its share must be above 0 and at most 1, like sma-cross=0.5`);
}
