import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../shared/contracts/client.ts';
import type { Backtest } from '../../shared/contracts/schemas.ts';
import type { BacktestReport } from '../../shared/performance/report.ts';
import { renderTerminal } from '../../shared/performance/terminal.ts';
import { writeWhole } from '../files.ts';
import { interruptible } from '../interrupt.ts';
import { allPages, connect } from '../platform.ts';
import { remoteData } from '../remote-data.ts';
import { note, print, startProgress } from '../terminal.ts';
import { UserError } from '../user-error.ts';
import { type BacktestOptions, requestOf } from '../backtest-options.ts';

const POLL_MS = 300;
const PAGE = 10_000;
/** As of a program that a Ctrl-C has ended. */
const INTERRUPTED = 130;
const ENDED = ['DONE', 'FAILED', 'CANCELLED', 'INTERRUPTED'];

/** `skytape backtest --api`: puts the files there, starts the run, watches it and prints what it left. What has the form of a dataset's id there is one. */
export async function backtestRemotely(options: BacktestOptions, api: string): Promise<void> {
  const client = connect(api);
  const data = await remoteData(client, options);
  const { id } = await client.startBacktest({ body: { ...data, ...requestOf(options) } });
  const run = await interruptible((signal) => watch(client, id, signal));
  if (run === undefined) {
    note(`skytape: backtest ${id} is cancelled`);
    process.exitCode = INTERRUPTED;
    return;
  }
  if (run.status !== 'DONE') throw new UserError(`backtest ${id} ended ${run.status}${run.error === null ? '' : `: ${run.error}`}`);
  if (options.report !== undefined) await saveReport(() => client.backtestReport({ id }), id, options.report);
  const { manifest, summary, positions, unfilled, analysis } = run;
  const parts = { ...(run.sleeves ? { sleeves: run.sleeves } : {}), ...(run.wallets ? { wallets: run.wallets } : {}) };
  const answers = run.analysers ? { analysers: run.analysers } : {};
  if (!options.json) return print(summaryText(run, await equityOf(client, id)));
  const trades = await allPages(async (cursor) => {
    const page = await client.backtestTrades({ id, query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } });
    return { items: page.trades, next: page.next };
  });
  noteCut('positions', positions, run.shards.done);
  noteCut('unfilled orders', unfilled, Number(summary?.['unfilledOrders'] ?? 0));
  print(
    JSON.stringify({
      manifest,
      summary,
      ...parts,
      positions,
      trades,
      unfilled,
      analysis,
      ...answers,
      ...(options.equity ? { equity: await equityOf(client, id) } : {}),
    }),
  );
}

/** The run once it has ended; undefined when a Ctrl-C has cancelled it there. A second one ends this program. */
async function watch(client: Client, id: string, signal: AbortSignal): Promise<Backtest | undefined> {
  const progress = startProgress(`backtest ${id}`);
  for (;;) {
    const run = await client.getBacktest({ id });
    if (ENDED.includes(run.status)) {
      progress.done(`backtest ${id}: ${run.status}`);
      return run;
    }
    if (signal.aborted) {
      await client.cancelBacktest({ id });
      progress.done(`backtest ${id}: CANCELLED`);
      return undefined;
    }
    progress.update(run.progress);
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function equityOf(client: Client, id: string): Promise<readonly [string, number][]> {
  return allPages(async (cursor) => {
    const page = await client.backtestEquity({ id, query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } });
    return { items: page.equity, next: page.next };
  });
}

/** Writes the page of a run there to a file here. */
export async function saveReport(where: () => Promise<{ readonly url: string }>, id: string, path: string): Promise<void> {
  const { url } = await where();
  const response = await fetch(url);
  if (!response.ok) throw new UserError(`the report of ${id} could not be read: status ${response.status}`);
  writeWhole(path, await response.text());
  note(`report written to ${path}`);
}

/** Says so when a platform lists only the first of them. */
function noteCut(what: string, listed: readonly unknown[] | null, total: number): void {
  if (listed !== null && listed.length < total) note(`${what}: the first ${listed.length} of ${total}`);
}

/** The same text as of a run in this process, from what the API tells of it. */
function summaryText({ manifest, summary, sleeves, wallets, analysers }: Backtest, equity: readonly (readonly [string, number])[]): string {
  const curve = {
    time: Float64Array.from(equity, ([time]) => Date.parse(time) * 1000),
    value: Float64Array.from(equity, ([, value]) => value),
  };
  return renderTerminal({
    manifest,
    summary,
    positions: [],
    trades: [],
    unfilled: [],
    equity: curve,
    benchmark: curve,
    ...(sleeves ? { sleeves } : {}),
    ...(wallets ? { wallets } : {}),
    ...(analysers ? { analysers } : {}),
  } as unknown as BacktestReport);
}
