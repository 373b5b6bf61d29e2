import type { EquityCurve } from '../../domain/run.ts';
import type { TimeUs } from '../../domain/time.ts';
import { Arena } from '../arena.ts';
import { EngineError } from '../error.ts';
import { checkOptions } from '../options.ts';
import { Column } from './column.ts';
import { type Funds, fundsOf, walletsOf } from './funds.ts';
import type { PortfolioInput, SleeveInput } from './input.ts';
import { LegBeside } from './leg-beside.ts';
import { type Market, marketsOf } from './market.ts';
import { type Conversion, conversionsOf } from './rates.ts';
import { type PortfolioResult, portfolioResult } from './result.ts';
import { Sleeve } from './sleeve.ts';
import type { Calendar } from './calendar.ts';
import { calendarsOf } from './timeline.ts';

/**
 * Runs strategies over the history of several instruments on one account. At every time the bars that close do so first, longer timeframes before shorter;
 * then each strategy is called once, with all that is known; then bars open, by instrument id. Throws `EngineError` when there is nothing to run on.
 */
export function runPortfolio(input: PortfolioInput): PortfolioResult {
  const { feeds, rates = [], onProgress, arena = new Arena() } = input;
  // What balances are worth is known once the rates are.
  checkOptions(input.balances === undefined ? input.options : { ...input.options, cash: 1 });
  if (input.options.execution?.detail !== undefined)
    throw new EngineError('detail', 'detail is given for the whole account, but it belongs to the feed whose bars it is finer than');
  const markets = marketsOf(feeds, input.options);
  const calendars = calendarsOf(markets);
  const currency = input.currency ?? commonCurrency(markets);
  const foreign = markets.map(({ instrument }) => instrument.currency).filter((own) => own !== currency);
  const conversions = conversionsOf([...new Set(foreign)].sort(), currency, [...feeds, ...rates]);
  const funds = fundsOf(input, { currency, conversions, startUs: nextOf(calendars) });
  const options = { ...input.options, cash: funds?.value ?? input.options.cash };
  const order = canonicalOrder(input.sleeves);
  const moving = funds?.conversions ?? conversions;
  const stage = { markets, arena, funds, alone: aloneOf(calendars, moving), room: roomOf(calendars) };
  const sleeves = sleevesOf({ ...input, options, sleeves: order.map((i) => input.sleeves[i] as SleeveInput) }, stage);
  const equity = playAll({ calendars, sleeves, conversions: moving, onProgress, arena });
  onProgress?.(1);
  return portfolioResult({ markets, sleeves, order, equity, currency, startEquity: options.cash });
}

/** Which sleeve comes when: by name, then by parameters and share, so that the order in which they are given says nothing. */
function canonicalOrder(sleeves: readonly SleeveInput[]): number[] {
  const keys = sleeves.map(({ strategy, name, values, share, instruments }) => {
    const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([name ?? strategy.id, sorted, share ?? null, instruments?.toSorted() ?? null]);
  });
  return [...sleeves.keys()].sort((a, b) => compareText(keys[a] as string, keys[b] as string));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

interface Play {
  readonly calendars: readonly Calendar[];
  readonly sleeves: readonly Sleeve[];
  readonly conversions: readonly Conversion[];
  readonly onProgress: ((share: number) => void) | undefined;
  readonly arena: Arena;
}

/** Progress is told once in so many times. */
const TELL_EVERY = 4096;

/** The loop over time. Returns the account's equity: its cash at the first open, then one point per distinct close. */
function playAll({ calendars, sleeves, conversions, onProgress, arena }: Play): EquityCurve {
  const alone = aloneOf(calendars, conversions);
  const time = new Column(new Float64Array(roomOf(calendars)));
  const mark = (timeUs: TimeUs) => {
    for (const sleeve of sleeves) sleeve.mark();
    time.push(timeUs);
  };
  const startUs = nextOf(calendars);
  const endUs = Math.max(...calendars.map((calendar) => calendar.lastOpenUs));
  const convert = converter(sleeves, conversions);
  let [steps, tellAt] = [0, TELL_EVERY];
  mark(startUs);
  for (let timeUs = startUs; timeUs !== Infinity; timeUs = nextOf(calendars)) {
    const closing = calendars.filter((calendar) => calendar.close(timeUs));
    for (const sleeve of sleeves) {
      if (closing.length > 0) sleeve.close(timeUs, closing);
      else sleeve.advance(timeUs);
    }
    convert(timeUs);
    if (closing.length > 0) {
      settle(closing, sleeves);
      mark(timeUs);
      for (const sleeve of sleeves) sleeve.hear(timeUs);
    }
    const opening = calendars.filter((calendar) => calendar.open(timeUs));
    for (const sleeve of sleeves) if (opening.length > 0) sleeve.open(timeUs);
    steps += 1 + (alone === undefined ? 0 : jump(alone, sleeves, time));
    if (steps < tellAt) continue;
    tellAt = steps + TELL_EVERY;
    onProgress?.(Math.min(1, (timeUs - startUs) / (endUs - startUs)));
  }
  for (const sleeve of sleeves) sleeve.settle();
  return { time: time.done(), value: sumOf(sleeves, arena) };
}

/** The calendar of a run that has one and no rates that move: nothing happens between two of its bars that the sleeves do not know of. */
function aloneOf(calendars: readonly Calendar[], conversions: readonly Conversion[]): Calendar | undefined {
  return calendars.length === 1 && conversions.length === 0 ? calendars[0] : undefined;
}

/** Points of an equity curve, where all calendars have the same times or lie in one. */
function roomOf(calendars: readonly Calendar[]): number {
  return 1 + Math.max(...calendars.map(({ length }) => length));
}

/** The account's curve: the sum of the sleeves'. */
function sumOf(sleeves: readonly Sleeve[], arena: Arena): Float64Array {
  const [first, ...others] = sleeves.map(({ equity }) => equity.done()) as [Float64Array, ...Float64Array[]];
  const sums = arena.take(first.length);
  sums.set(first);
  for (const curve of others) for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (curve[i] as number);
  return sums;
}

/** Bars that are passed over at once at most. */
const JUMP_BARS = 4096;

/** Passes over the bars from the one that is open on over which nothing trades and no strategy is asked; returns how many. Their closes are marked all the same. */
function jump(calendar: Calendar, sleeves: readonly Sleeve[], time: Column): number {
  const { bar: from } = calendar;
  if (!calendar.isOpen) return 0;
  let to = Math.min(calendar.length - 1, from + JUMP_BARS);
  for (const sleeve of sleeves) if (to > from) to = sleeve.quietUntil(calendar, to);
  if (to <= from) return 0;
  const first = time.extend(to - from);
  for (let bar = from; bar < to; bar++) time.values[first + bar - from] = calendar.closeUs(bar);
  for (const sleeve of sleeves) sleeve.pass(from);
  calendar.skipTo(to);
  return to - from;
}

function nextOf(calendars: readonly Calendar[]): TimeUs {
  let next = Infinity;
  for (const { nextUs } of calendars) if (nextUs < next) next = nextUs;
  return next;
}

/** Lets strategies see the bars that closed, and ends what ended. */
function settle(closing: readonly Calendar[], sleeves: readonly Sleeve[]): void {
  for (const calendar of closing) {
    calendar.show();
    if (calendar.bar === calendar.length - 1 && calendar.markets[0]?.ends) for (const sleeve of sleeves) sleeve.end(calendar);
  }
}

/** Gives every position in another currency the rate that is known at a time. */
function converter(sleeves: readonly Sleeve[], conversions: readonly Conversion[]): (timeUs: TimeUs) => void {
  for (const { currency, rate } of conversions) for (const sleeve of sleeves) sleeve.convert(currency, rate);
  return (timeUs) => {
    for (const conversion of conversions) {
      const before = conversion.rate;
      conversion.advance(timeUs);
      if (conversion.rate !== before) for (const sleeve of sleeves) sleeve.convert(conversion.currency, conversion.rate);
    }
  };
}

function commonCurrency(markets: readonly Market[]): string {
  const currencies = [...new Set(markets.map(({ instrument }) => instrument.currency))].sort();
  if (currencies.length === 1) return currencies[0] as string;
  throw new EngineError('currency', `the instruments count in ${currencies.join(' and ')}; name the one that the account counts in`);
}

/** How far shares may add up past 1 by rounding. */
const SHARE_SLACK = 1e-9;

interface Stage {
  readonly markets: readonly Market[];
  readonly arena: Arena;
  readonly funds: Funds | undefined;
  readonly alone: Calendar | undefined;
  readonly room: number;
}

function sleevesOf({ sleeves, options, beside }: PortfolioInput, { markets, arena, funds, alone, room }: Stage): Sleeve[] {
  if (sleeves.length === 0) throw new EngineError('strategies', 'a portfolio needs at least one strategy');
  const shares = sharesOf(sleeves);
  if (sleeves.length > 1) for (const market of markets) market.held = new Uint8Array(market.count);
  const names = new Set<string>();
  const surroundings = new LegBeside(markets, beside);
  return sleeves.map(({ strategy, values, instruments, name }, i) => {
    const share = shares[i] as number;
    const own = { ...options, cash: options.cash * share };
    return new Sleeve({
      name: unusedName(names, name ?? strategy.id),
      strategy,
      values,
      markets: chosen(markets, instruments),
      options: own,
      wallets: funds && walletsOf(funds, share),
      beside: surroundings,
      alone,
      room,
      arena,
    });
  });
}

/** Parts of the cash that add up to 1. Throws `EngineError` when they cannot. */
export function sharesOf(sleeves: readonly { readonly share?: number | undefined }[]): number[] {
  // From the smallest, so that the order in which they are given says nothing.
  const given = sleeves
    .map(({ share = 0 }) => share)
    .sort((a, b) => a - b)
    .reduce((sum, share) => sum + share, 0);
  const open = sleeves.filter(({ share }) => share === undefined).length;
  const fault = sleeves.find(({ share }) => share !== undefined && !(share > 0 && share <= 1));
  if (fault) throw new EngineError('share', `a strategy's share is ${fault.share}, but must be above 0 and at most 1`);
  const fits = open > 0 ? given < 1 - SHARE_SLACK : Math.abs(given - 1) <= SHARE_SLACK;
  if (!fits) throw new EngineError('share', `the strategies' shares add up to ${given}, but must add up to 1`);
  return sleeves.map(({ share }) => share ?? (1 - given) / open);
}

function unusedName(names: Set<string>, wanted: string): string {
  let name = wanted;
  for (let i = 2; names.has(name); i++) name = `${wanted}-${i}`;
  names.add(name);
  return name;
}

function chosen(markets: readonly Market[], ids: readonly string[] | undefined): readonly Market[] {
  if (ids === undefined) return markets;
  const unknown = ids.find((id) => !markets.some(({ instrument }) => instrument.id === id));
  if (unknown === undefined) return markets.filter(({ instrument }) => ids.includes(instrument.id));
  const known = markets.map(({ instrument }) => instrument.id).join(', ');
  throw new EngineError('instruments', `there is no instrument "${unknown}" (there are: ${known})`);
}
