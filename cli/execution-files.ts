import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { DetailInput } from '../shared/application/backtest/simulation.ts';
import { withDetails } from '../shared/application/backtest/with-details.ts';
import type { Execution } from '../shared/contracts/execution.ts';
import { allocateBars, type Bars } from '../shared/domain/bars.ts';
import type { DetailCoverage } from '../shared/domain/run.ts';
import { toIso } from '../shared/domain/time.ts';
import { detailOf } from '../shared/engine/orders/detail.ts';
import { MarketDataError } from '../shared/market/error.ts';
import { readTicks } from '../shared/market/ticks/read-ticks.ts';
import { type DatasetSource, datasetSources, type LoadedDataset, loadDataset, readBytes, sourcesOf } from './dataset.ts';
import { note } from './terminal.ts';
import { parseTime } from './time-option.ts';
import { UserError } from './user-error.ts';

type Actions = NonNullable<Execution['actions']>;

/** Rates of a perpetual future: a CSV file with the columns time and rate. Throws `UserError` naming the line at fault. */
export function readFunding(path: string): { time: string; rate: number }[] {
  return rowsOf('--funding', path, ['time', 'rate']).map(({ line, cell }) => ({
    time: toIso(parseTime(`line ${line} of ${path}`, cell('time'))),
    rate: numberAt(path, line, cell('rate')),
  }));
}

/** Splits and dividends: a CSV file with the columns date, type, value and perhaps symbol. Throws `UserError` naming the line at fault. */
export function readActions(path: string): Actions {
  return rowsOf('--actions', path, ['date', 'type', 'value']).map(({ line, cell }) => {
    const type = cell('type');
    if (type !== 'split' && type !== 'dividend')
      throw new UserError(`line ${line} of ${path}: type is "${type}", but must be split or dividend`);
    const value = numberAt(path, line, cell('value'));
    if (type === 'split' && value <= 0) throw new UserError(`line ${line} of ${path}: a split is ${value}, but must be a positive ratio`);
    if (value < 0) throw new UserError(`line ${line} of ${path}: a dividend is ${value}, but must be 0 or above`);
    const symbol = cell('symbol');
    const time = toIso(parseTime(`line ${line} of ${path}`, cell('date')));
    return { time, ...(symbol === '' ? {} : { symbol }), ...(type === 'split' ? { split: value } : { dividend: value }) };
  });
}

interface DetailOptions {
  readonly data: readonly string[];
  readonly detail?: readonly string[];
  readonly symbol?: readonly string[];
}

/**
 * The sources of `--detail`, one for each data set; on a shared account (`together`) longer timeframes, which only their bars tell, have none.
 * Throws `UserError` when their numbers differ.
 */
export function detailSources({ data, detail = [], symbol = [] }: DetailOptions, { together = false } = {}): DatasetSource[] {
  if (together ? detail.length > data.length : detail.length !== 0 && detail.length !== data.length) {
    throw new UserError(`--detail names ${detail.length} files for ${data.length} data sets; give one for each, or none`);
  }
  return sourcesOf(detail, detail.length === symbol.length ? { symbol } : {});
}

/** What a reader should know of finer data that leaves bars out. */
export function coverageNotes(symbol: string, detail: DetailCoverage | undefined): string[] {
  if (detail === undefined || detail.covered === detail.bars) return [];
  const refused = detail.refused === 0 ? '' : `; ${detail.refused} more have detail with holes, or with another high or low`;
  return [
    `skytape: ${symbol}: detail covers ${detail.covered} of ${detail.bars} bars${refused}; inside the others the rules of bars alone hold`,
  ];
}

/** Finer bars of `--detail`, or trades as bars of no length. */
export async function loadDetail(source: DatasetSource): Promise<DetailInput> {
  const bytes = readBytes(source.path, source.label);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const ticks = source.feed === undefined ? tradesOf(bytes) : undefined;
  return { sha256, bars: ticks === undefined ? (await loadDataset(source)).bars : barsOfTrades(ticks) };
}

interface DetailedDataset extends LoadedDataset {
  readonly detail?: DetailInput;
}

/**
 * The data sets of `--data`, each with its `--detail` where that is given, of one account where they are `together`. Says what their reader should know of
 * them, and how much of each its finer data covers.
 */
export async function loadDetailed(
  options: DetailOptions & Parameters<typeof datasetSources>[1],
  { together = false } = {},
): Promise<DetailedDataset[]> {
  const details = detailSources(options, { together });
  const loaded: LoadedDataset[] = [];
  for (const source of datasetSources(options.data, options)) {
    const dataset = await loadDataset(source);
    for (const told of dataset.notes) note(`skytape: ${source.label}: ${told}`);
    loaded.push(dataset);
  }
  const finer: DetailInput[] = [];
  for (const source of details) finer.push(await loadDetail(source));
  // Apart, each data set has its own, whatever it is called.
  const detailed = together
    ? withDetails(loaded, finer)
    : loaded.map((dataset, i) => ({ ...dataset, ...(finer[i] && { detail: finer[i] }) }));
  for (const { bars, instrument, detail } of detailed)
    for (const line of coverageNotes(instrument.symbol, detail && detailOf(bars, detail.bars).coverage)) note(line);
  return detailed;
}

/** Whether a file is one of trades, not of bars. */
export function holdsTrades({ path, label, feed }: DatasetSource): boolean {
  return feed === undefined && tradesOf(readBytes(path, label)) !== undefined;
}

function tradesOf(bytes: Uint8Array<ArrayBuffer>): ReturnType<typeof readTicks> | undefined {
  try {
    const ticks = readTicks(bytes);
    return ticks.kind === 'trades' ? ticks : undefined;
  } catch (error) {
    if (error instanceof MarketDataError) return undefined;
    throw error;
  }
}

function barsOfTrades({ length, time, first, second }: ReturnType<typeof readTicks>): Bars {
  const bars = allocateBars(length, 0);
  bars.time.set(time);
  bars.volume.set(second);
  for (const column of ['open', 'high', 'low', 'close'] as const) bars[column].set(first);
  return bars;
}

interface Row {
  readonly line: number;
  /** Text of a column; empty when the file has no such column. */
  readonly cell: (name: string) => string;
}

function rowsOf(option: string, path: string, columns: readonly string[]): Row[] {
  const text = new TextDecoder().decode(readBytes(path, path));
  const [head = '', ...lines] = text.split(/\r?\n/);
  const names = head.split(',').map((name) => name.trim().toLowerCase());
  const missing = columns.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new UserError(
      `${option}: ${basename(path)} has no column ${missing.join(' and no column ')}; its first line must name ${columns.join(', ')}`,
    );
  }
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const cells = line.split(',');
    return [{ line: i + 2, cell: (name: string) => (cells[names.indexOf(name)] ?? '').trim() }];
  });
}

function numberAt(path: string, line: number, text: string): number {
  const value = Number(text);
  if (text !== '' && Number.isFinite(value)) return value;
  throw new UserError(`line ${line} of ${path}: "${text}" must be a number`);
}
