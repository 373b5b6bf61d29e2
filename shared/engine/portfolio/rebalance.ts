import type { Side } from '../../domain/order.ts';
import type { TimeUs } from '../../domain/time.ts';
import type { Account } from '../account.ts';
import { EngineError } from '../error.ts';
import { wholeLots } from '../lots.ts';
import type { Leg } from './leg.ts';

/** What weights may miss 1 by: rounding of sums like ten tenths. */
const SUM_SLACK = 1e-9;

/** Weights that wait for the opens of their instruments. */
export class Rebalance {
  readonly #weights: Float64Array;
  readonly #band: number;
  readonly #legs: readonly Leg[];
  readonly #account: Account;
  /** Signed lots by leg of earlier rebalances that cannot be taken back any more. */
  readonly #coming: Float64Array;
  #waiting = 0;

  constructor({ legs, account, weights, band }: RebalanceParts) {
    this.#legs = legs;
    this.#account = account;
    this.#weights = weights;
    this.#coming = new Float64Array(legs.length);
    this.#band = band;
    for (let i = 0; i < weights.length; i++) {
      if (weights[i] === 0 && legs[i]?.holding.lots === 0 && !legs[i]?.isUnfinished) weights[i] = NaN;
      else this.#waiting++;
    }
  }

  get done(): boolean {
    return this.#waiting === 0;
  }

  /**
   * Trades the legs that open at `timeUs`: first those that shrink, then the others, each lot by lot within what is left. Other orders of theirs go with them,
   * but for what is left of earlier rebalances: it is taken back, or counts as held where it is on its way.
   */
  open(timeUs: TimeUs): void {
    const legs = this.#legs;
    const opens = (leg: Leg) => leg.market.calendar.openedUs === timeUs;
    const { equity, volume } = this.#account;
    volume?.forget(timeUs);
    for (let i = 0; i < legs.length; i++) {
      const leg = legs[i] as Leg;
      if (!opens(leg) || !this.#tradable(leg, i)) continue;
      this.#coming[i] = leg.isUnfinished ? leg.recall(leg.row) : 0;
      const lots = this.#held(leg, i);
      const change = this.#change(leg, i, equity);
      if (change * lots < 0 && Math.abs(change) <= Math.abs(lots)) this.#trade(leg, i, change);
    }
    const left = this.#account.equity;
    for (let i = 0; i < legs.length; i++) {
      const leg = legs[i] as Leg;
      if (!opens(leg)) continue;
      if (this.#tradable(leg, i)) this.#trade(leg, i, this.#within(leg, i, this.#change(leg, i, left)));
      else leg.open(leg.row);
    }
  }

  #tradable(leg: Leg, index: number): boolean {
    return !Number.isNaN(this.#weights[index]) && leg.row > 0 && !Number.isNaN(leg.holding.rate);
  }

  #trade(leg: Leg, index: number, change: number): void {
    leg.rebalance(change, leg.row);
    this.#weights[index] = NaN;
    this.#waiting--;
  }

  /** Signed lots that take the leg from what it holds to its weight of `equity` at the open, slippage and commission counted as `target` counts them. */
  #change(leg: Leg, index: number, equity: number): number {
    const held = this.#held(leg, index);
    const weight = this.#weights[index] as number;
    if (weight === 0) return -held;
    if (Math.abs(this.#worth(leg, index) / equity - weight) < this.#band) return 0;
    const change = lotsOf(leg, weight, equity, 0) - held;
    // The impact of the size that is too large is no less than that of the size that fits.
    return leg.slipsBySize ? lotsOf(leg, weight, equity, change) - held : change;
  }

  /** Signed lots held, with what is on its way. */
  #held({ holding }: Leg, index: number): number {
    return holding.lots + (this.#coming[index] as number);
  }

  /** What they are worth. */
  #worth({ holding, openPrice }: Leg, index: number): number {
    const coming = this.#coming[index] as number;
    if (coming === 0) return holding.value;
    return holding.value + holding.units(coming) * openPrice * holding.instrument.multiplier * holding.rate;
  }

  /** The part of a change that the money left bears, so that costs and gaps cut the last legs instead of refusing them. */
  #within(leg: Leg, index: number, change: number): number {
    const { holding } = leg;
    const held = this.#held(leg, index);
    const after = held + change;
    const kept = after * held > 0 ? held : 0;
    const { equity, leverage } = this.#account;
    const free = leverage * equity - this.#account.grossBeside(holding) - (kept === 0 ? 0 : Math.abs(this.#worth(leg, index)));
    const size = holding.affordable(free, leg.openPaid(change, change), leverage, sideOf(change));
    const grown = Math.min(Math.abs(after - kept), wholeLots(Math.max(0, size), holding.instrument.lot));
    if (Math.abs(after) <= Math.abs(kept)) return change;
    const most = kept + Math.sign(after) * grown - held;
    // What closes a side costs as well.
    return held !== 0 && kept === 0 ? largestBorne(leg, -held, most) : most;
  }
}

/** Signed lots that are worth `weight` of the equity at the open, when so many of them are `traded`. */
function lotsOf(leg: Leg, weight: number, equity: number, traded: number): number {
  const { holding } = leg;
  const size = holding.affordable(Math.abs(weight) * equity, leg.openPaid(weight, traded), Math.abs(weight), sideOf(weight));
  const lots = wholeLots(Math.max(0, size), holding.instrument.lot);
  return weight > 0 ? lots : -lots;
}

/** The largest change from `least` on to `most` that the account bears. */
function largestBorne(leg: Leg, least: number, most: number): number {
  const bears = (change: number) => leg.holding.bears(change, leg.openPaid(change, change));
  if (bears(most)) return most;
  let [borne, refused] = [least, most];
  while (Math.abs(refused - borne) > 1) {
    const middle = Math.trunc((borne + refused) / 2);
    if (bears(middle)) borne = middle;
    else refused = middle;
  }
  return borne;
}

function sideOf(direction: number): Side {
  return direction > 0 ? 'buy' : 'sell';
}

interface RebalanceParts {
  readonly legs: readonly Leg[];
  readonly account: Account;
  /** By leg. */
  readonly weights: Float64Array;
  readonly band: number;
}

/** Weights by leg. Throws `EngineError` for a name that is no leg, for what is no number, and for more than `leverage` times the equity. */
export function weightsByLeg(legs: readonly Leg[], weights: Readonly<Record<string, number>>, leverage: number): Float64Array {
  const byLeg = new Float64Array(legs.length);
  let named = 0;
  let gross = 0;
  legs.forEach(({ market }, i) => {
    const weight = weights[market.instrument.id];
    if (weight === undefined) return;
    named++;
    if (!Number.isFinite(weight)) {
      throw new EngineError('weights', `rebalance: the weight of ${market.instrument.id} is ${weight}, but must be a finite number`);
    }
    byLeg[i] = weight;
    gross += Math.abs(weight);
  });
  if (gross > leverage + SUM_SLACK)
    throw new EngineError('weights', `rebalance: the sizes of the weights add up to ${gross}, but must not pass ${leverage}`);
  if (named === Object.keys(weights).length) return byLeg;
  const known = legs.map(({ market }) => market.instrument.id);
  const unknown = Object.keys(weights).find((id) => !known.includes(id));
  throw new EngineError('weights', `rebalance: there is no instrument "${unknown}" (there are: ${known.join(', ')})`);
}
