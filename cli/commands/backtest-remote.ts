import { readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client } from '../../shared/contracts/client.ts';
import type { Backtest } from '../../shared/contracts/schemas.ts';
import { describeFile } from '../dataset.ts';
import { writeWhole } from '../files.ts';
import { allPages, connect } from '../platform.ts';
import { note, print, startProgress, table } from '../terminal.ts';
import { fileError, UserError } from '../user-error.ts';
import { type BacktestOptions, requestOf } from './backtest.ts';

const POLL_MS = 300;
const ENDED = ['DONE', 'FAILED', 'CANCELLED', 'INTERRUPTED'];

/** `skytape backtest --api`: puts the files there, starts the run, watches it and prints what it left. A name that is no file is a dataset's id. */
export async function backtestRemotely(options: BacktestOptions, api: string): Promise<void> {
  const client = connect(api);
  const datasets: string[] = [];
  for (const [index, data] of options.data.entries())
    datasets.push(await datasetId(client, data, { ...options, symbol: options.symbol?.[index] }));
  const { id } = await client.startBacktest({ body: { datasets, ...requestOf(options) } });
  const run = await watch(client, id);
  if (run.status !== 'DONE') throw new UserError(`backtest ${id} ended ${run.status}${run.error === null ? '' : `: ${run.error}`}`);
  if (options.report !== undefined) await saveReport(client, id, options.report);
  if (!options.json) return print(numbers(run));
  const trades = await allPages(async (cursor) => {
    const page = await client.backtestTrades({ id, query: { limit: 10_000, ...(cursor === undefined ? {} : { cursor }) } });
    return { items: page.trades, next: page.next };
  });
  const { manifest, summary } = run;
  print(JSON.stringify({ manifest, summary, trades, ...(options.equity ? { equity: await equityOf(client, id) } : {}) }));
}

async function datasetId(
  client: Client,
  data: string,
  about: Pick<BacktestOptions, 'timeframe' | 'assetClass'> & { symbol: string | undefined },
): Promise<string> {
  if (!statSync(data, { throwIfNoEntry: false })?.isFile()) return data;
  const content = readFile(data);
  const { symbol, assetClass } = describeFile(data, about);
  note(`putting ${data} on the platform as ${symbol}`);
  const dataset = await client.uploadDataset({
    name: basename(data),
    symbol,
    assetClass,
    format: extname(data).toLowerCase() === '.parquet' ? 'parquet' : 'csv',
    content,
    ...(about.timeframe === undefined ? {} : { timeframe: about.timeframe }),
  });
  if (dataset.status !== 'READY') throw new UserError(`${data} was refused: ${dataset.defects[0]?.detail ?? dataset.status}`);
  return dataset.id;
}

function readFile(path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw fileError('read', path, error);
  }
}

async function watch(client: Client, id: string): Promise<Backtest> {
  const progress = startProgress(`backtest ${id}`);
  for (;;) {
    const run = await client.getBacktest({ id });
    if (ENDED.includes(run.status)) {
      progress.done(`backtest ${id}: ${run.status}`);
      return run;
    }
    progress.update(run.progress);
    await sleep(POLL_MS);
  }
}

async function equityOf(client: Client, id: string): Promise<readonly [string, number][]> {
  return allPages(async (cursor) => {
    const page = await client.backtestEquity({ id, query: { limit: 10_000, ...(cursor === undefined ? {} : { cursor }) } });
    return { items: page.equity, next: page.next };
  });
}

async function saveReport(client: Client, id: string, path: string): Promise<void> {
  const { url } = await client.backtestReport({ id });
  const response = await fetch(url);
  if (!response.ok) throw new UserError(`the report of ${id} could not be read: status ${response.status}`);
  writeWhole(path, await response.text());
  note(`report written to ${path}`);
}

function numbers({ summary }: Backtest): string {
  const rows = Object.entries(summary ?? {}).filter(([, value]) => typeof value !== 'object');
  return table(rows.map(([name, value]) => [name, String(value)]));
}
