import type { Bars } from '../../domain/bars.ts';
import type { Holding } from '../holding.ts';
import type { Aim } from '../orders/targets.ts';
import type { Sizing } from './sizing.ts';

export type { Sizing } from './sizing.ts';

/** What a target is sized by: the price it would fill at, and the equity at the market's price. */
export interface SizingMoment {
  readonly aim: Aim;
  readonly price: number;
  readonly equity: number;
  /** Row that it fills in; what is known is before it. */
  readonly row: number;
}

/** Turns targets into quantities. */
export class Sizer {
  readonly #sizing: Sizing;
  readonly #holding: Holding;

  constructor(sizing: Sizing, holding: Holding, _bars: Bars) {
    this.#sizing = sizing;
    this.#holding = holding;
  }

  /** Units, 0 or above, whatever the side. */
  quantity({ aim, price, equity }: SizingMoment): number {
    const sizing = this.#sizing;
    const share = Math.abs(aim.target);
    if (sizing.kind === 'fixed') return share * sizing.quantity;
    const fraction = sizing.kind === 'fraction' ? sizing.fraction : 1;
    return Math.max(0, this.#holding.affordable(share * fraction * equity, price, share));
  }
}
