import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { counted } from '../../shared/domain/counted.ts';
import type { Bars } from '../../shared/domain/bars.ts';
import type { AssetClass } from '../../shared/domain/instrument.ts';
import { parseTimeframe } from '../../shared/domain/timeframe.ts';
import { tradesToBars } from '../../shared/market/aggregate.ts';
import { encodeCsv } from '../../shared/market/csv-write.ts';
import { inferInstrument } from '../../shared/market/instrument.ts';
import { quarantineCsv } from '../../shared/market/quarantine.ts';
import { encodeQuoteCsv } from '../../shared/market/ticks/quote-csv.ts';
import { type QuoteSide, quotesToBars } from '../../shared/market/ticks/quote-bars.ts';
import { readTicks, type Ticks } from '../../shared/market/ticks/read-ticks.ts';
import { checkSymbol } from '../dataset.ts';
import { checkWritable, writeWhole } from '../files.ts';
import { rangeOf } from '../range.ts';
import { note, print } from '../terminal.ts';
import { fileError, UserError } from '../user-error.ts';

export interface AggregateCommand {
  readonly ticks: string;
  readonly timeframe: string;
  readonly out: string;
  readonly symbol?: string;
  readonly assetClass?: AssetClass;
  /** Of quotes: one side, or both side by side. */
  readonly price?: QuoteSide | 'bidask';
  readonly rejects?: string;
  readonly json?: boolean;
}

const SHOWN_REJECTS = 10;

/** `skytape data aggregate`: bars of a file of trades or quotes. The file is taken to be whole, so its last bar is written too. */
export async function dataAggregate(options: AggregateCommand): Promise<void> {
  const { out, rejects: quarantine, symbol: said } = options;
  for (const path of [out, quarantine]) if (path !== undefined) checkWritable(path);
  const ticks = readTicks(readBytes(options.ticks), said === undefined ? {} : { symbol: checkSymbol(said) });
  const { bars, content } = await aggregate(ticks, options);
  const { symbol, assetClass } = inferInstrument({
    bars,
    ...(said === undefined ? {} : { symbol: said }),
    ...(ticks.symbol === undefined ? {} : { fileSymbol: ticks.symbol }),
    fileName: basename(options.ticks),
    ...(options.assetClass === undefined ? {} : { assetClass: options.assetClass }),
  });
  writeWhole(out, content);
  for (const line of ticks.notes) note(`note: ${line}`);
  describe(ticks, quarantine);
  if (quarantine !== undefined) writeWhole(quarantine, quarantineCsv(ticks.rejects));
  const summary = { out, symbol, assetClass, timeframe: options.timeframe, kind: ticks.kind, ticks: ticks.length };
  const range = rangeOf(bars);
  print(
    options.json
      ? JSON.stringify({ ...summary, rejectedRows: ticks.rejects.length, ...range })
      : `wrote ${out}: ${symbol} ${options.timeframe}, ${range.bars} bars of ${ticks.length} ${ticks.kind} from ${range.from} to ${range.to}`,
  );
}

async function aggregate(ticks: Ticks, { timeframe, out, price, symbol }: AggregateCommand): Promise<{ bars: Bars; content: Uint8Array }> {
  const timeframeUs = parseTimeframe(timeframe);
  const parquet = ['.parquet', '.pq'].includes(extname(out).toLowerCase());
  const side = price ?? (parquet ? 'mid' : 'bidask');
  if (ticks.kind === 'trades' && price !== undefined)
    throw new UserError(`--price is "${price}", but the file holds trades; it chooses a side of quotes`);
  if (ticks.kind === 'quotes' && side === 'bidask') {
    if (parquet) throw new UserError('--price is "bidask", which is written as CSV only; give --out FILE.csv, or --price bid, ask or mid');
    const [bid, ask] = [quotesToBars(ticks, 'bid', timeframeUs), quotesToBars(ticks, 'ask', timeframeUs)];
    return { bars: bid, content: encodeQuoteCsv(bid, ask) };
  }
  const { length, time, first, second } = ticks;
  const bars =
    ticks.kind === 'trades'
      ? tradesToBars({ length, time, price: first, quantity: second }, timeframeUs)
      : quotesToBars(ticks, side as QuoteSide, timeframeUs);
  if (!parquet) return { bars, content: encodeCsv(bars) };
  const { writeParquet } = await import('../../shared/adapters/files/parquet-write.ts');
  return { bars, content: writeParquet(bars, symbol === undefined ? {} : { symbol }) };
}

function describe({ rejects }: Ticks, quarantine: string | undefined): void {
  if (rejects.length === 0) return;
  note(`${counted(rejects.length, 'row')} rejected:`);
  for (const { line, reason } of rejects.slice(0, SHOWN_REJECTS)) note(`  line ${line}: ${reason}`);
  if (rejects.length > SHOWN_REJECTS) note(`  and ${rejects.length - SHOWN_REJECTS} more`);
  note(quarantine === undefined ? 'give --rejects FILE to keep them' : `all rejected rows: ${quarantine}`);
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileError('read', path, error);
  }
}
