import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { FolderHistory } from '../../shared/adapters/files/folder-history.ts';
import { fetchHistory } from '../../shared/application/fetch-history.ts';
import { encodeCsv } from '../../shared/market/csv-write.ts';
import { inferInstrument } from '../../shared/market/instrument.ts';
import { checkName, type DatasetFile, findDataset, saveDataset, skytapeHome } from '../catalogue-home.ts';
import type { FetchOptions } from '../fetch-options.ts';
import { interruptible } from '../interrupt.ts';
import { loadConnector } from '../registry.ts';
import { rangeOf } from '../range.ts';
import { note, print, startProgress } from '../terminal.ts';
import { parseTime } from '../time-option.ts';
import { UserError } from '../user-error.ts';

const INTERRUPTED = 130;

/** `skytape data fetch`: asks the venue for the bars that are not there yet, keeps them, and renews the dataset of that name. */
export async function dataFetch(options: FetchOptions): Promise<void> {
  if (options.api !== undefined) return (await import('./data-remote.ts')).fetchRemotely(options, options.api);
  const { timeframe } = options;
  const exchange = options.exchange ?? options.source?.replace(/^ccxt:/, '') ?? '';
  const fromUs = parseTime('--from', options.from);
  const nowUs = Date.now() * 1000;
  const toUs = options.to === undefined ? nowUs : parseTime('--to', options.to);
  if (fromUs >= Math.min(toUs, nowUs))
    throw new UserError(`--from is ${options.from}, but must be before ${options.to ?? 'now'} and in the past`);
  const name = options.name ?? `${exchange.replaceAll(':', '-')}-${options.symbol.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${timeframe}`;
  const origin = `${exchange} ${options.symbol}`;
  checkName(name, findDataset(name)?.record.source === origin);
  const history = new FolderHistory(join(skytapeHome(), 'history'));
  const source = await loadConnector(options.source ?? `ccxt:${exchange}`, options.exchangeUrl);
  const progress = startProgress(`fetch ${origin} ${timeframe}`);
  const fetched = await interruptible((signal) =>
    fetchHistory({ source, history, clock: { nowUs: () => Date.now() * 1000 } })({
      symbol: options.symbol,
      timeframe,
      fromUs,
      toUs,
      signal,
      onProgress: (done, total) => progress.update(done / total),
    }),
  );
  const { symbol, written, kept, missing, interrupted } = fetched;
  progress.done(`fetched ${written} bars, ${kept} were there already, ${missing} the exchange does not have`);
  if (interrupted) {
    note(`skytape: interrupted; what has come is kept, the same command goes on from there`);
    process.exitCode = INTERRUPTED;
    return;
  }
  const bars = await history.load({ venue: source.venue, symbol, timeframe });
  if (bars === undefined) throw new UserError(`${exchange} has no bars of ${symbol} between ${options.from} and ${options.to ?? 'now'}`);
  const text = encodeCsv(bars);
  const { assetClass } = inferInstrument({ symbol, bars });
  const sha256 = createHash('sha256').update(text).digest('hex');
  const record: DatasetFile = {
    name,
    symbol,
    assetClass,
    timeframe,
    ...rangeOf(bars),
    sha256,
    synthetic: false,
    source: origin,
    rejectedRows: 0,
  };
  saveDataset(record, text);
  print(
    options.json
      ? JSON.stringify(record)
      : `fetched ${name}: ${symbol} ${timeframe}, ${record.bars} bars from ${record.from} to ${record.to}`,
  );
}
