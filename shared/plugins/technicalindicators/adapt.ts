import { defineIndicator, type IndicatorFactory } from '../../indicators/define.ts';
import type { Input } from '../../indicators/input.ts';
import type { Kernel, KernelState, Unit } from '../../indicators/kernel.ts';
import type { Parameters, ValuesOf } from '../../indicators/parameters.ts';

/** What the library's indicators have in common: a row in, a number, an object of numbers or nothing out. */
interface Peer {
  nextValue(row: never): unknown;
}

export interface Adapted<P extends Parameters, O extends string> {
  /** The library's own lower-case name. */
  readonly name: string;
  /** Its class; the parameters are handed to it under the library's own names, beside empty columns. */
  readonly peer: new (
    input: never,
  ) => Peer;
  readonly inputs: readonly Input[];
  /** Whether it takes an object of the inputs instead of one bare number. */
  readonly takesRow?: boolean;
  readonly parameters: P;
  /** Options that are no numbers. */
  readonly fixed?: Readonly<Record<string, boolean>>;
  /** Names of the object that it answers with; of a bare number, what to call it. */
  readonly outputs: readonly O[];
  readonly unit: Unit;
  readonly warmup: (values: ValuesOf<P>) => number;
  /** Rows for the seed to be forgotten after the warm-up; none for a window. */
  readonly forgets?: (values: ValuesOf<P>) => number;
  readonly about?: string;
}

/** One indicator of technicalindicators under our contract, so that it can stand in a strategy beside ours. */
export function adapt<const P extends Parameters, const O extends string>(entry: Adapted<P, O>): IndicatorFactory<P, O> {
  const { name, inputs, parameters, outputs, unit, warmup, forgets, about } = entry;
  return defineIndicator({
    id: `ti-${name}`,
    name: `${name} of technicalindicators`,
    group: 'statistics',
    about: `What the library technicalindicators computes as ${name}, through its own code.${about === undefined ? '' : ` ${about}`}`,
    inputs,
    parameters,
    outputs,
    unit,
    warmup,
    settle: (values) => warmup(values) + (forgets?.(values) ?? 0),
    source: 'technicalindicators 3.1.0 (A. Aravindakshan), npm, MIT licence.',
    kernel: (values) => new ReplayKernel(entry, values),
  });
}

/** What of an entry a kernel needs. */
type Feed = Pick<Adapted<Parameters, string>, 'peer' | 'inputs' | 'takesRow' | 'fixed' | 'outputs'>;

/** Every column that a constructor of the library may ask for, empty: values come one by one. */
const EMPTY = { values: [], open: [], high: [], low: [], close: [], volume: [], timestamp: [] };

/**
 * A kernel around an indicator of the library. Its state is locked up in generators, so a snapshot is all the rows that it has seen, and restoring
 * replays them: memory grows by a row an update. An answer that is no number repeats the last one.
 */
class ReplayKernel implements Kernel {
  readonly outputs: Float64Array;
  readonly #entry: Feed;
  readonly #values: Readonly<Record<string, number>>;
  #peer: Peer;
  #history: number[] = [];

  constructor(entry: Feed, values: Readonly<Record<string, number>>) {
    this.#entry = entry;
    this.#values = values;
    this.outputs = new Float64Array(entry.outputs.length).fill(Number.NaN);
    this.#peer = this.#make();
  }

  update(...row: [number, number, number, number, number]): number {
    const given = row.slice(0, this.#entry.inputs.length);
    if (given.every(Number.isFinite)) this.#take(given);
    return this.outputs[0] as number;
  }

  snapshot(): KernelState {
    return [...this.#history];
  }

  restore(state: KernelState): void {
    const width = this.#entry.inputs.length;
    if (state.length % width !== 0)
      throw new RangeError(`the state has ${state.length} numbers, but this kernel's has ${width} for each row`);
    this.#peer = this.#make();
    this.#history = [];
    this.outputs.fill(Number.NaN);
    for (let at = 0; at < state.length; at += width) this.#take(state.slice(at, at + width));
  }

  #make(): Peer {
    return new this.#entry.peer({ ...EMPTY, ...this.#entry.fixed, ...this.#values } as never);
  }

  #take(row: readonly number[]): void {
    for (const value of row) this.#history.push(value);
    const { inputs, outputs, takesRow } = this.#entry;
    const handed = takesRow ? Object.fromEntries(inputs.map((input, i) => [input, row[i]])) : row[0];
    const answer = this.#peer.nextValue(handed as never);
    const answers =
      typeof answer === 'object' && answer !== null ? outputs.map((output) => (answer as Record<string, unknown>)[output]) : [answer];
    for (const [k, value] of answers.entries()) if (typeof value === 'number' && Number.isFinite(value)) this.outputs[k] = value;
  }
}
