import type { IndicatorSpec, Kernel, KernelState, Unit } from '../indicators/kernel.ts';
import { expectLength } from '../indicators/state.ts';

export interface ColumnIndicatorOptions {
  /** What the columns are, unique in the strategy: equal keys share their columns. */
  readonly key: string;
  /** One column an output, each as long as the bars of the run; a value may use nothing that is not known at the close of its row. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** First row that a strategy may act on. */
  readonly warmup: number;
  readonly unit: Unit;
  /** Timeframe of the rows, when it is longer than the run's. */
  readonly timeframe?: string;
}

/** Columns worked out beforehand as an indicator, so that a strategy reads them like any other; row by row from the first bar of the data. */
export function columnIndicator({ key, columns, warmup, unit, timeframe }: ColumnIndicatorOptions): IndicatorSpec {
  return {
    key: `column ${key}`,
    definition: {
      id: 'column',
      name: key,
      group: 'statistics',
      about: 'A column worked out beforehand.',
      source: 'given',
      parameters: {},
      outputs: Object.keys(columns),
      unit,
      warmup: () => warmup,
      settle: () => warmup,
      kernel: () => new ColumnKernel(Object.values(columns)),
    },
    values: {},
    inputs: ['close'],
    ...(timeframe === undefined ? {} : { timeframe }),
    warmup,
  };
}

class ColumnKernel implements Kernel {
  readonly outputs: Float64Array;
  readonly #columns: readonly Float64Array[];
  #row = 0;

  constructor(columns: readonly Float64Array[]) {
    this.#columns = columns;
    this.outputs = new Float64Array(columns.length).fill(Number.NaN);
  }

  update(): number {
    for (let k = 0; k < this.outputs.length; k++) this.outputs[k] = (this.#columns[k] as Float64Array)[this.#row] ?? Number.NaN;
    this.#row++;
    return this.outputs[0] as number;
  }

  snapshot(): KernelState {
    return [this.#row];
  }

  restore(state: KernelState): void {
    expectLength(state, 1);
    this.#row = state[0] as number;
  }
}
