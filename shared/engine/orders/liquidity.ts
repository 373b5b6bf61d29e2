import { wholeLots } from '../lots.ts';
import type { Step } from './step.ts';

/** What one account may trade of an instrument: a share of the volume of each bar, or of each part of one, used up once by all its orders together. */
export class Liquidity {
  readonly #share: number;
  readonly #lot: number;
  #row = -1;
  #at = -1;
  #left = 0;
  /** What is left of the parts of the bar that were met before: several sleeves go through them one after the other. */
  readonly #parts = new Map<number, number>();

  constructor(share: number, lot: number) {
    this.#share = share;
    this.#lot = lot;
  }

  /** Whole lots that are left of a step. */
  left(step: Step): number {
    const { row, at } = step;
    if (row !== this.#row) this.#parts.clear();
    else if (at === this.#at) return this.#left;
    else this.#parts.set(this.#at, this.#left);
    this.#row = row;
    this.#at = at;
    return (this.#left = this.#parts.get(at) ?? this.#given(step.volume));
  }

  /** Takes so many lots of a step; what is taken whatever the step gives leaves nothing. */
  use(step: Step, lots: number): void {
    this.#left = Math.max(0, this.left(step) - lots);
  }

  #given(volume: number): number {
    return lotsOfVolume(volume, this.#share, this.#lot);
  }
}

/** Whole lots in a share of a volume; none in one that is not known. */
export function lotsOfVolume(volume: number, share: number, lot: number): number {
  return volume > 0 ? wholeLots(volume * share, lot) : 0;
}
