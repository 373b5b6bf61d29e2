import { type Bars, sliceBars } from '../../domain/bars.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { TimeUs } from '../../domain/time.ts';
import type { Trade } from '../../domain/trade.ts';
import { Arena } from '../../engine/arena.ts';
import { runBacktest } from '../../engine/backtest.ts';
import type { Beside } from '../../engine/beside.ts';
import { indicatorViews } from '../../engine/indicator-views.ts';
import type { EngineOptions } from '../../engine/options.ts';
import type { IndicatorSpec } from '../../indicators/kernel.ts';
import type { Strategy, StrategyContext } from '../../strategies/define.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import { IndicatorView } from '../../strategies/view.ts';

export interface BiasInput {
  readonly strategy: Strategy;
  /** Already through `strategy.parse`. */
  readonly values: Readonly<Record<string, number>>;
  /** Written to during the check, and put back: a strategy that holds on to these very columns must be seen to. */
  readonly bars: Bars;
  readonly instrument: Instrument;
  readonly engine: EngineOptions;
  readonly beside?: Beside | undefined;
}

/** One output of an indicator over the rows of a run. */
export interface IndicatorColumn {
  /** As the strategy calls it: `fast`, or `macd.signal` where there are several outputs. */
  readonly name: string;
  readonly spec: IndicatorSpec;
  readonly column: Float64Array;
  /** Opens of its rows. */
  readonly time: Float64Array;
  /** The instrument that it is of, where there are several. */
  readonly of?: string;
}

/** What a strategy saw, asked for and got. */
export interface RecordedRun {
  readonly columns: readonly IndicatorColumn[];
  /** Calls of the context: of one instrument by the open of the bar at whose close they were made, of several by that close. */
  readonly asked: ReadonlyMap<TimeUs, string>;
  readonly trades: readonly Trade[];
}

const ACTIONS: ReadonlySet<string | symbol> = new Set(['target', 'order', 'oco', 'oto', 'amend', 'cancel', 'cancelAll', 'rebalance']);

/** Runs the strategy over the first `rows` bars and notes everything. */
export function recordRun({ strategy, values, bars: all, instrument, engine, beside }: BiasInput, rows: number): RecordedRun {
  const bars = sliceBars(all, 0, rows);
  const asked = new Map<TimeUs, string>();
  const { trades } = runBacktest({ strategy: recording(strategy, asked), values, bars, instrument, options: engine, beside });
  return { columns: indicatorColumns(strategy, values, { bars, beside }), asked, trades };
}

/** The outputs of every indicator that a strategy declares, as it would see them row by row. */
export function indicatorColumns(
  strategy: Pick<AnyStrategy, 'indicators'>,
  values: Readonly<Record<string, number>>,
  { bars, beside, longer }: { readonly bars: Bars; readonly beside?: Beside | undefined; readonly longer?: ReadonlyMap<string, Bars> },
): IndicatorColumn[] {
  const declared = strategy.indicators(values);
  const cursor = { row: -1 };
  const { views } = indicatorViews(declared, { bars, cursor, arena: new Arena(), beside, ...(longer && { longer }) });
  return Object.entries(views).flatMap(([name, view]) => {
    const outputs = view instanceof IndicatorView ? [[name, view] as const] : outputsOf(name, view);
    return outputs.map(([called, output]) => {
      const column = new Float64Array(bars.length);
      for (cursor.row = 0; cursor.row < bars.length; cursor.row++) column[cursor.row] = output.value;
      return { name: called, spec: declared[name] as IndicatorSpec, column, time: bars.time };
    });
  });
}

function outputsOf(name: string, views: unknown): (readonly [string, IndicatorView])[] {
  return Object.entries(views as Readonly<Record<string, IndicatorView>>).map(([output, view]) => [`${name}.${output}`, view] as const);
}

/** The strategy with its hands watched. */
function recording(strategy: Strategy, asked: Map<TimeUs, string>): Strategy {
  const known = new WeakMap<StrategyContext, StrategyContext>();
  const watch = (context: StrategyContext) => {
    const hands = known.get(context) ?? watchedContext(context, asked);
    known.set(context, hands);
    return hands;
  };
  const { onFill } = strategy;
  return {
    ...strategy,
    onBar: (context) => strategy.onBar(watch(context)),
    ...(onFill === undefined ? {} : { onFill: (fill, context) => onFill(fill, watch(context)) }),
  };
}

function watchedContext(context: StrategyContext, asked: Map<TimeUs, string>): StrategyContext {
  return watched(context, (text) => note(asked, context.bar.timeUs, text));
}

/** Adds a call to those of its time. */
export function note(asked: Map<TimeUs, string>, timeUs: TimeUs, text: string): void {
  const before = asked.get(timeUs);
  asked.set(timeUs, before === undefined ? text : `${before}; ${text}`);
}

/** What a strategy holds in its hands, with every call that asks for something told to `tell`. */
export function watched<T extends object>(hands: T, tell: (text: string) => void): T {
  return new Proxy(hands, {
    get(target, name) {
      // The context reads its own private fields: it must be the receiver itself.
      const value: unknown = Reflect.get(target, name, target);
      if (!ACTIONS.has(name) || typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        tell(
          `${String(name)}(${given
            .filter((one) => one !== undefined)
            .map((one) => JSON.stringify(one))
            .join(', ')})`,
        );
        return Reflect.apply(value, target, given);
      };
    },
  });
}
