import { setTimeout as sleep } from 'node:timers/promises';
import { Backfill, BackfillRequest } from '../../shared/contracts/backfills.ts';
import type { Dataset } from '../../shared/contracts/schemas.ts';
import { toIso } from '../../shared/domain/time.ts';
import type { FetchOptions } from '../fetch-options.ts';
import { connect, knownDataset } from '../platform.ts';
import { note, print, startProgress } from '../terminal.ts';
import { parseTime } from '../time-option.ts';
import { UserError } from '../user-error.ts';

const POLL_MS = 300;

/** What is put on a platform: a CSV file of bars, and what they are. */
export interface MadeBars extends Pick<Dataset, 'name' | 'symbol' | 'synthetic' | 'sha256'> {
  readonly assetClass: string;
  readonly timeframe: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** Puts bars that were made here on a platform; the very same are there once. Prints the dataset. */
export async function putBars(
  api: string,
  { content, name, symbol, assetClass, timeframe, synthetic, sha256 }: MadeBars,
  json = false,
): Promise<void> {
  const client = connect(api);
  const about = { symbol, assetClass, timeframe };
  const known = await knownDataset(client, { ...about, sha256 });
  const dataset = known ?? (await client.uploadDataset({ name, ...about, format: 'csv', synthetic, content }));
  const said = `${known ? 'the platform has it already' : `put ${name} there`} as ${dataset.id}: ${symbol}, ${dataset.bars} bars from ${dataset.from} to ${dataset.to}`;
  print(json ? JSON.stringify(dataset) : said);
}

/** `skytape data fetch --api`: the platform asks the venue for what it lacks, and keeps it; this watches. The same again goes on where it stopped. */
export async function fetchRemotely(options: FetchOptions, api: string): Promise<void> {
  const request = requestOf(options);
  const client = connect(api);
  const { id } = await client.startBackfill({ body: request });
  const progress = startProgress(`backfill ${id}`);
  let backfill = await client.getBackfill({ id });
  for (; backfill.status === 'QUEUED' || backfill.status === 'RUNNING'; backfill = await client.getBackfill({ id })) {
    const { done, total } = backfill.chunks;
    progress.update(total === 0 ? 0 : done / total);
    await sleep(POLL_MS);
  }
  progress.done(`backfill ${id}: ${backfill.status}`);
  if (backfill.status === 'FAILED') throw new UserError(`backfill ${id} failed: ${backfill.error ?? 'it did not say why'}`);
  print(options.json ? JSON.stringify(Backfill.parse(backfill)) : backfillText(backfill));
  note(`read them with GET /bars?symbol=${encodeURIComponent(request.instrument ?? request.symbol)}&timeframe=${request.timeframe}`);
}

function requestOf({ source, exchange, symbol, timeframe, from, to, name, exchangeUrl }: FetchOptions): BackfillRequest {
  if (name !== undefined)
    throw new UserError('--name is of the catalogue here: a platform keeps bars by their symbol; leave --api or --name out');
  if (exchangeUrl !== undefined) throw new UserError('--exchange-url is for a download here; leave --api or --exchange-url out');
  const venue = exchange ?? source?.replace(/^ccxt:/, '');
  const fromUs = parseTime('--from', from);
  const toUs = to === undefined ? Date.now() * 1000 : parseTime('--to', to);
  if (fromUs >= toUs) throw new UserError(`--from is ${from}, but must be before ${to ?? 'now'}`);
  const request = BackfillRequest.safeParse({ venue, symbol, timeframe, from: toIso(fromUs), to: toIso(toUs) });
  if (request.success) return request.data;
  const { path, message } = request.error.issues[0] ?? { path: [], message: '' };
  if (path[0] !== 'venue') throw new UserError(`${path.join('.')}: ${message}`);
  throw new UserError(
    `--source is "${venue}", but a platform downloads from ${BackfillRequest.shape.venue.options.join(', ')}; without --api it is downloaded here`,
  );
}

function backfillText({ request, written, missing, chunks }: Backfill): string {
  const failed = chunks.failed === 0 ? '' : `; ${chunks.failed} of ${chunks.total} parts failed, the same command tries them again`;
  return `${request.venue} ${request.symbol} ${request.timeframe}: ${written} bars came, ${missing} the venue does not have${failed}`;
}
