import type { Bars } from '../domain/bars.ts';
import type { Distance, OrderId, OrderRequest, Protection } from '../domain/order.ts';
import { EngineError } from './error.ts';
import type { RestingOrder } from './resting-order.ts';

/** Throws `EngineError` unless every distance is a positive finite number, and one below the whole price for what lies below the entry. */
export function checkProtection(protection: Protection): void {
  for (const name of ['stopLoss', 'takeProfit', 'trailingStop'] as const) {
    const distance = protection[name];
    if (distance === undefined) continue;
    const amount = 'ratio' in distance ? distance.ratio : distance.offset;
    if (!(amount > 0 && amount < Infinity)) throw new EngineError(name, `${name} is ${amount}, but must be a positive number`);
  }
}

interface Entry {
  /** Average entry price of the position. */
  readonly price: number;
  readonly direction: 1 | -1;
  readonly row: number;
  /** The fill was inside the bar, not at its open: of that bar only the stop counts. */
  readonly inside: boolean;
}

/**
 * The exits that live from an entry's fill until the position is flat. Each covers the whole position.
 * A trailing stop is checked against a bar first, and follows the bar's best price only then.
 */
export class Guard {
  readonly direction: 1 | -1;
  stop: RestingOrder | undefined;
  readonly target: RestingOrder | undefined;
  readonly #entry: Entry;
  readonly #trail: number;

  constructor(protection: Protection, entry: Entry, id: OrderId, submittedUs: number) {
    const { stopLoss, takeProfit, trailingStop } = protection;
    const { direction, price } = entry;
    this.direction = direction;
    this.#entry = entry;
    this.#trail = trailingStop ? span(trailingStop, price) : NaN;
    const side = direction === 1 ? 'sell' : 'buy';
    const order = (request: OrderRequest, number: OrderId): RestingOrder => ({
      id: number,
      submittedUs,
      request,
      signedLots: -direction,
      triggeredRow: -1,
    });
    const nearest = Math.min(stopLoss ? span(stopLoss, price) : Infinity, trailingStop ? this.#trail : Infinity);
    if (nearest < Infinity) this.stop = order({ type: 'stop', side, quantity: 1, stopPrice: price - direction * nearest }, id);
    if (takeProfit)
      this.target = order({ type: 'limit', side, quantity: 1, limitPrice: price + direction * span(takeProfit, price) }, id + 1);
  }

  /** The target, unless the entry was inside this very bar. */
  targetAt(row: number): RestingOrder | undefined {
    return this.#entry.inside && this.#entry.row === row ? undefined : this.target;
  }

  /** Lets a trailing stop follow: to the best price of the bar, or of the bar of an entry inside it to its close. */
  ratchet(bars: Bars, row: number): void {
    if (Number.isNaN(this.#trail) || this.stop?.request.type !== 'stop') return;
    const entered = this.#entry.inside && this.#entry.row === row;
    const best = (entered ? bars.close[row] : this.direction === 1 ? bars.high[row] : bars.low[row]) as number;
    const stopPrice = best - this.direction * this.#trail;
    const { request } = this.stop;
    if ((stopPrice - request.stopPrice) * this.direction > 0) this.stop = { ...this.stop, request: { ...request, stopPrice } };
  }
}

function span(distance: Distance, price: number): number {
  return 'ratio' in distance ? distance.ratio * price : distance.offset;
}
