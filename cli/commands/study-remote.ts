import { extname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MonteCarloReport } from '../../shared/application/monte-carlo/run.ts';
import type { Quote as QuoteHere } from '../../shared/application/quote/quote.ts';
import type { SweepManifest } from '../../shared/application/sweep/manifest.ts';
import type { SweepResult, SweepRow } from '../../shared/application/sweep/result.ts';
import type { WalkForwardReport } from '../../shared/application/walk-forward/run.ts';
import type { Client } from '../../shared/contracts/client.ts';
import type { MonteCarlo, StudyKind, Sweep, WalkForward } from '../../shared/contracts/studies.ts';
import { demandRun, requestOf } from '../backtest-options.ts';
import { checkWritable, writeWhole } from '../files.ts';
import { allPages, connect } from '../platform.ts';
import { remoteData } from '../remote-data.ts';
import { searchOf, type SweepOptions } from '../search-options.ts';
import { rowsAsCsv, sweepAsText } from '../sweep-text.ts';
import { note, print, startProgress } from '../terminal.ts';
import { UserError } from '../user-error.ts';
import { type BeyondFolds, walkForwardAsText } from '../walk-forward-text.ts';
import { saveReport } from './backtest-remote.ts';
import { type MonteCarloOptions, monteCarloAsText } from './monte-carlo.ts';
import { quoteAsText, type QuoteOptions } from './quote.ts';
import type { WalkForwardOptions } from './walk-forward.ts';

const POLL_MS = 300;
const PAGE = 10_000;
const TOP = 20;
const ENDED = ['DONE', 'FAILED', 'CANCELLED', 'INTERRUPTED'];

/** `skytape sweep --api`: puts the files there, starts the sweep, watches it and prints what the command prints without it. */
export async function sweepRemotely(options: SweepOptions, api: string): Promise<void> {
  refuseLocal(options, ['resume', 'workers']);
  for (const path of [options.out, options.report]) if (path !== undefined) checkWritable(path);
  const client = connect(api);
  const body = await bodyOf(client, options);
  const { id } = await client.startSweep({ body: body as Parameters<Client['startSweep']>[0]['body'] });
  const sweep = await watched<Sweep>('sweep', id, () => client.getSweep({ id }));
  const rows = await allPages(async (cursor) => {
    const page = await client.sweepRows({ id, query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } });
    return { items: page.rows as unknown as SweepRow[], next: page.next };
  });
  const manifest = sweep.result?.manifest as unknown as SweepManifest;
  const whole = { ...(sweep.result as unknown as SweepResult & { leftOut: number | null }), rows, ...timingOf(sweep, manifest.bars) };
  if (options.out !== undefined) {
    writeWhole(options.out, extname(options.out) === '.csv' ? rowsAsCsv(rows) : `${JSON.stringify(whole)}\n`);
    note(`rows written to ${options.out}`);
  }
  if (options.report !== undefined) await saveReport(() => client.sweepReport({ id }), id, options.report);
  if (options.json) print(JSON.stringify({ ...whole, rows: rows.slice(0, options.top) }));
  else print(sweepAsText({ ...whole, rows: rows.slice(0, options.top ?? TOP) }, manifest.search));
}

/** `skytape walk-forward --api`. */
export async function walkForwardRemotely(options: WalkForwardOptions, api: string): Promise<void> {
  refuseLocal(options, ['workers']);
  if (options.report !== undefined) checkWritable(options.report);
  const client = connect(api);
  const body = { ...(await bodyOf(client, options)), ...divisionOf(options) };
  const { id } = await client.startWalkForward({ body: body as Parameters<Client['startWalkForward']>[0]['body'] });
  const walk = await watched<WalkForward>('walk-forward', id, () => client.getWalkForward({ id }));
  if (options.report !== undefined) await saveReport(() => client.walkForwardReport({ id }), id, options.report);
  const result = walk.result as unknown as WalkForwardReport & BeyondFolds;
  print(options.json ? JSON.stringify(result) : walkForwardAsText(result, result));
}

/** `skytape monte-carlo --api`; `--run` is the id of a backtest there. */
export async function monteCarloRemotely(options: MonteCarloOptions, api: string): Promise<void> {
  refuseLocal(options, ['workers']);
  if (options.report !== undefined) checkWritable(options.report);
  const client = connect(api);
  const run = options.run === undefined ? await runOf(client, options) : { backtest: options.run };
  const body = { ...run, ...chanceOf(options) };
  const { id } = await client.startMonteCarlo({ body: body as Parameters<Client['startMonteCarlo']>[0]['body'] });
  const drawn = await watched<MonteCarlo>('monte-carlo', id, () => client.getMonteCarlo({ id }));
  if (options.report !== undefined) await saveReport(() => client.monteCarloReport({ id }), id, options.report);
  const result = drawn.result as unknown as MonteCarloReport;
  print(options.json ? JSON.stringify(result) : monteCarloAsText(result));
}

/** `skytape quote --api`: measured on the platform. A quote above the cap ends with exit code 2. */
export async function quoteRemotely(kind: StudyKind, options: QuoteOptions, api: string): Promise<void> {
  refuseLocal(options, ['workers']);
  const client = connect(api);
  const common = kind === 'monte-carlo' ? await runOf(client, options) : await bodyOf(client, options);
  const own = kind === 'walk-forward' ? divisionOf(options) : kind === 'monte-carlo' ? { reruns: options.reruns } : {};
  const cap = options.capUsd === undefined ? {} : { maxDollars: options.capUsd };
  const body = { kind, request: { ...common, ...own, ...cap } };
  const quoted = await client.quoteStudy({ body: body as Parameters<Client['quoteStudy']>[0]['body'] });
  print(options.json ? JSON.stringify(quoted) : quoteAsText(kind, quoted as unknown as QuoteHere));
  if (!quoted.withinCap)
    throw new UserError(`it would cost about $${quoted.aws.usd.toFixed(4)} in AWS, which is above the cap of $${quoted.capUsd}`);
}

function divisionOf({ train, test, folds, anchored = false, purge, embargo, cpcv, spa = false }: WalkForwardOptions) {
  const beyond = cpcv === undefined ? { spa } : { spa, cpcv: { groups: cpcv[0], testGroups: cpcv[1] } };
  return { ...given({ train, test, folds }), anchored, purge, embargo, ...beyond };
}

function chanceOf({ kinds, paths, ruin, miss, noise, reruns, null: against, seed }: MonteCarloOptions) {
  return { ...given({ kinds }), paths, ruinRatio: ruin, missRatio: miss, noise, reruns, entries: against !== undefined, seed };
}

/** What a search has in common with every other. */
async function bodyOf(client: Client, options: SweepOptions): Promise<Record<string, unknown>> {
  return { ...(await runOf(client, options)), ...given(searchOf(options)) };
}

/** What is run on what: the files are put there. */
async function runOf(client: Client, options: SweepOptions | MonteCarloOptions): Promise<Record<string, unknown>> {
  demandRun({ ...options });
  return { ...given(requestOf({ ...options, equity: false })), ...(await remoteData(client, options)) };
}

/** Without what was left out: JSON has no undefined. */
function given(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** What only makes sense in this process. */
function refuseLocal(options: object, names: readonly string[]): void {
  const set = new Map(Object.entries(options));
  const odd = names.find((name) => set.get(name) !== undefined);
  if (odd !== undefined) throw new UserError(`--${odd} goes with a run on this machine only; leave --api or --${odd} out`);
}

/** The study once it has ended. Throws `UserError` when it has no result; what failed of one that has is said on standard error. */
async function watched<S extends Sweep | WalkForward | MonteCarlo>(kind: StudyKind, id: string, get: () => Promise<S>): Promise<S> {
  const progress = startProgress(`${kind} ${id}`);
  for (;;) {
    const study = await get();
    if (!ENDED.includes(study.status)) {
      progress.update(study.progress);
      await sleep(POLL_MS);
      continue;
    }
    progress.done(`${kind} ${id}: ${study.status}`);
    if (study.status !== 'DONE')
      throw new UserError(`${kind} ${id} ended ${study.status}${study.error === null ? '' : `: ${study.error}`}`);
    if (study.error !== null) note(`skytape: ${study.error}; POST /${kind}s/${id}/retry runs them again`);
    return study;
  }
}

function timingOf({ createdAt, finishedAt, runs }: Sweep, bars: number) {
  const seconds = (Date.parse(finishedAt ?? createdAt) - Date.parse(createdAt)) / 1000;
  return { seconds, barsPerSecond: seconds > 0 ? Math.round((bars * runs.done) / seconds) : 0 };
}
