import { type Bars, closeUsOf, firstBarAtOrAfter } from '../../domain/bars.ts';
import type { Fill } from '../../domain/fill.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { EquityCurve } from '../../domain/run.ts';
import { ActionCalendar, type CorporateAction } from '../../engine/carry/actions.ts';

/** The bars of a run, from its first open on, and what happened to the shares meanwhile. */
export interface HeldBars {
  readonly bars: Bars;
  readonly instrument: Instrument;
  readonly actions: readonly CorporateAction[] | undefined;
}

/** What `cash` would be worth in the instrument from the first open on, without costs: the cash, then one value a close. */
export function heldValue({ bars, instrument, actions = [] }: HeldBars, cash: number): EquityCurve {
  const { length, open, close } = bars;
  const calendar = calendarAfter(actions, instrument, bars.time[0] as number);
  const time = new Float64Array(length + 1);
  const value = new Float64Array(length + 1);
  let [growth, paid] = [1, 0];
  time[0] = bars.time[0] as number;
  value[0] = cash;
  for (let row = 0; row < length; row++) {
    for (let action = calendar.take(bars.time[row] as number); action !== undefined; action = calendar.take(bars.time[row] as number)) {
      paid += (cash * growth * (action.dividend ?? 0)) / (open[0] as number);
      growth *= action.split ?? 1;
    }
    time[row + 1] = (bars.time[row] as number) + bars.timeframeUs;
    value[row + 1] = (cash * growth * (close[row] as number)) / (open[0] as number) + paid;
  }
  return { time, value };
}

/** An instrument of an account's run. */
export interface Holding {
  /** What 1 would be worth in it all along, without costs, at each point of the account's curve. */
  readonly curve: EquityCurve;
  /** Mean over the account's closes of the signed value of what was held of it, as a share of the account's equity. */
  readonly exposure: number;
}

interface HeldLine {
  readonly held: HeldBars;
  /** Of all strategies, ascending in time. */
  readonly fills: readonly Fill[];
  /** Into the account's currency at each point of its curve, NaN while unknown; undefined where there is nothing to convert. */
  readonly rates?: Float64Array | undefined;
}

/** An instrument's part in a run with that equity. */
export function holdingOf({ held, fills, rates }: HeldLine, equity: EquityCurve): Holding {
  const { bars, instrument } = held;
  const units = unitsAtCloses(fills, held);
  const worth = heldValue(held, 1).value;
  const lastUs = closeUsOf(bars, bars.length - 1);
  const value = new Float64Array(equity.time.length);
  // Of the first open: the last rate known by then, or where there was none the first.
  let [first, sum] = [NaN, 0];
  for (let point = 0; point < value.length; point++) {
    const timeUs = equity.time[point] as number;
    const row = point === 0 ? -1 : closedRow(held, timeUs);
    const rate = rates === undefined ? 1 : (rates[point] as number);
    if (!Number.isNaN(rate) && (Number.isNaN(first) || timeUs <= (bars.time[0] as number))) first = rate;
    // Before its first close and after its last it earns nothing, its currency neither.
    const isHeld = row >= 0 && timeUs <= lastUs;
    value[point] = isHeld ? (worth[row + 1] as number) * (Number.isNaN(rate) ? 1 : rate / first) : (value[point - 1] ?? 1);
    const money = equity.value[point] as number;
    if (row < 0 || !(money > 0) || Number.isNaN(rate)) continue;
    sum += ((units[row] as number) * (bars.close[row] as number) * instrument.multiplier * rate) / money;
  }
  return { curve: { time: equity.time, value }, exposure: sum / (value.length - 1) };
}

/** Signed units that fills, ascending in time, leave at each close; what the end of the instrument's bars closed is gone at the last. */
export function unitsAtCloses(fills: readonly Fill[], { bars, instrument, actions = [] }: HeldBars): Float64Array {
  const calendar = calendarAfter(actions, instrument, bars.time[0] as number);
  const units = new Float64Array(bars.length);
  let [held, at] = [0, 0];
  for (let row = 0; row < bars.length; row++) {
    const openUs = bars.time[row] as number;
    for (let action = calendar.take(openUs); action !== undefined; action = calendar.take(openUs)) held *= action.split ?? 1;
    const nextUs = bars.time[row + 1] ?? Infinity;
    for (; at < fills.length && (fills[at] as Fill).timeUs < nextUs; at++) {
      const { side, quantity } = fills[at] as Fill;
      held += side === 'buy' ? quantity : -quantity;
    }
    units[row] = held;
  }
  return units;
}

/** What happened before the first open is in its price. */
function calendarAfter(actions: readonly CorporateAction[], { symbol }: Instrument, startUs: number): ActionCalendar {
  const calendar = new ActionCalendar(actions, symbol);
  while (calendar.take(startUs) !== undefined);
  return calendar;
}

/** Row of the last bar that has closed at `timeUs`; -1 before the first. */
export function closedRow({ bars }: Pick<HeldBars, 'bars'>, timeUs: number): number {
  const opened = firstBarAtOrAfter(bars, timeUs + 1) - 1;
  return opened >= 0 && closeUsOf(bars, opened) > timeUs ? opened - 1 : opened;
}
