import { defineIndicator } from '../../indicators/define.ts';
import { type Elsewhere, type Input, type PriceInput, INPUTS, placeOf } from '../../indicators/input.ts';
import type { IndicatorSpec } from '../../indicators/kernel.ts';
import { IndicatorView } from '../view.ts';
import type { Source } from './derived.ts';
import type { Level, Values } from './parameters.ts';

/** Something that has a value at every bar. */
export interface Series {
  readonly kind: 'series';
  /** Equal exactly when the series are; the name under which it is declared. */
  readonly id: string;
  readonly make: (values: Values) => IndicatorSpec;
  readonly output: string;
  readonly timeframe: string | undefined;
  /** Symbol of the instrument on whose bars it is computed; the run's own when absent. */
  readonly of?: string | undefined;
  /** In English, from "the" on. */
  readonly said: string;
}

/** What stands on a side of a comparison. */
export type Value = Level | Series;

/** A price column as an indicator of itself. Not in the catalogue: code has `bar.close`. */
const column = defineIndicator({
  id: 'column',
  name: 'Column',
  group: 'price',
  about: 'The column itself.',
  inputs: ['close'],
  parameters: {},
  outputs: ['value'],
  unit: 'price',
  warmup: () => 0,
  settle: () => 0,
  source: 'The bars.',
  kernel: () => {
    let last = Number.NaN;
    return {
      update: (x) => (Number.isFinite(x) ? (last = x) : last),
      snapshot: () => [last],
      restore: ([value]) => {
        last = value as number;
      },
    };
  },
});

const COLUMN_WORDS: Readonly<Record<Input, string>> = {
  time: 'the time',
  open: 'the open',
  high: 'the high',
  low: 'the low',
  close: 'the close',
  volume: 'the volume',
  hl2: 'the middle of high and low',
  hlc3: 'the typical price',
  ohlc4: 'the mean of open, high, low and close',
};

export function columnWords(input: Input | Elsewhere): string {
  const place = placeOf(input);
  if (place === undefined) throw new RangeError(`"${input}" is no input`);
  if (place.kind === 'feature') return `the feature ${place.name}`;
  if (place.kind === 'market') return `the ${place.column} of the market`;
  return place.kind === 'own' ? COLUMN_WORDS[place.column] : `${COLUMN_WORDS[place.column]} of ${place.symbol}`;
}

export function isColumn(name: string): name is PriceInput {
  return INPUTS.some((input) => input === name);
}

/** A column, of the run's own bars or from elsewhere. */
export function columnSeries(input: PriceInput | Elsewhere, timeframe?: string): Series {
  const spec = column({}, { inputs: [input], ...(timeframe === undefined ? {} : { timeframe }) });
  return {
    kind: 'series',
    id: spec.key,
    make: () => spec,
    output: 'value',
    timeframe,
    said: `${columnWords(input)}${timeframe === undefined ? '' : ` of ${timeframe} bars`}`,
  };
}

/** A series computed from others, which must share a timeframe. */
export function derivedSeries(
  of: readonly Series[],
  name: string,
  derive: (sources: readonly Source[], values: Values) => IndicatorSpec,
): Series {
  return {
    kind: 'series',
    id: `${name} of ${of.map(({ id, output }) => `${id}.${output}`).join(' and ')}`,
    make: (values) =>
      derive(
        of.map(({ make, output }) => ({ spec: make(values), output })),
        values,
      ),
    output: 'value',
    timeframe: of[0]?.timeframe,
    of: of[0]?.of,
    said: name,
  };
}

/** The view of a series among those that the engine made of the declared indicators. */
export function viewOf({ id, output }: Series, views: Readonly<Record<string, unknown>>): IndicatorView {
  const declared = views[id];
  const view = declared instanceof IndicatorView ? declared : (declared as Readonly<Record<string, unknown>> | undefined)?.[output];
  if (view instanceof IndicatorView) return view;
  throw new Error(`no view of ${id}.${output}: the rules were run with indicators that they did not declare`);
}
