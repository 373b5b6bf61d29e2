import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Execution } from '../shared/contracts/execution.ts';
import { ORDER_RULES } from '../shared/domain/instrument.ts';
import { number } from './option-values.ts';
import { readActions, readFunding } from './execution-files.ts';

/** The options of a simulated market, as commander hands them over. */
export interface ExecutionFlags {
  readonly fees?: string;
  readonly slippage?: string;
  readonly volumeLimit?: number;
  readonly latency?: number;
  readonly latencyBars?: number;
  readonly hours?: 'queue' | 'reject';
  readonly calendar?: string;
  readonly tick?: number;
  readonly lot?: number;
  readonly multiplier?: number;
  readonly minQuantity?: number;
  readonly maxQuantity?: number;
  readonly minNotional?: number;
  /** False when the security master is not to be asked. */
  readonly master?: boolean;
  readonly leverage?: number;
  readonly maintenance?: number;
  readonly liquidationFeeBps?: number;
  readonly longOnly?: boolean;
  readonly uptickRule?: boolean;
  readonly shortSaleRestriction?: boolean;
  readonly shortable?: NonNullable<Execution['shortable']>;
  readonly funding?: string;
  readonly borrowRate?: NonNullable<Execution['borrowRate']>;
  readonly interestRate?: number;
  readonly rollover?: { readonly long: number; readonly short: number };
  readonly actions?: string;
}

/** The options that make the simulated market as hard as a real one. All may be left out. */
export function withExecution(command: Command): Command {
  return command
    .optionsGroup('A market as hard as a real one (docs/guides/realistic-fills.md):')
    .option('--fees <model>', 'instead of --commission-bps: maker:2,taker:10, share:0.005,minimum:1, tier:1000000=1/8, or a file of costs/')
    .option(
      '--slippage <model>',
      'instead of --slippage-bps: bps:5, fixed:0.01, spread:4, volume-share:0.1, square-root:1, or a file of costs/',
    )
    .option('--volume-limit <share>', 'share of the volume of a bar that all orders together may trade', number)
    .option('--latency <time>', 'how long an order takes to the venue, like 250ms or 2s', latency)
    .option('--latency-bars <count>', 'opens that an order misses', number)
    .option('--detail <files...>', 'bars of a shorter timeframe, or trades, one for each --data: they say what happened inside a bar')
    .addOption(
      new Option('--hours <policy>', 'orders outside the sessions of the market wait or are rejected').choices(['queue', 'reject']),
    )
    .option('--calendar <name>', 'sessions of the market, like NYSE, NSE or FX (default: by the asset class)')
    .option('--tick <size>', 'smallest step of a price (default of this and of the next five: as the security master says)', number)
    .option('--lot <size>', 'smallest step of a quantity', number)
    .option('--multiplier <units>', 'units of the underlying that one contract stands for', number)
    .option('--min-quantity <quantity>', 'smaller orders are refused', number)
    .option('--max-quantity <quantity>', 'larger orders are refused; targets and exits go in several', number)
    .option('--min-notional <amount>', 'orders that are worth less are refused', number)
    .option('--no-master', 'do not ask the security master for the rules of the instruments')
    .option(
      '--leverage <times>',
      'positions may be worth so many times the equity; below the maintenance margin they are liquidated',
      number,
    )
    .option('--maintenance <share>', 'maintenance margin as a share of what positions are worth (default: half of 1 / leverage)', number)
    .option('--liquidation-fee-bps <bps>', 'what a liquidation costs on top', number)
    .option('--long-only', 'no selling short')
    .option('--uptick-rule', 'short sales only above the last close')
    .option('--short-sale-restriction', 'so for the day of a fall by a tenth and the next, as SEC rule 201 has it for US shares')
    .option('--shortable <units>', 'what can be borrowed to be sold short, like 10000 or GME=0,AMC=500 (default: all of it)', byInstrument)
    .option('--funding <rate|file>', 'of a perpetual future: a rate every eight hours, or a CSV file of time and rate')
    .option('--borrow-rate <rate>', 'what selling short costs a year, 0.03 for 3 %, or 0.03,GME=0.8 by symbol', byInstrument)
    .option('--interest-rate <rate>', 'what cash that is owed costs a year', number)
    .option('--rollover <points>', 'swap points a night in ticks, like long:-0.6,short:0.2', rollover)
    .option('--actions <file>', 'splits and dividends of raw data: a CSV file of date, type (split or dividend), value and perhaps symbol')
    .optionsGroup('Options:');
}

/** Flags that the request has by the same name. */
const AS_GIVEN = [
  'fees',
  'slippage',
  'volumeLimit',
  'latencyBars',
  'hours',
  'calendar',
  ...ORDER_RULES,
  'leverage',
  'maintenance',
  'liquidationFeeBps',
  'longOnly',
  'uptickRule',
  'shortSaleRestriction',
  'shortable',
  'borrowRate',
  'interestRate',
  'rollover',
] as const satisfies readonly (keyof ExecutionFlags & keyof Execution)[];

/** The flags as the API's request says them; undefined when none was given. */
export function executionOf(flags: ExecutionFlags): Execution | undefined {
  const { latency: latencyMs, master, funding, actions } = flags;
  const said = {
    ...Object.fromEntries(AS_GIVEN.map((name) => [name, flags[name]])),
    latencyMs,
    instruments: master === false ? {} : undefined,
    funding: funding === undefined ? undefined : fundingOf(funding),
    actions: actions === undefined ? undefined : readActions(actions),
  };
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : (Object.fromEntries(given) as Execution);
}

function fundingOf(text: string): NonNullable<Execution['funding']> {
  const rate = Number(text);
  return text.trim() !== '' && Number.isFinite(rate) ? rate : readFunding(text);
}

/** A number for every instrument, or with symbols one for each; a part without one is for those that are not named. */
function byInstrument(text: string): number | Record<string, number> {
  const parts = text.split(',').map((part) => /^(?:(.+)=)?([^=]+)$/.exec(part.trim()));
  const entries = parts.map((match) => [match?.[1] ?? '*', Number(match?.[2]?.trim() || NaN)] as const);
  if (entries.some(([, value]) => !(value >= 0 && value < Infinity)))
    throw new InvalidArgumentError('It must be a number, or symbols with a number each, like 0.03,GME=0.8.');
  const twice = entries.find(([symbol], i) => entries.findIndex(([other]) => other === symbol) !== i)?.[0];
  if (twice !== undefined) throw new InvalidArgumentError(`but ${twice === '*' ? 'the number of all others' : twice} is given twice.`);
  const [only] = entries;
  return entries.length === 1 && only?.[0] === '*' ? only[1] : Object.fromEntries(entries);
}

/** Milliseconds. */
function latency(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text);
  if (!match) throw new InvalidArgumentError('It must be a number and a unit, like 250ms, 2s or 1m.');
  return Number(match[1]) * { ms: 1, s: 1000, m: 60_000 }[match[2] as 'ms' | 's' | 'm'];
}

function rollover(text: string): { long: number; short: number } {
  const match = /^long:(-?\d+(?:\.\d+)?),short:(-?\d+(?:\.\d+)?)$/.exec(text);
  if (match) return { long: Number(match[1]), short: Number(match[2]) };
  throw new InvalidArgumentError('It must be the points of both sides, like long:-0.6,short:0.2.');
}
