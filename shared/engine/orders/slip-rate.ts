/** Slippage that is a share of the price, in hundredths of a percent. */
export class SlipRate {
  readonly #buyFactor: number;
  readonly #saleFactor: number;

  constructor(slippageBps: number) {
    const rate = slippageBps / 10_000;
    this.#buyFactor = 1 + rate;
    this.#saleFactor = 1 - rate;
  }

  /** What one buys or sells at when the market is at `price`. */
  paid(buys: boolean, price: number): number {
    return price * (buys ? this.#buyFactor : this.#saleFactor);
  }

  /** How much worse that is for `signedLots`, signed like them. */
  slip(signedLots: number, price: number): number {
    return this.paid(signedLots > 0, price) - price;
  }
}
