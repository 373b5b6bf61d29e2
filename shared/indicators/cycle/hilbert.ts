import type { KernelState } from '../kernel.ts';
import { expectLength, loadParts, type Part, saveParts } from '../state.ts';
import { Wma } from '../trend/wma.ts';

const DEGREES = 180 / Math.PI;
/** Ehlers’ weights of the transform: of a value and of the one two rows before it; those four and six rows before have the opposite. */
const OUTER = 0.0962;
const INNER = 0.5769;
const SHORTEST = 6;
const LONGEST = 50;

/** A Hilbert transform of seven rows: its input turned by a quarter of a cycle, for cycles of about `gain`’s period. */
class QuarterTurn implements Part {
  readonly #ring = new Float64Array(6);
  #next = 0;

  update(x: number, gain: number): number {
    const ring = this.#ring;
    const six = this.#next;
    const two = ring[(six + 4) % 6] as number;
    const four = ring[(six + 2) % 6] as number;
    const turned = OUTER * (x - (ring[six] as number)) + INNER * (two - four);
    ring[six] = x;
    this.#next = (six + 1) % 6;
    return turned * gain;
  }

  snapshot(): KernelState {
    return [this.#next, ...this.#ring];
  }

  restore(state: KernelState): void {
    expectLength(state, 7);
    this.#next = state[0] as number;
    this.#ring.set(state.slice(1));
  }
}

/**
 * Ehlers’ measure of the dominant cycle: the price, smoothed over four rows, split into a part in phase and one in quadrature, whose turning from row
 * to row gives the period. Starts after `rest` rows, as TA-Lib does, from zero. Ehlers (2001), Rocket Science for Traders, ch. 7.
 */
export class Hilbert implements Part {
  readonly #rest: number;
  readonly #smooth = new Wma(4);
  readonly #detrend = new QuarterTurn();
  readonly #quadrature = new QuarterTurn();
  readonly #inPhaseTurn = new QuarterTurn();
  readonly #quadratureTurn = new QuarterTurn();
  /** Rows seen; detrended values of the last three rows; I2, Q2, Re, Im; then what the getters read. */
  readonly #own = new Float64Array(13);

  constructor(rest: number) {
    this.#rest = rest;
  }

  /** Takes a price and says whether it counted: the first `rest` only warm the smoothing. */
  update(price: number): boolean {
    const own = this.#own;
    const smoothed = this.#smooth.update(price);
    const row = own[0] as number;
    own[0] = row + 1;
    if (row < this.#rest) return false;
    const gain = 0.075 * this.#period + 0.54;
    const detrended = this.#detrend.update(smoothed, gain);
    const quadrature = this.#quadrature.update(detrended, gain);
    const inPhase = own[3] as number;
    own[3] = own[2] as number;
    own[2] = own[1] as number;
    own[1] = detrended;
    const turnedInPhase = this.#inPhaseTurn.update(inPhase, gain);
    const turnedQuadrature = this.#quadratureTurn.update(quadrature, gain);
    this.#measure(inPhase - turnedQuadrature, quadrature + turnedInPhase);
    own[8] = inPhase;
    own[9] = quadrature;
    own[10] = smoothed;
    return true;
  }

  /** Turns the phasor of this row and the one before into a period, kept from jumping. */
  #measure(inPhase: number, quadrature: number): void {
    const own = this.#own;
    const [lastI, lastQ] = [own[4] as number, own[5] as number];
    const i = 0.2 * inPhase + 0.8 * lastI;
    const q = 0.2 * quadrature + 0.8 * lastQ;
    own[4] = i;
    own[5] = q;
    const real = 0.2 * (i * lastI + q * lastQ) + 0.8 * (own[6] as number);
    const imaginary = 0.2 * (i * lastQ - q * lastI) + 0.8 * (own[7] as number);
    own[6] = real;
    own[7] = imaginary;
    const last = this.#period;
    const found = real !== 0 && imaginary !== 0 ? 360 / (Math.atan(imaginary / real) * DEGREES) : last;
    const near = Math.max(0.67 * last, Math.min(1.5 * last, found));
    own[11] = 0.2 * Math.max(SHORTEST, Math.min(LONGEST, near)) + 0.8 * last;
    own[12] = 0.33 * this.#period + 0.67 * this.period;
  }

  get #period(): number {
    return this.#own[11] as number;
  }

  /** Period of the dominant cycle in rows, smoothed. */
  get period(): number {
    return this.#own[12] as number;
  }

  /** Prices taken so far. */
  get rows(): number {
    return this.#own[0] as number;
  }

  get inPhase(): number {
    return this.#own[8] as number;
  }

  get quadrature(): number {
    return this.#own[9] as number;
  }

  /** Price smoothed over four rows. */
  get smoothed(): number {
    return this.#own[10] as number;
  }

  snapshot(): KernelState {
    return saveParts([...this.#own], this.#parts);
  }

  restore(state: KernelState): void {
    this.#own.set(loadParts(state, this.#own.length, this.#parts));
  }

  get #parts(): readonly Part[] {
    return [this.#smooth, this.#detrend, this.#quadrature, this.#inPhaseTurn, this.#quadratureTurn];
  }
}
