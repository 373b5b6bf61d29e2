/** One thing that makes the simulated market harder: how it is typed, and what is right. */
export interface RealismField {
  readonly name: string;
  readonly label: string;
  readonly unit?: string;
  readonly hint: string;
  readonly kind: 'text' | 'number' | 'whole' | 'flag' | 'choice';
  /** Bounds of a number, both included unless `above` says that the lower one is not. */
  readonly min?: number;
  readonly max?: number;
  readonly above?: boolean;
  readonly choices?: readonly string[];
}

/** What a venue takes: above 0, else as the security master says. */
const size = (name: string, label: string, hint: string): RealismField => ({
  name,
  label,
  hint,
  kind: 'number',
  min: 0,
  max: 1e15,
  above: true,
});

/** What `execution` of a request may say, in the order of the form; lists of rates, splits, dividends and rules by instrument come by the command line. */
export const REALISM: readonly RealismField[] = [
  { name: 'fees', label: 'Fees', hint: 'instead of the commission: maker:2,taker:10 or share:0.005,minimum:1', kind: 'text' },
  { name: 'slippage', label: 'Slippage model', hint: 'instead of bps: spread:4, volume-share:0.1 or square-root:1', kind: 'text' },
  {
    name: 'volumeLimit',
    label: 'Volume',
    unit: 'share of a bar',
    hint: 'that orders may trade',
    kind: 'number',
    min: 0,
    max: 1,
    above: true,
  },
  { name: 'latencyMs', label: 'Latency', unit: 'ms', hint: 'to the venue', kind: 'number', min: 0, max: 86_400_000 },
  { name: 'latencyBars', label: 'Latency', unit: 'bars', hint: 'opens that an order misses', kind: 'whole', min: 0, max: 10_000 },
  {
    name: 'leverage',
    label: 'Leverage',
    unit: 'times',
    hint: 'liquidated below the maintenance margin',
    kind: 'number',
    min: 1,
    max: 1000,
  },
  {
    name: 'maintenance',
    label: 'Maintenance margin',
    unit: 'share',
    hint: 'else half of 1 / leverage',
    kind: 'number',
    min: 0,
    max: 1,
    above: true,
  },
  { name: 'liquidationFeeBps', label: 'Liquidation fee', unit: 'bps', hint: 'on top', kind: 'number', min: 0, max: 10_000 },
  { name: 'funding', label: 'Funding', unit: 'rate', hint: 'of a perpetual future, every 8 hours', kind: 'number', min: -1, max: 1 },
  { name: 'borrowRate', label: 'Borrowing', unit: 'a year', hint: 'of what is sold short: 0.03 is 3 %', kind: 'number', min: 0, max: 100 },
  {
    name: 'shortable',
    label: 'Shortable',
    unit: 'units',
    hint: 'that can be borrowed to be sold short',
    kind: 'number',
    min: 0,
    max: 1e15,
  },
  { name: 'interestRate', label: 'Interest', unit: 'a year', hint: 'of cash that is owed', kind: 'number', min: 0, max: 100 },
  { name: 'rolloverLong', label: 'Rollover long', unit: 'ticks a night', hint: 'negative is paid', kind: 'number' },
  { name: 'rolloverShort', label: 'Rollover short', unit: 'ticks a night', hint: 'negative is paid', kind: 'number' },
  { name: 'hours', label: 'Outside sessions', hint: 'what becomes of orders', kind: 'choice', choices: ['queue', 'reject'] },
  { name: 'calendar', label: 'Calendar', hint: 'NYSE, NSE or FX; else by the asset class', kind: 'text' },
  size('tick', 'Tick', 'smallest step of a price'),
  size('lot', 'Lot', 'smallest step of a quantity'),
  size('minQuantity', 'Smallest order', 'in units'),
  size('maxQuantity', 'Largest order', 'in units'),
  size('minNotional', 'Least worth of an order', 'price times quantity'),
  size('multiplier', 'Multiplier', 'units that one of quantity stands for'),
  { name: 'longOnly', label: 'No selling short', hint: '', kind: 'flag' },
  { name: 'uptickRule', label: 'Short only above the last close', hint: '', kind: 'flag' },
  { name: 'shortSaleRestriction', label: 'So only after a fall by a tenth, as SEC rule 201 has it', hint: '', kind: 'flag' },
];

/** As typed, by field; what is absent or empty is left out. A flag is `yes`. */
export type Realism = Readonly<Record<string, string>>;
const BY_NAME = new Map(REALISM.map((field) => [field.name, field]));
const ROLLOVER = ['rolloverLong', 'rolloverShort'] as const;

/** The form's field for a part of `execution` that was named with or without it: `fees`, `execution.rollover.long`. */
export function realismFieldFor(named: string): string | undefined {
  const field = named
    .replace(/^execution\./, '')
    .replace(/^rollover\.(long|short)$/, (_, side: string) => `rollover${side === 'long' ? 'Long' : 'Short'}`);
  return BY_NAME.has(field) ? `execution.${field}` : field === 'rollover' ? 'execution.rolloverLong' : undefined;
}

/** What is wrong, by `execution.NAME`. */
export function realismFaults(typed: Realism): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const field of REALISM) {
    const fault = faultOf(field, (typed[field.name] ?? '').trim());
    if (fault !== undefined) faults[`execution.${field.name}`] = fault;
  }
  const [given, missing] = [ROLLOVER.filter((name) => filled(typed, name)), ROLLOVER.filter((name) => !filled(typed, name))];
  if (given.length === 1) faults[`execution.${missing[0]}`] = 'both sides, or neither';
  return faults;
}

function faultOf({ kind, min = -Infinity, max = Infinity, above = false }: RealismField, text: string): string | undefined {
  if (text === '' || (kind !== 'number' && kind !== 'whole')) return undefined;
  const value = Number(text);
  const fits = value <= max && (above ? value > min : value >= min) && (kind === 'number' || Number.isInteger(value));
  if (fits) return undefined;
  const noun = kind === 'whole' ? 'a whole number' : 'a number';
  if (min === -Infinity) return noun;
  return above ? `${noun} above ${min}, at most ${max}` : `${noun} from ${min} to ${max}`;
}

/** `execution` of a request without faults; undefined when nothing was typed. */
export function executionOf(typed: Realism): Record<string, unknown> | undefined {
  const given = REALISM.filter(({ name }) => filled(typed, name) && !(ROLLOVER as readonly string[]).includes(name)).map(
    ({ name, kind }) => {
      const text = (typed[name] as string).trim();
      return [name, kind === 'flag' ? true : kind === 'number' || kind === 'whole' ? Number(text) : text] as const;
    },
  );
  const rollover = ROLLOVER.every((name) => filled(typed, name))
    ? [['rollover', { long: Number(typed['rolloverLong']), short: Number(typed['rolloverShort']) }] as const]
    : [];
  const all = [...given, ...rollover];
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

/** What a request's `execution` reads like in the form, and what the form has no field for. */
export function realismOf(execution: Readonly<Record<string, unknown>>): {
  readonly typed: Realism;
  readonly rest: Record<string, unknown>;
} {
  const typed: Record<string, string> = {};
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(execution)) {
    if (name === 'rollover') {
      const { long, short } = value as { long: number; short: number };
      Object.assign(typed, { rolloverLong: String(long), rolloverShort: String(short) });
    } else if (BY_NAME.has(name) && (typeof value === 'string' || typeof value === 'number')) typed[name] = `${value}`;
    else if (value === true) typed[name] = 'yes';
    else if (value !== false) rest[name] = value;
  }
  return { typed, rest };
}

const filled = (typed: Realism, name: string): boolean => (typed[name] ?? '').trim() !== '';
