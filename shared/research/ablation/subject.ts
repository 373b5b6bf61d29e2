import type { Bars } from '../../domain/bars.ts';
import type { EquityCurve } from '../../domain/run.ts';
import type { EngineOptions } from '../../engine/options.ts';

export interface AblationOptions {
  /** Share of the bars, from the start, that is not judged: what the strategy was made on. 0.7 when left out. */
  readonly inSample?: number;
  /** Rotations of each indicator, whose scores are averaged. */
  readonly rotations?: number;
  readonly resamples?: number;
  /** Of the interval. */
  readonly level?: number;
  readonly seed?: number;
}

/** Rotations of each indicator when nothing is said. */
export const ROTATIONS = 8;

/** What a version of the strategy made of a part of the history. */
interface AblationRun {
  readonly equity: EquityCurve;
  readonly timeframeUs: number;
  readonly daysPerYear: number;
  readonly trades: number;
}

/** What is run with and without each of its parts. */
export interface AblationSubject<V> {
  readonly id: string;
  /** By whose rows the history is split. */
  readonly bars: Bars;
  readonly engine: EngineOptions;
  readonly full: V;
  /** Versions without a part; several are averaged. */
  readonly parts: readonly { readonly part: string; readonly versions: readonly V[] }[];
  readonly run: (version: V, bounds: Partial<EngineOptions>) => AblationRun;
}
