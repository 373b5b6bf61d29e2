import type { AnalysisQuery, SymbolAnalysis } from '../../contracts/analysis.ts';
import { Symbol } from '../../contracts/schemas.ts';
import { allocateBars, BAR_COLUMNS } from '../../domain/bars.ts';
import type { TimeUs } from '../../domain/time.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import { FUNDAMENTALS } from '../../market/fundamentals/schema.ts';
import { inferInstrument } from '../../market/instrument.ts';
import type { BarStore, Series, StoredBar } from '../../ports/bar-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DatasetRecord, DatasetStore } from '../../ports/dataset-store.ts';
import type { TableRecord } from '../../ports/table-store.ts';
import { type BarsWorld, loadBars } from '../datasets/bars-object.ts';
import { readyDataset } from '../datasets/read-datasets.ts';
import { instantOfQuery } from '../query-range.ts';
import { STREAM_TIMEFRAME } from '../ingest-market.ts';
import { Refusal } from '../refusal.ts';
import { findTable, loadTable, type TablesWorld } from '../tables/tables.ts';
import { type Absent, analyse, type GivenBars, type GivenFundamentals } from './analyse.ts';

interface World extends BarsWorld, Pick<TablesWorld, 'tables' | 'tableFiles'> {
  readonly datasets: DatasetStore;
  /** Streamed bars of the last days, and of long ago. */
  readonly bars: BarStore;
  readonly history: BarStore;
  readonly clock: Clock;
}

/** Datasets among which one is looked for that was not named. */
const LOOKED_AT = 1_000;
/** Streamed bars that are analysed, and the spans of a bar in which they are looked for: markets close. */
const STREAMED_BARS = 1_000;
const SPANS = 5_000;
/** Hours where enough of them were streamed, else minutes. */
const STREAMED_TIMEFRAMES = ['1h', STREAM_TIMEFRAME];
const ENOUGH_BARS = 50;

/** What is known of a symbol at a moment. Throws a refusal that names the field at fault. */
export function analyseSymbol(world: World) {
  return async (tenant: string, symbol: string, query: AnalysisQuery): Promise<SymbolAnalysis> => {
    if (!Symbol.safeParse(symbol).success) throw new Refusal('not-found', 'there is no such symbol', { field: 'symbol' });
    const asOfUs = instantOfQuery('asOf', query.asOf) ?? world.clock.nowUs();
    const [bars, fundamentals] = await Promise.all([
      barsFor(world, { tenant, symbol, asOfUs }, query),
      statementsFor(world, tenant, query.fundamentals),
    ]);
    return analyse({ symbol, asOfUs, bars, fundamentals });
  };
}

interface Asked {
  readonly tenant: string;
  readonly symbol: string;
  readonly asOfUs: TimeUs;
}

async function barsFor(
  world: World,
  { tenant, symbol, asOfUs }: Asked,
  { dataset, timeframe }: AnalysisQuery,
): Promise<GivenBars | Absent> {
  if (dataset !== undefined) {
    const record = await readyDataset(world.datasets, tenant, dataset);
    if (record.symbol === symbol) return ofDataset(world, tenant, record);
    throw new Refusal('invalid', `query.dataset: "${dataset}" holds bars of ${record.symbol}, not of ${symbol}`, {
      field: 'query.dataset',
    });
  }
  if (timeframe === undefined) {
    const { items } = await world.datasets.list(tenant, { limit: LOOKED_AT });
    const newest = items.find((record) => record.status === 'READY' && record.symbol === symbol);
    if (newest !== undefined) return ofDataset(world, tenant, newest);
  }
  let found: { readonly rows: readonly StoredBar[]; readonly timeframe: string } | undefined;
  for (const candidate of timeframe === undefined ? STREAMED_TIMEFRAMES : [timeframe]) {
    const rows = await streamedRows(world, { symbol, timeframe: candidate }, asOfUs);
    if (rows.length > (found?.rows.length ?? 0)) found = { rows, timeframe: candidate };
    if (rows.length >= ENOUGH_BARS) break;
  }
  if (found !== undefined) return ofStream(found.rows, { symbol, timeframe: found.timeframe });
  return { why: `there is no dataset of bars of ${symbol}, and no bar of ${timeframe ?? STREAM_TIMEFRAME} was streamed before` };
}

async function ofDataset(world: World, tenant: string, { id, symbol, assetClass, sha256, synthetic }: DatasetRecord): Promise<GivenBars> {
  const instrument = inferInstrument({ symbol, ...(assetClass === null ? {} : { assetClass }) });
  return { bars: await loadBars(world, tenant, id), instrument, kind: 'file', sha256, synthetic };
}

/** The latest streamed bars that open before a moment, the last revision of each. */
async function streamedRows({ bars, history }: World, series: Series, asOfUs: TimeUs): Promise<readonly StoredBar[]> {
  const range = { fromUs: Math.max(0, asOfUs - SPANS * parseTimeframe(series.timeframe)), toUs: asOfUs, limit: SPANS };
  const stores = await Promise.all([history.read(series, range), bars.read(series, range)]);
  const byTime = new Map<TimeUs, StoredBar>();
  for (const bar of stores.flat()) if (bar.revision >= (byTime.get(bar.timeUs)?.revision ?? 0)) byTime.set(bar.timeUs, bar);
  return [...byTime.values()].sort((a, b) => a.timeUs - b.timeUs).slice(-STREAMED_BARS);
}

function ofStream(rows: readonly StoredBar[], { symbol, timeframe }: Series): GivenBars {
  const bars = allocateBars(rows.length, parseTimeframe(timeframe));
  rows.forEach((bar, row) => {
    for (const name of BAR_COLUMNS) bars[name][row] = name === 'time' ? bar.timeUs : bar[name];
  });
  const synthetic = rows.some((bar) => bar.synthetic);
  return { bars, instrument: inferInstrument({ symbol }), kind: 'stream', sha256: null, synthetic };
}

async function statementsFor(world: World, tenant: string, id: string | undefined): Promise<GivenFundamentals | Absent> {
  const record = id === undefined ? await newestStatements(world, tenant) : await findTable(world.tables, tenant, id, 'query.fundamentals');
  if (record === undefined) return { why: `there is no dataset of rows of the schema ${FUNDAMENTALS.name}` };
  if (record.schema !== FUNDAMENTALS.name)
    throw new Refusal('invalid', `query.fundamentals: "${record.name}" holds rows of ${record.schema}, not of ${FUNDAMENTALS.name}`, {
      field: 'query.fundamentals',
    });
  if (record.sha256 === null) return { why: `"${record.name}" holds no rows yet` };
  return { table: await loadTable(world, tenant, record, FUNDAMENTALS), sha256: record.sha256 };
}

async function newestStatements({ tables }: World, tenant: string): Promise<TableRecord | undefined> {
  const { items } = await tables.list(tenant, { limit: LOOKED_AT });
  return items.find(({ schema, rows }) => schema === FUNDAMENTALS.name && rows > 0);
}
