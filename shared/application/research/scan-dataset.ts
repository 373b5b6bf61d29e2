import type { PatternFound, PatternScanPage, PatternScanQuery } from '../../contracts/research.ts';
import { type Bars, firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import { toIso } from '../../domain/time.ts';
import type { Pattern } from '../../patterns/pattern.ts';
import { type PatternMatch, scanPatterns } from '../../patterns/scan.ts';
import type { DatasetStore } from '../../ports/dataset-store.ts';
import { positionCursor } from '../cursor.ts';
import { type BarsWorld, lastBars } from '../datasets/bars-object.ts';
import { readyDataset } from '../datasets/read-datasets.ts';
import { rangeOfQuery } from '../query-range.ts';
import { Refusal } from '../refusal.ts';

interface World extends BarsWorld {
  readonly datasets: DatasetStore;
  readonly patterns: readonly Pattern[];
}

/**
 * A page of what patterns find in a dataset, in the order in which it became known. The scan sees nothing before `from`.
 * `next` is the place in the list after the page. Throws a refusal that names the field at fault.
 */
export function scanDataset(world: World) {
  const barsOf = lastBars(world);
  return async (tenant: string, query: PatternScanQuery): Promise<PatternScanPage> => {
    const chosen = chosenOf(world.patterns, query.pattern);
    const { fromUs, toUs } = rangeOfQuery(query);
    const start = positionCursor(query.cursor);
    const { symbol, timeframe } = await readyDataset(world.datasets, tenant, query.dataset);
    const all = await barsOf(tenant, query.dataset);
    const bars = sliceBars(all, firstBarAtOrAfter(all, fromUs), firstBarAtOrAfter(all, toUs));
    const found = scanPatterns(
      bars,
      chosen.map((pattern) => pattern()),
    );
    const end = start + query.limit;
    const matches = found.slice(start, end).map((match) => matchOnWire(bars, match));
    return { symbol, timeframe: timeframe ?? '', matches, next: end < found.length ? String(end) : null };
  };
}

function chosenOf(patterns: readonly Pattern[], ids: string | undefined): readonly Pattern[] {
  if (ids === undefined) return patterns;
  const known = new Map(patterns.map((pattern) => [pattern.definition.id, pattern]));
  return [...new Set(ids.split(','))].map((id) => {
    const pattern = known.get(id);
    if (pattern !== undefined) return pattern;
    throw new Refusal('invalid', `query.pattern: there is no pattern "${id}"; GET /patterns lists them`, { field: 'query.pattern' });
  });
}

/** A match with times in the place of rows, and a word for its direction. */
export function matchOnWire({ time }: Bars, { pattern, kind, direction, start, end, confirmedAt, strength }: PatternMatch): PatternFound {
  const at = (row: number) => toIso(time[row] as number);
  return {
    pattern,
    kind,
    direction: direction === 1 ? 'bullish' : 'bearish',
    start: at(start),
    end: at(end),
    confirmedAt: at(confirmedAt),
    strength,
    rows: { start, end, confirmedAt },
  };
}
