import type { KernelState } from '../kernel.ts';
import { loadParts, type Part, saveParts } from '../state.ts';
import { CycleWindow, dominantPhase, rowsOfCycle } from './dominant-phase.ts';
import { Hilbert } from './hilbert.ts';

/** Rows that TA-Lib lets pass before the transform starts, and before the first value, where the phase counts. */
const REST = 37;
export const PHASE_WARMUP = 63;
const RADIANS = Math.PI / 180;
/** Distance of the smoothed price from the trendline, as a share of it, at which there is a trend whatever the cycle does. */
const FAR = 0.015;

/** Phase, sine, trendline and mode of the dominant cycle, row by row. Ehlers (2001), Rocket Science for Traders, ch. 9 to 11. */
export class HilbertCycle implements Part {
  readonly #hilbert = new Hilbert(REST);
  readonly #smoothed = new CycleWindow();
  readonly #prices = new CycleWindow();
  /** Rows seen; phase, sine, lead sine, trendline, mode; means of the last three cycles; rows since the sines crossed. */
  readonly #own = new Float64Array(10);

  /** Takes a price and says whether the values are known. */
  update(price: number): boolean {
    const own = this.#own;
    const row = own[0] as number;
    own[0] = row + 1;
    this.#prices.push(price);
    if (!this.#hilbert.update(price)) return false;
    this.#smoothed.push(this.#hilbert.smoothed);
    const [phase, sine, lead] = [this.phase, this.sine, this.leadSine];
    own[1] = dominantPhase(this.#smoothed, this.#hilbert.period, phase);
    own[2] = Math.sin(this.phase * RADIANS);
    own[3] = Math.sin((this.phase + 45) * RADIANS);
    this.#follow();
    const crossed = (this.sine > this.leadSine && sine <= lead) || (this.sine < this.leadSine && sine >= lead);
    own[9] = crossed ? 1 : (own[9] as number) + 1;
    own[5] = this.#isTrend(crossed, this.phase - phase) ? 1 : 0;
    return row >= PHASE_WARMUP;
  }

  /** The trendline: the mean over one cycle, in which the cycle cancels, smoothed over four rows. */
  #follow(): void {
    const own = this.#own;
    const mean = this.#prices.mean(rowsOfCycle(this.#hilbert.period));
    own[4] = (4 * mean + 3 * (own[6] as number) + 2 * (own[7] as number) + (own[8] as number)) / 10;
    own[8] = own[7] as number;
    own[7] = own[6] as number;
    own[6] = mean;
  }

  #isTrend(crossed: boolean, turned: number): boolean {
    const line = this.trendline;
    if (line !== 0 && Math.abs((this.#hilbert.smoothed - line) / line) >= FAR) return true;
    const turn = 360 / this.#hilbert.period;
    return !(crossed || (this.#own[9] as number) < 0.5 * this.#hilbert.period || (turned > 0.67 * turn && turned < 1.5 * turn));
  }

  get phase(): number {
    return this.#own[1] as number;
  }

  get sine(): number {
    return this.#own[2] as number;
  }

  get leadSine(): number {
    return this.#own[3] as number;
  }

  get trendline(): number {
    return this.#own[4] as number;
  }

  /** 1 in a trend, 0 in a cycle. */
  get mode(): number {
    return this.#own[5] as number;
  }

  snapshot(): KernelState {
    return saveParts([...this.#own], [this.#hilbert, this.#smoothed, this.#prices]);
  }

  restore(state: KernelState): void {
    this.#own.set(loadParts(state, this.#own.length, [this.#hilbert, this.#smoothed, this.#prices]));
  }
}
