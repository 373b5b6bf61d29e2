import { hashText, mix } from '../../market/noise.ts';
import { ResearchError } from '../error.ts';
import { checkDistinct, type Series } from '../series.ts';
import { benjaminiHochberg } from '../statistics/benjamini-hochberg.ts';
import { type ConditionalMean, conditionalMean } from './conditional-mean.ts';
import type { EventSource } from './events.ts';
import { buildPanel, timeAxis } from './panel.ts';

export interface ExploreOptions {
  /** Bars ahead; 1, 5 and 20 when left out. */
  readonly horizons?: readonly number[];
  /** Returns start at the close of the event (`close`), or at the open after it, the first price that an order gets (`open`). */
  readonly entry?: 'close' | 'open';
  /** Share of false findings among all findings that is put up with; 0.05 when left out. */
  readonly level?: number;
  /** P-value that is corrected and ranked by. The bootstrap's is never below 1 / (resamples + 1), which many tests at once cannot pass. */
  readonly by?: 'hac' | 'bootstrap';
  /** Events that do not overlap below which nothing is tested; 10 when left out. */
  readonly countMin?: number;
  readonly resamples?: number;
  readonly seed?: number;
}

/** One event at one horizon. */
export interface Outcome extends ConditionalMean {
  readonly event: string;
  readonly horizon: number;
  /** The p-value that was corrected; null when there were too few events. */
  readonly p: number | null;
  /** P-value adjusted for all the tests of this exploration (Benjamini & Hochberg). */
  readonly q: number | null;
  readonly passes: boolean;
}

export interface Exploration {
  readonly universe: readonly { readonly symbol: string; readonly bars: number }[];
  readonly horizons: readonly number[];
  readonly level: number;
  readonly by: 'hac' | 'bootstrap';
  readonly seed: number;
  /** Tests that were corrected for: event and horizon pairs with enough events. */
  readonly tests: number;
  /** The most certain first; those that could not be tested last. */
  readonly outcomes: readonly Outcome[];
}

/**
 * What followed each event over a universe and its history: mean forward returns at each horizon, tested against those of all bars with the overlap and
 * the number of tests taken into account. The same seed gives the same answer. JSON-able. Throws `ResearchError` that names what is wrong.
 */
export function explore(universe: readonly Series[], events: readonly EventSource[], options: ExploreOptions = {}): Exploration {
  const { horizons = [1, 5, 20], entry = 'close', level = 0.05, by = 'hac', countMin = 10, resamples = 999, seed = 1 } = options;
  check(universe, events, horizons);
  const axis = timeAxis(universe);
  const found = events.map((event) => ({ event: event.id, rows: universe.map((series) => rowsOf(event, series)) }));
  const measured = horizons.flatMap((horizon) => {
    const panel = buildPanel(universe, axis, { horizon, entry });
    return found.map(({ event, rows }) => {
      const result = conditionalMean(panel, rows, { horizon, resamples, seed: mix(seed, hashText(event)) });
      const p = result.independent < countMin ? null : by === 'hac' ? result.hacP : result.bootstrapP;
      return { event, horizon, ...result, p: p === null || Number.isNaN(p) ? null : p };
    });
  });
  const tested = measured.filter(({ p }) => p !== null);
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p as number));
  const qOf = new Map(tested.map((outcome, i) => [outcome, adjusted[i] as number]));
  const outcomes = measured.map((outcome) => {
    const q = qOf.get(outcome) ?? null;
    return { ...outcome, q, passes: q !== null && q <= level };
  });
  outcomes.sort((a, b) => (a.p ?? 2) - (b.p ?? 2) || Math.abs(b.hacT ?? 0) - Math.abs(a.hacT ?? 0));
  const sizes = universe.map(({ symbol, bars }) => ({ symbol, bars: bars.length }));
  return { universe: sizes, horizons, level, by, seed, tests: tested.length, outcomes };
}

function check(universe: readonly Series[], events: readonly EventSource[], horizons: readonly number[]): void {
  if (universe.length === 0) throw new ResearchError('data', 'there is no data to scan');
  checkDistinct(universe);
  const repeated = events.find(({ id }, i) => events.findIndex((other) => other.id === id) !== i);
  if (repeated !== undefined) throw new ResearchError('events', `event ${repeated.id} is given twice`);
  const longest = Math.max(...universe.map(({ bars }) => bars.length));
  for (const horizon of horizons) {
    if (Number.isInteger(horizon) && horizon >= 1 && horizon < longest) continue;
    throw new ResearchError('horizons', `horizon ${horizon} must be a whole number from 1 to ${longest - 1}, the longest history less one`);
  }
}

function rowsOf(event: EventSource, series: Series): readonly number[] {
  const rows = event.rows(series);
  for (const [i, row] of rows.entries()) {
    const before = i === 0 ? -1 : (rows[i - 1] as number);
    if (Number.isInteger(row) && row > before && row < series.bars.length) continue;
    const range = `a row from ${before + 1} to ${series.bars.length - 1}`;
    throw new ResearchError('events', `event ${event.id} on ${series.symbol}: row ${row} must be ${range}, as rows ascend`);
  }
  return rows;
}
