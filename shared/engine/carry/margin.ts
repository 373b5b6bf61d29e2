import type { Holding } from '../holding.ts';

export interface MarginOptions {
  /** Equity that positions must keep, as a share of what they are worth. */
  readonly maintenance: number;
  /** Taken of what is liquidated, on top of the usual costs, in hundredths of a percent. */
  readonly feeBps: number;
}

/** Share of a position that sums of money may be off by. */
const ROUNDING = 1e-9;

/** When a position is taken away: as soon as the equity of the account is below the maintenance margin of all its positions. */
export class Margin {
  readonly #holding: Holding;
  readonly #maintenance: number;
  readonly feeRate: number;

  constructor(holding: Holding, { maintenance, feeBps }: MarginOptions) {
    this.#holding = holding;
    this.#maintenance = maintenance;
    this.feeRate = feeBps / 10_000;
  }

  /**
   * The price at which the equity is just the maintenance margin, the other positions at their last marks; NaN when no price does that.
   * With C the cash and the value of the others, G their size, q the position and m the maintenance: C + q p = m (G + |q| p), solved for p.
   */
  get threshold(): number {
    const { position, instrument, account, rate } = this.#holding;
    if (position === 0) return NaN;
    const rest = account.equityBeside(this.#holding) - this.#maintenance * account.grossBeside(this.#holding);
    const unit = instrument.multiplier * rate * (this.#maintenance * Math.abs(position) - position);
    // With a maintenance of all they are worth no price helps: what is owed, rounding left aside, decides.
    if (unit === 0) return rest < -ROUNDING * Math.abs(this.#holding.value) ? Infinity : NaN;
    const price = rest / unit;
    return price > 0 ? price : NaN;
  }
}
