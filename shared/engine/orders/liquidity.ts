import { wholeLots } from '../lots.ts';

/** What one account may trade of an instrument: a share of the volume of each bar, used up once by all its orders together. */
export class Liquidity {
  readonly #share: number;
  readonly #lot: number;
  #barUs = NaN;
  #left = 0;

  constructor(share: number, lot: number) {
    this.#share = share;
    this.#lot = lot;
  }

  /** Whole lots that are left of the bar that opens at `timeUs` and trades `volume`. */
  left(timeUs: number, volume: number): number {
    if (timeUs !== this.#barUs) {
      this.#barUs = timeUs;
      this.#left = volume > 0 ? wholeLots(volume * this.#share, this.#lot) : 0;
    }
    return this.#left;
  }

  use(lots: number): void {
    this.#left -= lots;
  }
}
