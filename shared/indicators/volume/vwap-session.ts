import { defineIndicator } from '../define.ts';
import type { Kernel, KernelState } from '../kernel.ts';
import { int } from '../parameters.ts';
import { expectLength } from '../state.ts';

const MINUTE_US = 60_000_000;
const DAY_MINUTES = 1440;
/** Minutes of a week from Monday; 1970-01-01 was a Thursday. */
const WEEK_MINUTES = 7 * DAY_MINUTES;
const THURSDAY = 3;
/** Minutes of the longest session of each kind: a day, a week, a month. */
const LONGEST = [DAY_MINUTES, WEEK_MINUTES, 31 * DAY_MINUTES] as const;

/** Volume-weighted average of the typical price since the session began; while it has no volume, the typical price itself. */
export class SessionVwap implements Kernel {
  readonly #anchor: number;
  readonly #startUs: number;
  #session = Number.NaN;
  #money = 0;
  #volume = 0;
  #value = Number.NaN;

  constructor(anchor: number, start: number) {
    this.#anchor = anchor;
    this.#startUs = start * MINUTE_US;
  }

  update(time: number, price: number, volume: number): number {
    const traded = price * volume;
    if (!Number.isFinite(time) || !Number.isFinite(traded)) return this.#value;
    const session = sessionOf((time - this.#startUs) / MINUTE_US, this.#anchor);
    if (session !== this.#session) {
      this.#session = session;
      this.#money = 0;
      this.#volume = 0;
    }
    this.#money += traded;
    this.#volume += volume;
    return (this.#value = this.#volume > 0 ? this.#money / this.#volume : price);
  }

  snapshot(): KernelState {
    return [this.#session, this.#money, this.#volume, this.#value];
  }

  restore(state: KernelState): void {
    expectLength(state, 4);
    [this.#session, this.#money, this.#volume, this.#value] = state as [number, number, number, number];
  }
}

/** Number of the day, the week from Monday, or the month in which a minute since 1970 lies. */
function sessionOf(minutes: number, anchor: number): number {
  const day = Math.floor(minutes / DAY_MINUTES);
  if (anchor === 0) return day;
  return anchor === 1 ? Math.floor((day + THURSDAY) / 7) : monthOf(day);
}

/** Months since year 0 of a day since 1970, in the Gregorian calendar: counted from March, so that the leap day comes last. */
function monthOf(day: number): number {
  const since = day + 719_468;
  const era = Math.floor(since / 146_097);
  const ofEra = since - era * 146_097;
  const year = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  return (era * 400 + year) * 12 + Math.floor((5 * ofYear + 2) / 153);
}

export const vwapSession = defineIndicator({
  id: 'vwap-session',
  name: 'Volume-weighted average price of the session',
  group: 'volume',
  about: 'Average typical price since the session began, each bar weighted by its volume.',
  inputs: ['time', 'hlc3', 'volume'],
  parameters: {
    anchor: int(0, { min: 0, max: 2, about: 'what a session is: 0 a day, 1 a week from Monday, 2 a month' }),
    start: int(0, { min: 0, max: DAY_MINUTES - 1, about: 'minutes after midnight UTC at which the day begins' }),
  },
  outputs: ['value'],
  unit: 'price',
  warmup: () => 0,
  settle: ({ anchor }) => LONGEST[anchor] as number,
  source:
    'Berkowitz, Logue & Noser (1988), "The total cost of transactions on the NYSE", J. of Finance 43:1. `settle` is in bars of a minute.',
  kernel: ({ anchor, start }) => new SessionVwap(anchor, start),
});
