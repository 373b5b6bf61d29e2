import type { BarsPage, BarsQuery } from '../contracts/schemas.ts';
import { type Bars, firstBarAtOrAfter } from '../domain/bars.ts';
import { type TimeUs, toIso } from '../domain/time.ts';
import { type IngestState, partialBar } from '../market/ingest.ts';
import type { BarRow } from '../domain/bar-row.ts';
import { type BarStore, barRow, type Series, type StoredBar } from '../ports/bar-store.ts';
import type { DatasetStore } from '../ports/dataset-store.ts';
import type { IngestStore } from '../ports/ingest-store.ts';
import { positionCursor } from './cursor.ts';
import { type BarsWorld, lastBars } from './datasets/bars-object.ts';
import { readyDataset } from './datasets/read-datasets.ts';
import { STREAM_TIMEFRAME } from './ingest-market.ts';
import { rangeOfQuery } from './query-range.ts';
import { Refusal } from './refusal.ts';

interface World extends BarsWorld {
  readonly datasets: DatasetStore;
  readonly bars: BarStore;
  /** Bars of long ago; the newest of a time is shown where both have one. */
  readonly history: BarStore;
  readonly ingest: IngestStore<IngestState>;
}

interface Range {
  readonly fromUs: TimeUs;
  readonly toUs: TimeUs;
  readonly limit: number;
}

type WireBar = BarsPage['bars'][number];

/**
 * A page of bars from `from` (inclusive) to `to` (exclusive), ascending, of a dataset, or of a symbol: what was streamed and what was backfilled, 1m unless said otherwise.
 * `next` is the open of the bar after the page. Throws a refusal that names the field at fault.
 */
export function readBars(world: World) {
  const decoded = lastBars(world);
  return async (tenant: string, query: BarsQuery): Promise<BarsPage> => {
    const range = rangeOf(query);
    if ((query.dataset === undefined) === (query.symbol === undefined)) {
      throw new Refusal('invalid', 'query: give either dataset (an id) or symbol (of a streamed instrument)', { field: 'query.dataset' });
    }
    if (query.symbol !== undefined)
      return ofSymbol(world, { symbol: query.symbol, timeframe: query.timeframe ?? STREAM_TIMEFRAME }, range, query.partial === 'true');
    const id = query.dataset as string;
    if (query.timeframe !== undefined)
      throw new Refusal('invalid', 'query.timeframe: a dataset has one timeframe of its own', { field: 'query.timeframe' });
    if (query.partial === 'true') throw new Refusal('invalid', 'query.partial: a dataset has no open bar', { field: 'query.partial' });
    const { symbol, timeframe, synthetic } = await readyDataset(world.datasets, tenant, id);
    return { symbol, timeframe: timeframe ?? '', synthetic, ...pageOf(await decoded(tenant, id), range) };
  };
}

function rangeOf({ from, to, limit, cursor }: BarsQuery): Range {
  const { fromUs, toUs } = rangeOfQuery({ from, to });
  return { fromUs: Math.max(fromUs, positionCursor(cursor)), toUs, limit };
}

function pageOf(bars: Bars, { fromUs, toUs, limit }: Range): Pick<BarsPage, 'bars' | 'next'> {
  const start = firstBarAtOrAfter(bars, fromUs);
  const end = firstBarAtOrAfter(bars, toUs);
  const stop = Math.min(end, start + limit);
  const rows: WireBar[] = [];
  for (let row = start; row < stop; row++) rows.push(wireBar(barRow(bars, row), true));
  return { bars: rows, next: stop < end ? String(bars.time[stop]) : null };
}

async function ofSymbol(world: World, series: Series, range: Range, partial: boolean): Promise<BarsPage> {
  const { symbol, timeframe } = series;
  const rows = await bothStores(world, series, range);
  const shown = rows.slice(0, range.limit);
  const following = rows[range.limit];
  const known = partial || rows.length === 0 ? await world.ingest.load(symbol) : undefined;
  if (
    known === undefined &&
    rows.length === 0 &&
    (await world.history.read(series, { fromUs: 0, toUs: range.toUs, limit: 1 })).length === 0
  )
    throw new Refusal('not-found', `there is no bar of ${timeframe} of "${symbol}": nothing was streamed or backfilled`, {
      field: 'query.symbol',
    });
  const page = shown.map((bar) => wireBar(bar, true));
  // Bars that have closed a moment ago may not be stored yet; they are shown with the open one, so that no minute is missing between.
  if (partial && known !== undefined && following === undefined)
    page.push(...newest(known.state, timeframe, { ...range, fromUs: Math.max(range.fromUs, (shown.at(-1)?.timeUs ?? -1) + 1) }));
  const synthetic = shown[0]?.synthetic ?? known?.state.synthetic ?? false;
  return { ...series, synthetic, bars: page, next: following === undefined ? null : String(following.timeUs) };
}

/**
 * One bar more than the limit, so that the caller knows whether there is more. The hot store first: a bar that has left it by then is in the history already,
 * while one that leaves it meanwhile would be missed the other way round.
 */
async function bothStores({ bars, history }: World, series: Series, { limit, ...range }: Range): Promise<readonly StoredBar[]> {
  const hot = await bars.read(series, { ...range, limit: limit + 1 });
  const cold = await history.read(series, { ...range, limit: limit + 1 });
  if (cold.length === 0) return hot;
  const byTime = new Map(cold.map((bar) => [bar.timeUs, bar]));
  for (const bar of hot) if (bar.revision >= (byTime.get(bar.timeUs)?.revision ?? 0)) byTime.set(bar.timeUs, bar);
  return [...byTime.values()].sort((a, b) => a.timeUs - b.timeUs).slice(0, limit + 1);
}

function newest(state: IngestState, timeframe: string, { fromUs, toUs }: Range): WireBar[] {
  const inside = ({ timeUs }: BarRow) => timeUs >= fromUs && timeUs < toUs;
  const open = partialBar(state, timeframe);
  return [
    ...state.outbox.filter((bar) => bar.timeframe === timeframe && inside(bar)).map((bar) => wireBar(bar, true)),
    ...(open !== undefined && inside(open) ? [wireBar(open, false)] : []),
  ];
}

function wireBar({ timeUs, open, high, low, close, volume }: BarRow, closed: boolean): WireBar {
  return { time: toIso(timeUs), open, high, low, close, volume, closed };
}
