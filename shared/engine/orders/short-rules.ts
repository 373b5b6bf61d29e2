import type { Bars } from '../../domain/bars.ts';
import type { Holding } from '../holding.ts';
import type { Realism } from '../realism.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import type { Step } from './step.ts';

interface ShortRulesParts {
  /** Of the run. */
  readonly bars: Bars;
  readonly holding: Holding;
  readonly step: Step;
  readonly realism: Realism;
}

/** Whether a sale may make a position short, or shorter. */
export class ShortRules {
  readonly #parts: ShortRulesParts;
  readonly #breaker: CircuitBreaker | undefined;

  constructor(parts: ShortRulesParts) {
    const { bars, realism } = parts;
    const { shortSaleRestriction, calendar, actions } = realism;
    this.#parts = parts;
    this.#breaker = shortSaleRestriction && calendar ? new CircuitBreaker({ bars, calendar, actions }) : undefined;
  }

  /** Why a sale may not fill: never, for want of what to borrow, or not at this price. */
  refusal(signedLots: number, price: number, roseToIt: boolean): 'SHORT_FORBIDDEN' | 'NO_LOCATE' | 'WAIT' | undefined {
    const { bars, holding, step, realism } = this.#parts;
    const short = -holding.lots - signedLots;
    if (signedLots > 0 || short <= 0) return undefined;
    if (realism.longOnly) return 'SHORT_FORBIDDEN';
    const ratio = realism.actions?.splitSince(bars.time[0] as number) ?? 1;
    if (realism.locates?.bears(holding, short, ratio) === false) return 'NO_LOCATE';
    return roseToIt || this.#isUptick(price) || !this.#isTested(step, price) ? undefined : 'WAIT';
  }

  /**
   * A price above the last close (SEC rule 10a-1: above the last sale). It stands for the best bid of rule 201 too, which bars do not tell and which was
   * no higher. A limit that the price rose to is above both.
   */
  #isUptick(price: number): boolean {
    const { bars, at } = this.#parts.step;
    return at > 0 && price > (bars.close[at - 1] as number);
  }

  #isTested(step: Step, price: number): boolean {
    return this.#parts.realism.uptickRule === true || this.#breaker?.restricts(step, price) === true;
  }
}
