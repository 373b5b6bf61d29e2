import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { parseTimeframe } from '../../shared/domain/timeframe.ts';
import { encodeCsv } from '../../shared/market/csv-write.ts';
import { inferInstrument } from '../../shared/market/instrument.ts';
import { synthesiseBars } from '../../shared/market/synthetic-bars.ts';
import { checkName, type DatasetFile, findDataset, saveDataset } from '../catalogue-home.ts';
import { checkSymbol } from '../dataset.ts';
import { rangeOf } from '../range.ts';
import { print } from '../terminal.ts';
import { parseTime } from '../time-option.ts';
import { UserError } from '../user-error.ts';

interface SynthesiseOptions {
  readonly seed: number;
  readonly symbol: string;
  readonly timeframe: string;
  readonly bars: number;
  readonly from: string;
  readonly replace?: boolean;
  readonly json?: boolean;
  readonly api?: string;
}

const BARS_MAX = 10_000_000;

/** `skytape data synthesise NAME`: an invented market, the same for the same seed, so that making it again changes nothing; labelled synthetic in every report of it; with `--api` on a platform. */
export async function dataSynthesise(name: string, options: SynthesiseOptions): Promise<void> {
  const { seed, timeframe, bars: count } = options;
  if (options.api === undefined) checkName(name, true);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new UserError(`--seed is ${seed}, but must be a whole number from 0`);
  if (!Number.isSafeInteger(count) || count < 1 || count > BARS_MAX) {
    throw new UserError(`--bars is ${count}, but must be a whole number from 1 to ${BARS_MAX}`);
  }
  const symbol = checkSymbol(options.symbol);
  const startUs = parseTime('--from', options.from);
  const bars = synthesiseBars({ seed, bars: count, timeframeUs: parseTimeframe(timeframe), startUs });
  const text = encodeCsv(bars);
  const record: DatasetFile = {
    name,
    symbol,
    assetClass: inferInstrument({ symbol, bars }).assetClass,
    timeframe,
    ...rangeOf(bars),
    sha256: createHash('sha256').update(text).digest('hex'),
    synthetic: true,
    source: `seed ${seed}`,
    rejectedRows: 0,
  };
  if (options.api !== undefined)
    return (await import('./data-remote.ts')).putBars(options.api, { ...record, content: new Uint8Array(text) }, options.json);
  const isThere = isDeepStrictEqual(findDataset(name)?.record, record);
  if (!isThere) {
    checkName(name, options.replace);
    saveDataset(record, text);
  }
  print(
    options.json
      ? JSON.stringify(record)
      : `${isThere ? `${name} is there already` : `made ${name}`}: ${symbol} ${timeframe}, ${count} synthetic bars from ${record.from} to ${record.to}`,
  );
}
