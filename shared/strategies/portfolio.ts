import type { Fill } from '../domain/fill.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { TimeUs } from '../domain/time.ts';
import type { Parameters, ValuesOf } from '../indicators/parameters.ts';
import { type BarView, checkStrategySource, type Indicators, parserOf, type Strategy, type ViewsOf } from './define.ts';
import type { Trading } from './trading.ts';

/** Spans of the calendar, UTC; weeks begin on Mondays. */
export type CalendarPeriod = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** One instrument as a portfolio strategy sees and trades it. */
export interface Leg<I = Readonly<Record<string, unknown>>> extends Trading {
  readonly id: string;
  readonly instrument: Instrument;
  /** The last bar that has closed; ask `known` first. */
  readonly bar: BarView;
  readonly indicators: I;
  /** A bar of it closed at this very time. */
  readonly fresh: boolean;
  /** It has closed a bar, its indicators have values, and it is still traded. */
  readonly known: boolean;
  /** Units held now: positive long, negative short. */
  readonly position: number;
  /** Average price of the units held; NaN when flat. */
  readonly entryPrice: number;
  /** The position at its last close in the account's currency, negative for a short. */
  readonly value: number;
  /** `value` as a share of equity. */
  readonly weight: number;
}

export interface RebalanceOptions {
  /** A position whose weight is nearer than this to the one wanted is left alone, but for one that is to be closed; 0 by default. */
  readonly band?: number;
}

/** What a portfolio strategy may see and ask for, once everything that closes at a time has closed. */
export interface PortfolioContext<V = Readonly<Record<string, number>>, I = Readonly<Record<string, unknown>>, S = unknown> {
  readonly params: V;
  /** What the strategy's `state` made for this run. */
  readonly state: S;
  /** The close time, microseconds UTC. */
  readonly timeUs: TimeUs;
  /** Every instrument, sorted by id. */
  readonly legs: readonly Leg<I>[];
  readonly cash: number;
  /** Cash plus every position at its last close. */
  readonly equity: number;
  /** The leg of that instrument id. Throws, naming those there are. */
  readonly leg: (id: string) => Leg<I>;
  /** Whether this close is the first of a new calendar period, UTC; the first close of all is. */
  readonly begins: (period: CalendarPeriod) => boolean;
  /**
   * Moves to these shares of equity at the next opens, sized there: what shrinks a position first, then what grows one, by instrument id.
   * Instruments that are not named are closed. Sizes of all shares add up to 1 at most, or to the leverage. Replaces a rebalance that still waits, and takes
   * back what an earlier one has not filled.
   */
  readonly rebalance: (weights: Readonly<Record<string, number>>, options?: RebalanceOptions) => void;
}

/** A strategy over several instruments at once, with its types forgotten. */
export interface PortfolioStrategy {
  readonly kind: 'portfolio';
  readonly id: string;
  readonly about: string;
  readonly params: Parameters;
  /** Validated parameters: bounds, then the strategy's own `check`. Throws `ParameterError`. */
  readonly parse: (given: Readonly<Record<string, unknown>>) => Readonly<Record<string, number>>;
  readonly indicators: (values: Readonly<Record<string, number>>) => Indicators;
  readonly state: (values: Readonly<Record<string, number>>) => unknown;
  readonly onBars: (context: PortfolioContext) => void;
  readonly onFill?: (fill: Fill, context: PortfolioContext) => void;
}

/** What lies in `strategies/`. */
export type AnyStrategy = Strategy | PortfolioStrategy;

export interface PortfolioSource<P extends Parameters, I extends Indicators, S> {
  /** kebab-case, equal to the file name. */
  readonly id: string;
  readonly about: string;
  readonly params: P;
  /** What bounds cannot say, for example `exit < entry`: the name of the parameter at fault and the reason, or nothing. */
  readonly check?: (values: ValuesOf<P>) => { readonly field: keyof P & string; readonly reason: string } | undefined;
  /** Of each instrument. */
  readonly indicators: (values: ValuesOf<P>) => I;
  /** Makes what the strategy remembers between closes, anew for each run. */
  readonly state?: (values: ValuesOf<P>) => S;
  /** Called at every time at which a bar of any of its instruments closes, once one of them is known. */
  readonly onBars: (context: PortfolioContext<ValuesOf<P>, ViewsOf<I>, S>) => void;
  /** Called for each fill once its bar has closed, before `onBars`. */
  readonly onFill?: (fill: Fill, context: PortfolioContext<ValuesOf<P>, ViewsOf<I>, S>) => void;
}

/** Makes a portfolio strategy of a source. Throws, naming the strategy and what is missing, when the source has not the shape that a type check would ask for. */
export function definePortfolioStrategy<const P extends Parameters, const I extends Indicators, S = undefined>(
  source: PortfolioSource<P, I, S>,
): PortfolioStrategy {
  checkStrategySource(source, 'onBars');
  // The engine calls back with what `indicators` and `state` made; the types were checked where the source was written.
  return { state: () => undefined, ...source, ...parserOf(source), kind: 'portfolio' } as unknown as PortfolioStrategy;
}
