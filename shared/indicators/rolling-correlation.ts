import type { KernelState } from './kernel.ts';
import { expectLength, type Part } from './state.ts';

/** Below this share of the largest sum of squares seen since the last exact sum, the running one is rounding noise and is computed anew. */
const NOISE_RATIO = 1e-8;
/** A spread below this share of the squared values is the rounding of a window that does not move. */
const STILL_RATIO = 1e-28;

const OWN = 11;

/**
 * Pearson's correlation of the last `period` pairs, -1..1; 0 when one of the two does not move (TA-Lib's answer); NaN until there are `period` pairs.
 * Pearson (1895). Sums run about an anchor near the values and are added up afresh every `period` pushes, so that rounding never builds up.
 */
export class RollingCorrelation implements Part {
  readonly #period: number;
  readonly #a: Float64Array;
  readonly #b: Float64Array;
  /** Anchors of a and b; sums of a, b, aa, bb, ab about them; next place in the window; 1 once it is full; largest aa and bb since the last exact sum. */
  readonly #own = new Float64Array(OWN);

  constructor(period: number) {
    this.#period = period;
    this.#a = new Float64Array(period);
    this.#b = new Float64Array(period);
  }

  push(a: number, b: number): number {
    const own = this.#own;
    const at = own[7] as number;
    if (own[8] === 1) this.#add(this.#a[at] as number, this.#b[at] as number, -1);
    this.#a[at] = a;
    this.#b[at] = b;
    if (at + 1 === this.#period) {
      own[7] = 0;
      own[8] = 1;
      this.#sumAfresh();
    } else {
      own[7] = at + 1;
      this.#add(a, b, 1);
    }
    if (own[8] === 0) return Number.NaN;
    if (this.#spread(2) < NOISE_RATIO * (own[9] as number) || this.#spread(3) < NOISE_RATIO * (own[10] as number)) this.#sumAfresh();
    return this.#correlation();
  }

  /** Sum of squares about the mean, of a with 2 and of b with 3. */
  #spread(sum: 2 | 3): number {
    const total = this.#own[sum] as number;
    return (this.#own[sum + 2] as number) - (total * total) / this.#period;
  }

  #add(a: number, b: number, sign: number): void {
    const own = this.#own;
    const x = a - (own[0] as number);
    const y = b - (own[1] as number);
    own[2] = (own[2] as number) + sign * x;
    own[3] = (own[3] as number) + sign * y;
    own[4] = (own[4] as number) + sign * x * x;
    own[5] = (own[5] as number) + sign * y * y;
    own[6] = (own[6] as number) + sign * x * y;
    own[9] = Math.max(own[9] as number, own[4] as number);
    own[10] = Math.max(own[10] as number, own[5] as number);
  }

  #sumAfresh(): void {
    const period = this.#period;
    let a = 0;
    let b = 0;
    for (let i = 0; i < period; i++) {
      a += this.#a[i] as number;
      b += this.#b[i] as number;
    }
    this.#own.fill(0, 2, 7);
    this.#own.fill(0, 9);
    this.#own[0] = a / period;
    this.#own[1] = b / period;
    for (let i = 0; i < period; i++) this.#add(this.#a[i] as number, this.#b[i] as number, 1);
  }

  #correlation(): number {
    const own = this.#own;
    const n = this.#period;
    const spreadA = this.#spread(2);
    const spreadB = this.#spread(3);
    if (spreadA <= STILL_RATIO * n * (own[0] as number) ** 2 || spreadB <= STILL_RATIO * n * (own[1] as number) ** 2) return 0;
    const both = (own[6] as number) - ((own[2] as number) * (own[3] as number)) / n;
    return Math.max(-1, Math.min(1, both / Math.sqrt(spreadA * spreadB)));
  }

  snapshot(): KernelState {
    return [...this.#own, ...this.#a, ...this.#b];
  }

  restore(state: KernelState): void {
    expectLength(state, OWN + 2 * this.#period);
    this.#own.set(state.slice(0, OWN));
    this.#a.set(state.slice(OWN, OWN + this.#period));
    this.#b.set(state.slice(OWN + this.#period));
  }
}
