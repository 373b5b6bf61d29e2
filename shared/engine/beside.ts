import type { Bars } from '../domain/bars.ts';
import type { Feature } from '../domain/feature.ts';
import { nearest } from '../domain/nearest.ts';
import type { BreadthColumn } from '../indicators/breadth/columns.ts';
import { type MarketBreadth, marketBreadth } from '../indicators/breadth/market-breadth.ts';
import { type Elsewhere, type Input, placeOf } from '../indicators/input.ts';
import { inputColumn } from '../indicators/kernel.ts';
import { EngineError } from './error.ts';
import { lastClosed, lastKnown, spread } from './known-rows.ts';

/** What a run may read beside the bars that it trades. Nothing of it is seen before it was known. */
export interface Beside {
  /** Bars of other instruments by symbol. */
  readonly others?: ReadonlyMap<string, Bars>;
  /** Symbol among them that is the run's own: counts over the market take it once. */
  readonly own?: string;
  /** Numbers from outside by name. */
  readonly features?: ReadonlyMap<string, Feature>;
}

/** The data beside a run, as columns over its rows. */
export class Surroundings {
  readonly #bars: Bars;
  readonly #beside: Beside;
  readonly #columns = new Map<string, Float64Array>();
  readonly #knownRows = new Map<string, Int32Array>();
  #market: { readonly breadth: MarketBreadth; readonly knownRow: Int32Array } | undefined;

  constructor(bars: Bars, beside: Beside) {
    this.#bars = bars;
    this.#beside = beside;
  }

  /** Bars of another instrument. Throws `EngineError` when the run was not given them. */
  barsOf(symbol: string): Bars {
    const given = this.#beside.others ?? new Map<string, Bars>();
    const bars = given.get(symbol);
    if (bars) return bars;
    throw missing('with', `bars of "${symbol}"`, symbol, [...given.keys()]);
  }

  /** An input over the rows of the run: at each what was known at its close, NaN before there was anything. */
  column(input: Input | Elsewhere): Float64Array {
    const place = placeOf(input);
    if (place === undefined) throw new EngineError('inputs', `"${input}" is no input of an indicator`);
    if (place.kind === 'own') return inputColumn(this.#bars, place.column);
    let column = this.#columns.get(input);
    if (column === undefined) {
      if (place.kind === 'feature') column = this.#feature(place);
      else if (place.kind === 'market') column = this.#breadth(place.column);
      else column = this.#other(place.symbol, place.column);
      this.#columns.set(input, column);
    }
    return column;
  }

  #other(symbol: string, column: Input): Float64Array {
    const bars = this.barsOf(symbol);
    const knownRow = this.#knownRows.get(symbol) ?? lastClosed(bars, this.#bars);
    this.#knownRows.set(symbol, knownRow);
    return spread(inputColumn(bars, column), knownRow, new Float64Array(this.#bars.length));
  }

  #feature({ name, optional }: { readonly name: string; readonly optional: boolean }): Float64Array {
    const given = this.#beside.features ?? new Map<string, Feature>();
    const feature = given.get(name);
    if (feature === undefined && optional) return new Float64Array(this.#bars.length).fill(NaN);
    if (feature === undefined) throw missing('feature', `feature "${name}"`, name, [...given.keys()]);
    return spread(feature.value, lastKnown(feature.knownAtUs.subarray(0, feature.length), this.#bars), new Float64Array(this.#bars.length));
  }

  /** Counts over the run's own instrument and all the others, a row a time at which one of them has a bar. */
  #breadth(column: BreadthColumn): Float64Array {
    if (this.#market === undefined) {
      const { others: given = new Map<string, Bars>(), own } = this.#beside;
      const others = [...given].flatMap(([symbol, bars]) => (symbol === own ? [] : [bars]));
      if (others.length === 0)
        throw new EngineError('with', 'an indicator counts over the market, but the run has no instrument beside its own');
      const odd = others.find(({ timeframeUs }) => timeframeUs !== this.#bars.timeframeUs);
      if (odd) throw new EngineError('with', 'an indicator counts over the market, but its instruments have bars of different timeframes');
      const breadth = marketBreadth([this.#bars, ...others]);
      this.#market = { breadth, knownRow: lastKnown(breadth.time, this.#bars, this.#bars.timeframeUs) };
    }
    return spread(this.#market.breadth[column], this.#market.knownRow, new Float64Array(this.#bars.length));
  }
}

function missing(field: 'with' | 'feature', what: string, name: string, given: readonly string[]): EngineError {
  const near = nearest(name, given);
  const has = given.length === 0 ? 'none was given' : `given: ${given.join(', ')}`;
  return new EngineError(
    field,
    `an indicator reads ${what}, which the run was not given (${has})${near ? `; did you mean "${near}"?` : ''}`,
  );
}
