import type { RunStep } from '../../contracts/backtest-steps.ts';
import { firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import { missingRanges, type TimeRange } from '../../market/coverage.ts';
import { barOpen } from '../../market/aggregate.ts';
import type { HistoryStore } from '../../ports/bar-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HistorySource } from '../../ports/history-source.ts';
import type { Objects } from '../../ports/objects.ts';
import { getJson, putJson } from '../json-objects.ts';
import { rangeOfQuery } from '../query-range.ts';
import { type BackfillPlan, planKey, requestKey, type StoredBackfill } from './stored.ts';

interface World {
  readonly objects: Objects;
  readonly history: HistoryStore;
  readonly sources: (venue: string) => Promise<HistorySource>;
  readonly clock: Clock;
}

/** Bars that one chunk asks for at most: a few minutes of asking at the pace of a venue. */
const CHUNK_BARS = 50_000;

/** Cuts the range into chunks and keeps those in which bars are missing: none when all are there. Bars that have not closed are not asked for. */
export function planBackfill(world: World, chunkBars = CHUNK_BARS) {
  return async ({ tenant, runId }: RunStep): Promise<RunStep & { readonly shards: readonly number[] }> => {
    const stored = await getJson<StoredBackfill>(world.objects, requestKey(tenant, runId));
    if (stored === undefined) throw new Error(`backfill ${runId} of ${tenant} has no request`);
    const { venue, symbol: said, instrument, timeframe, ...range } = stored.request;
    const { symbol } = await (await world.sources(venue)).market(said, timeframe);
    const spanUs = parseTimeframe(timeframe);
    const { fromUs, toUs } = rangeOfQuery(range);
    const closed = { fromUs, toUs: Math.min(toUs, barOpen(world.clock.nowUs(), spanUs)) };
    const bars = await world.history.columns({ symbol: instrument ?? symbol, timeframe }, closed);
    const chunks = cut(closed, chunkBars * spanUs).filter((chunk) => {
      const known = sliceBars(bars, firstBarAtOrAfter(bars, chunk.fromUs), firstBarAtOrAfter(bars, chunk.toUs));
      return missingRanges(known, chunk, spanUs).length > 0;
    });
    const plan: BackfillPlan = { symbol, chunks };
    await putJson(world.objects, planKey(tenant, runId), plan);
    return { tenant, runId, shards: chunks.map((_, i) => i + 1) };
  };
}

function cut({ fromUs, toUs }: TimeRange, spanUs: number): TimeRange[] {
  const chunks: TimeRange[] = [];
  for (let from = fromUs; from < toUs; from += spanUs) chunks.push({ fromUs: from, toUs: Math.min(from + spanUs, toUs) });
  return chunks;
}
