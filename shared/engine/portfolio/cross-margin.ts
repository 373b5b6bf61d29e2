import type { TimeUs } from '../../domain/time.ts';
import type { Account } from '../account.ts';
import type { Leg } from './leg.ts';

interface Course {
  /** Equity above the maintenance margin before the prices move, and what of it their whole way takes. */
  readonly spare: number;
  readonly lost: number;
}

/**
 * The maintenance margin of several positions on one account. Each leg watches its own price with the others at their last marks; this watches them together:
 * the prices of the bars that close go from their last marks to their worst, all at the same pace, and where the equity is the margin
 * the first position by instrument id is taken away, then the next, until the rest is borne.
 */
export class CrossMargin {
  readonly #legs: readonly Leg[];
  readonly #account: Account;
  readonly #maintenance: number;

  constructor(legs: readonly Leg[], account: Account, maintenance: number) {
    this.#legs = legs;
    this.#account = account;
    this.#maintenance = maintenance;
  }

  /** Takes away what the account does not bear through the bars that close at `timeUs`; returns the legs that lost their position. */
  checkBars(timeUs: TimeUs): readonly number[] {
    return this.check((leg) => worstOf(leg, timeUs));
  }

  /** Takes away what the account does not bear while each leg goes from its last mark to the worst price that is given for it. */
  check(worstOf: (leg: Leg) => number): readonly number[] {
    const taken: number[] = [];
    for (let held = this.#held(); held.length > 0; held = this.#held()) {
      // A single position has watched itself.
      if (held.length === 1 && taken.length === 0) return taken;
      const { spare, lost } = this.#courseOf(held, worstOf);
      if (spare > 0 && spare > lost) return taken;
      const pace = spare <= 0 ? 0 : spare / lost;
      for (const index of held) {
        const { holding } = this.#leg(index);
        holding.markAt(holding.mark + pace * (worstOf(this.#leg(index)) - holding.mark));
      }
      const first = held[0] as number;
      this.#leg(first).venue.liquidate(this.#leg(first).holding.mark);
      taken.push(first);
    }
    return taken;
  }

  #held(): number[] {
    return [...this.#legs.keys()].filter((index) => this.#leg(index).holding.lots !== 0);
  }

  /** With E the equity and G the worth of all positions at their marks, dE and dG their change on the way, m the maintenance: E - m G, and -(dE - m dG). */
  #courseOf(held: readonly number[], worstOf: (leg: Leg) => number): Course {
    this.#account.refresh();
    let [worth, change, worthChange] = [0, 0, 0];
    for (const index of held) {
      const leg = this.#leg(index);
      const { position, mark, instrument, rate } = leg.holding;
      const unit = position * instrument.multiplier * rate;
      const way = worstOf(leg) - mark;
      worth += Math.abs(unit) * mark;
      change += unit * way;
      worthChange += Math.abs(unit) * way;
    }
    return { spare: this.#account.equity - this.#maintenance * worth, lost: this.#maintenance * worthChange - change };
  }

  #leg(index: number): Leg {
    return this.#legs[index] as Leg;
  }
}

/** The worst price of the bar that closes for who holds the leg; the last mark where none closes, or the market is shut. */
function worstOf({ market, holding, venue, row }: Leg, timeUs: TimeUs): number {
  if (market.calendar.closedUs !== timeUs || venue.isShut) return holding.mark;
  return holding.lots > 0
    ? Math.min(holding.mark, market.bars.low[row] as number)
    : Math.max(holding.mark, market.bars.high[row] as number);
}
