import type { Bars } from '../domain/bars.ts';
import type { Elsewhere, Input } from './input.ts';
import type { Parameters, ValuesOf } from './parameters.ts';

/** All that a kernel remembers, as plain numbers; `encodeState` and `decodeState` (state.ts) carry it through JSON, which has no NaN. */
export type KernelState = readonly number[];

/**
 * One incremental indicator. `update` takes one value of each input, in the declared order, and returns the first output;
 * a kernel of several outputs also leaves all of them in `outputs`. A NaN output means "not known yet".
 * A row with an input that is not a finite number is skipped: the state stays, the last outputs are repeated. Never allocates in `update`.
 */
export interface Kernel {
  update(a: number, b: number, c: number, d: number, e: number): number;
  /** Present when the indicator has more than one output; row of the last update. */
  readonly outputs?: Float64Array;
  /**
   * A faster way to take many rows, from any state, that does to the last bit what `update` does row by row and leaves the same state.
   * Called only with columns of finite numbers.
   */
  fold?(inputs: readonly Float64Array[], outputs: readonly Float64Array[]): void;
  snapshot(): KernelState;
  restore(state: KernelState): void;
}

/** What values an output takes: `price` moves with the price, a number is the width of a fixed scale (RSI: 100), `volume` the volume's. */
export type Unit = 'price' | 'volume' | number;

/** Everything the catalogue says of an indicator. `Outputs` are its names, the first is the main one. */
export interface IndicatorDefinition<P extends Parameters = Parameters, O extends string = string> {
  readonly id: string;
  readonly name: string;
  readonly group: 'trend' | 'momentum' | 'volatility' | 'volume' | 'statistics' | 'cycle' | 'price' | 'breadth';
  readonly about: string;
  readonly inputs: readonly Input[];
  readonly parameters: P;
  readonly outputs: readonly O[];
  readonly unit: Unit;
  /** Index of the first row whose outputs are all known, counted from 0. */
  warmup(values: ValuesOf<P>): number;
  /** Rows until the seed's weight is below 1e-9; equal to `warmup` for windows. Live loads that many. */
  settle(values: ValuesOf<P>): number;
  /** Book and page, paper, or the definition followed. */
  readonly source: string;
  kernel(values: ValuesOf<P>): Kernel;
}

/** An indicator with its parameters fixed: what a strategy declares. `key` is equal exactly when the columns are. */
export interface IndicatorSpec<O extends string = string> {
  readonly key: string;
  /** `inputs` below are those that it reads. */
  readonly definition: Omit<IndicatorDefinition<Parameters, O>, 'inputs'>;
  readonly values: Readonly<Record<string, number>>;
  readonly inputs: readonly (Input | Elsewhere)[];
  /** Symbol of the instrument on whose bars it is computed; the run's own when absent. */
  readonly of?: string;
  /** Timeframe whose closed bars it is computed on, like `4h`; the run's own when absent. */
  readonly timeframe?: string;
  readonly warmup: number;
}

/** Column of an input; the derived prices are computed here, bar columns are handed out as they are. Throws `RangeError` for what bars alone cannot give. */
export function inputColumn(bars: Bars, input: Input | Elsewhere): Float64Array {
  const { open, high, low, close } = bars;
  const derive = (price: (i: number) => number) => Float64Array.from({ length: bars.length }, (_, i) => price(i));
  const at = (column: Float64Array, i: number) => column[i] as number;
  switch (input) {
    case 'hl2':
      return derive((i) => (at(high, i) + at(low, i)) / 2);
    case 'hlc3':
      return derive((i) => (at(high, i) + at(low, i) + at(close, i)) / 3);
    case 'ohlc4':
      return derive((i) => (at(open, i) + at(high, i) + at(low, i) + at(close, i)) / 4);
    case 'time':
    case 'open':
    case 'high':
    case 'low':
    case 'close':
    case 'volume':
      return bars[input];
    default:
      throw new RangeError(`"${input}" is not in these bars: only a run that was given other data beside them can read it`);
  }
}
