import type { ShardStep } from '../../contracts/backtest-steps.ts';
import type { Bars } from '../../domain/bars.ts';
import type { TimeRange } from '../../market/coverage.ts';
import type { BarHistory, HistoryKey } from '../../ports/bar-history.ts';
import { barRow, type HistoryStore, NOTHING_DERIVED, type StoredBar } from '../../ports/bar-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HistorySource } from '../../ports/history-source.ts';
import type { Objects } from '../../ports/objects.ts';
import { fetchHistory } from '../fetch-history.ts';
import { getJson, putJson } from '../json-objects.ts';
import { type BackfillPlan, type ChunkResult, chunkKey, planKey, requestKey, type StoredBackfill } from './stored.ts';

interface World {
  readonly objects: Objects;
  readonly history: HistoryStore;
  readonly sources: (venue: string) => Promise<HistorySource>;
  readonly clock: Clock;
}

/** Downloads what is missing of one chunk. Run again it goes on where it stopped: bars that are there are not asked for. */
export function runBackfill(world: World) {
  return async ({ tenant, runId, shard }: ShardStep): Promise<{ readonly ok: true }> => {
    const stored = await getJson<StoredBackfill>(world.objects, requestKey(tenant, runId));
    const plan = await getJson<BackfillPlan>(world.objects, planKey(tenant, runId));
    const chunk = plan?.chunks[shard - 1];
    if (stored === undefined || plan === undefined || chunk === undefined) throw new Error(`backfill ${runId} has no chunk ${shard}`);
    const { venue, timeframe, instrument = plan.symbol } = stored.request;
    const download = fetchHistory({
      source: await world.sources(venue),
      history: rangeOf(world.history, instrument, chunk),
      clock: world.clock,
    });
    const { written, missing } = await download({ symbol: plan.symbol, timeframe, ...chunk });
    const result: ChunkResult = { written, missing };
    await putJson(world.objects, chunkKey(tenant, runId, shard), result);
    return { ok: true };
  };
}

/** A range of the history of an instrument as the download sees it: it is loaded as a whole, and what is new is added. */
function rangeOf(store: HistoryStore, symbol: string, range: TimeRange): BarHistory {
  const known = new Set<number>();
  return {
    async load({ timeframe }: HistoryKey): Promise<Bars | undefined> {
      const bars = await store.columns({ symbol, timeframe }, range);
      for (const time of bars.time) known.add(time);
      return bars.length === 0 ? undefined : bars;
    },
    async save({ timeframe }: HistoryKey, bars: Bars): Promise<void> {
      const fresh: StoredBar[] = [];
      for (let row = 0; row < bars.length; row++) {
        if (!known.has(bars.time[row] as number)) fresh.push({ ...barRow(bars, row), trades: 0, synthetic: false, ...NOTHING_DERIVED });
      }
      await store.put({ symbol, timeframe }, fresh);
      for (const { timeUs } of fresh) known.add(timeUs);
    },
  };
}
