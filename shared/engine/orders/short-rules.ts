import type { Holding } from '../holding.ts';
import type { Realism } from '../realism.ts';
import type { Step } from './step.ts';

/** Whether a sale may make a position short, or shorter. */
export class ShortRules {
  readonly #holding: Holding;
  readonly #step: Step;
  readonly #realism: Realism;

  constructor({ holding, step, realism }: { readonly holding: Holding; readonly step: Step; readonly realism: Realism }) {
    this.#holding = holding;
    this.#step = step;
    this.#realism = realism;
  }

  /**
   * Why a sale may not fill: never, or not at this price. The uptick rule wants a price above the last close (SEC rule 10a-1: above the last sale);
   * a limit that the price rose to is one.
   */
  refusal(signedLots: number, price: number, roseToIt: boolean): 'SHORT_FORBIDDEN' | 'WAIT' | undefined {
    if (signedLots > 0 || this.#holding.lots + signedLots >= 0) return undefined;
    if (this.#realism.longOnly) return 'SHORT_FORBIDDEN';
    const { bars, at } = this.#step;
    const last = at === 0 ? Infinity : (bars.close[at - 1] as number);
    return roseToIt || price > last ? undefined : 'WAIT';
  }
}
