import type { KernelState } from '../indicators/kernel.ts';
import { type Parameters, parseParameters, type ValuesOf } from '../indicators/parameters.ts';

/** 1 speaks for a rise, -1 for a fall. */
export type Direction = 1 | -1;

/** What was seen, in rows counted from the detector's first update. Known only at the close of row `confirmedAt`, which is never before `end`. */
export interface PatternFinding {
  readonly start: number;
  readonly end: number;
  readonly confirmedAt: number;
  readonly direction: Direction;
  /** A formation of bars: 100, 80 or 200 as TA-Lib says; a chart pattern: over 0 to 100. */
  readonly strength: number;
  /** The variant, where a detector knows several; otherwise the pattern's id. */
  readonly kind: string;
}

/**
 * One incremental detector. `update` takes the bar that just closed and returns direction x strength of what it confirmed, 0 for nothing.
 * A row with a price that is not a finite number is skipped: the state stays (the row is counted), the answer is 0.
 */
export interface PatternDetector {
  update(open: number, high: number, low: number, close: number, volume: number): number;
  /** Chart patterns: everything that the last update confirmed, mostly nothing. */
  readonly found?: readonly PatternFinding[];
  /** Formations of bars: how many bars the formation answered last covers, the confirming one included. */
  readonly span?: number;
  snapshot(): KernelState;
  restore(state: KernelState): void;
}

/** Everything the catalogue says of a pattern. */
export interface PatternDefinition<P extends Parameters = Parameters> {
  readonly id: string;
  readonly name: string;
  readonly kind: 'candlestick' | 'chart';
  readonly about: string;
  readonly parameters: P;
  /** Index of the first row that can be answered with something, counted from 0. */
  warmup(values: ValuesOf<P>): number;
  /** Book and page, or the definition followed. */
  readonly source: string;
  detector(values: ValuesOf<P>): PatternDetector;
}

/** A pattern with its parameters fixed. `key` is equal exactly when the answers are. */
export interface PatternSpec<D extends PatternDefinition = PatternDefinition> {
  readonly key: string;
  readonly definition: D;
  readonly values: Readonly<Record<string, number>>;
  readonly warmup: number;
}

/** Makes a spec of the default parameters overlaid with those given; throws `ParameterError` for one unknown or out of bounds. */
export interface Pattern<D extends PatternDefinition = PatternDefinition> {
  (values?: Readonly<Record<string, number>>): PatternSpec<D>;
  readonly definition: D;
}

/** Makes a pattern of a definition. Throws at definition when the id is not kebab-case. */
export function definePattern<const P extends Parameters, D extends PatternDefinition<P>>(
  definition: D & { readonly parameters: P },
): Pattern<D & PatternDefinition> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(definition.id)) throw new Error(`pattern id "${definition.id}" is not kebab-case`);
  const known = definition as unknown as D & PatternDefinition;
  const make = (given: Readonly<Record<string, number>> = {}): PatternSpec<D & PatternDefinition> => {
    const values = parseParameters(`pattern ${definition.id}`, known.parameters, given);
    const named = Object.entries(values).map(([name, value]) => `${name}=${value}`);
    return { key: `${definition.id}(${named.join(',')})`, definition: known, values, warmup: known.warmup(values) };
  };
  return Object.assign(make, { definition: known });
}
