import type { Kernel, KernelState } from './kernel.ts';
import { expectLength, loadParts, type Part, saveParts } from './state.ts';

/** What one row does: takes the inputs in their order, leaves all outputs but the first in `out`, and returns the first. */
type Step = (a: number, b: number, c: number, d: number) => number;

/** What a kernel is built of. */
export interface Kit {
  /** Makes `part` a part of the kernel: its state is saved and put back with the kernel's. Returns it. */
  readonly part: <T extends Part>(part: T) => T;
  /** The outputs of the last row. */
  readonly out: Float64Array;
}

/**
 * A kernel written as one function of a row, for formulas put together from parts. Everything that a row leaves to the next must be a part.
 * The parts skip NaN, so a part fed by one that is still warming up starts when that one is known.
 */
export function steps(inputs: 1 | 2 | 3 | 4, build: (kit: Kit) => Step, outputs = 1): Kernel {
  return new StepKernel(inputs, build, outputs);
}

class StepKernel implements Kernel {
  readonly outputs: Float64Array;
  readonly #inputs: number;
  readonly #parts: Part[] = [];
  readonly #step: Step;

  constructor(inputs: number, build: (kit: Kit) => Step, outputs: number) {
    this.#inputs = inputs;
    this.outputs = new Float64Array(outputs).fill(Number.NaN);
    const part = <T extends Part>(one: T): T => {
      this.#parts.push(one);
      return one;
    };
    this.#step = build({ part, out: this.outputs });
  }

  update(a: number, b: number, c: number, d: number): number {
    const inputs = this.#inputs;
    const known =
      Number.isFinite(a) && (inputs < 2 || Number.isFinite(b)) && (inputs < 3 || Number.isFinite(c)) && (inputs < 4 || Number.isFinite(d));
    return known ? (this.outputs[0] = this.#step(a, b, c, d)) : (this.outputs[0] as number);
  }

  snapshot(): KernelState {
    return saveParts([...this.outputs], this.#parts);
  }

  restore(state: KernelState): void {
    this.outputs.set(loadParts(state, this.outputs.length, this.#parts));
  }
}

/** One number that a row leaves to the next. */
export class Cell implements Part {
  value: number;

  constructor(value: number) {
    this.value = value;
  }

  snapshot(): KernelState {
    return [this.value];
  }

  restore(state: KernelState): void {
    expectLength(state, 1);
    this.value = state[0] as number;
  }
}
