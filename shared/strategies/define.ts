import type { Bars } from '../domain/bars.ts';
import type { Fill } from '../domain/fill.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { Sizing } from '../domain/sizing.ts';
import type { IndicatorSpec } from '../indicators/kernel.ts';
import { ParameterError, type Parameters, parseParameters, type ValuesOf } from '../indicators/parameters.ts';
import type { Trading } from './trading.ts';
import type { IndicatorView, Signal } from './view.ts';

export type Indicators = Readonly<Record<string, IndicatorSpec>>;

/** An indicator of one output is a view; of several, a record of views by output name. */
export type ViewsOf<I extends Indicators> = {
  readonly [K in keyof I]: I[K] extends IndicatorSpec<infer O> ? ViewOf<O> : never;
};
type ViewOf<O extends string> = [O] extends ['value'] ? IndicatorView : { readonly [N in O]: IndicatorView };

/** The bar that just closed, and the ones before it by `ago`. */
export interface BarView {
  /** Open time, microseconds UTC. */
  readonly timeUs: number;
  readonly closeTimeUs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** A column `bars` closes ago, NaN before the first row; throws when asked for the future. */
  ago(column: Exclude<keyof Bars, 'length' | 'timeframeUs'>, bars: number): number;
}

/** What a strategy may see and ask for at a close. */
export interface StrategyContext<V = Readonly<Record<string, unknown>>, I = Readonly<Record<string, unknown>>, S = unknown>
  extends Trading {
  readonly instrument: Instrument;
  readonly params: V;
  /** What the strategy's `state` made for this run. */
  readonly state: S;
  readonly indicators: I;
  readonly bar: BarView;
  /** Units held now: positive long, negative short. */
  readonly position: number;
  readonly entryPrice: number;
  readonly cash: number;
  /** Cash plus the position at the last close. */
  readonly equity: number;
}

/** A strategy with its types forgotten: what the engine, the registry and the API handle. */
export interface Strategy {
  /** What tells it apart from a portfolio strategy, which sees several instruments at once. */
  readonly kind?: 'single';
  readonly id: string;
  readonly about: string;
  readonly params: Parameters;
  /** Validated parameters: bounds, then the strategy's own `check`. Throws `ParameterError`. */
  readonly parse: (given: Readonly<Record<string, unknown>>) => Readonly<Record<string, number>>;
  readonly indicators: (values: Readonly<Record<string, number>>) => Indicators;
  readonly state?: (values: Readonly<Record<string, number>>) => unknown;
  readonly sizing?: (values: Readonly<Record<string, number>>) => Sizing;
  readonly when?: (indicators: Readonly<Record<string, unknown>>, values: Readonly<Record<string, number>>) => readonly Signal[];
  readonly onBar: (context: StrategyContext) => void;
  readonly onFill?: (fill: Fill, context: StrategyContext) => void;
}

export interface StrategySource<P extends Parameters, I extends Indicators, S = undefined> {
  /** kebab-case, equal to the file name. */
  readonly id: string;
  readonly about: string;
  readonly params: P;
  /** What bounds cannot say, for example `fast < slow`: the name of the parameter at fault and the reason, or nothing. */
  readonly check?: (values: ValuesOf<P>) => { readonly field: keyof P & string; readonly reason: string } | undefined;
  readonly indicators: (values: ValuesOf<P>) => I;
  /** Makes what the strategy remembers between closes, anew for each run. */
  readonly state?: (values: ValuesOf<P>) => S;
  /** What `target(1)` means to it, where the run says nothing of it; a run of `fraction:0.5` takes half of that, any other is refused. */
  readonly sizing?: (values: ValuesOf<P>) => Sizing;
  /** The closes at which `onBar` is worth calling; every close when absent. A run jumps from one to the next, so that few of them make it faster. */
  readonly when?: (indicators: ViewsOf<I>, values: ValuesOf<P>) => readonly Signal[];
  /** Called at every close at or after the start once all indicators are known, or at those of them that `when` says. */
  readonly onBar: (context: StrategyContext<ValuesOf<P>, ViewsOf<I>, S>) => void;
  /** Called for each fill once its bar has closed, before `onBar`. */
  readonly onFill?: (fill: Fill, context: StrategyContext<ValuesOf<P>, ViewsOf<I>, S>) => void;
}

/** Makes a strategy of a source. Throws, naming the strategy and what is missing, when the source has not the shape that a type check would ask for. */
export function defineStrategy<const P extends Parameters, const I extends Indicators, S = undefined>(
  source: StrategySource<P, I, S>,
): Strategy {
  checkStrategySource(source, 'onBar');
  // The engine calls back with what `indicators` and `state` made; the types were checked where the source was written.
  return { ...source, ...parserOf(source) } as unknown as Strategy;
}

/** `parse` and `indicators` of a strategy: parameters through bounds and `check`, and indicators that are a record. */
export function parserOf<P extends Parameters, I extends Indicators>(
  source: Pick<StrategySource<P, I>, 'id' | 'params' | 'check' | 'indicators'>,
) {
  const parse = (given: Readonly<Record<string, unknown>>) => {
    const values = parseParameters(`strategy ${source.id}`, source.params, given);
    const fault = source.check?.(values);
    if (fault) {
      throw new ParameterError(fault.field, `strategy ${source.id}: ${fault.field} is ${values[fault.field]}, but ${fault.reason}`);
    }
    return values;
  };
  const indicators = (values: ValuesOf<P>) => {
    const declared: unknown = source.indicators(values);
    if (isRecord(declared)) return declared;
    throw new Error(
      `strategy ${source.id}: indicators() returned ${String(declared)}, but must return a record, like ({ average: sma(20) })`,
    );
  };
  return { parse, indicators };
}

/** Strategy files are also run without a type check: throws for what is missing of a strategy that is called back by `callback`. */
export function checkStrategySource(source: unknown, callback: 'onBar' | 'onBars'): void {
  const { id, about, params, indicators, [callback]: called } = (isRecord(source) ? source : {}) as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]*$/.test(id)) throw new Error(`strategy id "${String(id)}" is not kebab-case`);
  if (typeof about !== 'string') throw new Error(`strategy ${id} has no about: one line that says what it does`);
  if (!isRecord(params)) throw new Error(`strategy ${id} has no params; without any, write params: {}`);
  for (const [name, parameter] of Object.entries(params)) {
    if (!isRecord(parameter) || !('schema' in parameter))
      throw new Error(`strategy ${id}: params.${name} must be made by int() or float()`);
  }
  if (typeof indicators !== 'function') throw new Error(`strategy ${id} has no indicators; without any, write indicators: () => ({})`);
  if (typeof called !== 'function') throw new Error(`strategy ${id} has no ${callback}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
