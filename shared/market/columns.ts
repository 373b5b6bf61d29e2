import { MarketDataError } from './error.ts';
import { detectTimeFormat, type TimeFormat } from './time-text.ts';

export const PRICE_COLUMNS = ['open', 'high', 'low', 'close'] as const;
export const QUOTE_COLUMNS = ['bid_open', 'bid_high', 'bid_low', 'bid_close', 'ask_open', 'ask_high', 'ask_low', 'ask_close'] as const;

/** Which field of a row holds what. Fields count from 0; -1 is none. */
export interface ColumnPlan {
  readonly time: number;
  /** Time of day beside a date column. */
  readonly clock: number;
  readonly timeFormat: TimeFormat;
  readonly symbol: number;
  /** Bars of bid and ask become bars of their middle. */
  readonly kind: 'prices' | 'quotes';
  /** Fields of open, high, low, close, or of the eight quote columns. */
  readonly values: readonly number[];
  readonly volume: number;
  /** What the user should know of the choice. */
  readonly notes: readonly string[];
}

/** Headers are compared by their letters and digits alone, in lower case. The first that a file has is taken. */
const TIME_NAMES = (
  'timestamp opentime datetime ts t opentimestamp starttime barstart unix unixtime unixtimestamp epoch timestampms timestampus timestampns timestamps timems ' +
  'timeutc datetimeutc timestamputc gmttime time date dateutc tradedate day'
).split(' ');
/** What a column of symbols is called. */
export const SYMBOL_NAMES = ['symbol', 'ticker', 'instrument', 'pair', 'sym', 'code', 'tic'];
const VALUE_NAMES: Readonly<Record<string, readonly string[]>> = {
  open: ['open', 'o', 'openprice', 'priceopen', 'first', 'midopen'],
  high: ['high', 'h', 'highprice', 'pricehigh', 'midhigh'],
  low: ['low', 'l', 'lowprice', 'pricelow', 'midlow'],
  close: ['close', 'c', 'closeprice', 'priceclose', 'last', 'closelast', 'midclose'],
};
const VOLUME_NAMES = [
  'volume',
  'v',
  'vol',
  'basevolume',
  'volumebase',
  'tradevolume',
  'amount',
  'qty',
  'quantity',
  'tickvol',
  'tickvolume',
];

/** Finds the columns by the names of the header. `sample` holds rows of cells. Throws `MarketDataError` naming what is missing and what was found. */
export function planByHeader(header: readonly string[], sample: readonly (readonly string[])[]): ColumnPlan {
  const names = header.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''));
  const find = (aliases: readonly string[]) => firstOf(names, aliases);
  const prices = PRICE_COLUMNS.map((column) => find(VALUE_NAMES[column] as readonly string[]));
  const quotes = QUOTE_COLUMNS.map((column) => {
    const [side, edge] = column.split('_') as [string, string];
    return find([`${side}${edge}`, `${edge}${side}`]);
  });
  const kind = prices.includes(-1) && !quotes.includes(-1) ? 'quotes' : 'prices';
  const values = kind === 'quotes' ? quotes : prices;
  const missing = PRICE_COLUMNS.filter((_, i) => kind === 'prices' && prices[i] === -1);
  if (missing.length > 0) throw missingColumns(missing, header);
  const taken = new Set(values);
  const time = findTime(names, sample, taken);
  if (time === -1) throw missingColumns(['time'], header);
  const notes = TIME_NAMES.includes(names[time] as string) ? [] : [`time is read from column "${header[time]}" as UTC`];
  const volume = kind === 'quotes' ? -1 : findVolume(names);
  if (volume === -1)
    notes.push(kind === 'quotes' ? 'bid and ask become their middle; volume is 0' : 'there is no volume column; volume is 0');
  if (names.includes('adjclose')) notes.push('adjusted closes are left aside; prices are as traded');
  const clock = findClock(names, sample, time);
  return { time, clock, timeFormat: timeFormatOf(sample, time), symbol: find(SYMBOL_NAMES), kind, values, volume, notes };
}

/** Finds the columns of a file without a header: an optional row number, a time, an optional time of day, open, high, low, close, optional volume. */
export function planByPosition(sample: readonly (readonly string[])[]): ColumnPlan {
  const first = sample[0] ?? [];
  const time = [0, 1].find((i) => detectTimeFormat(cellsOf(sample, i)) !== undefined) ?? -1;
  if (time === -1) {
    throw new MarketDataError(
      'not-bars',
      `the first line is neither a header nor a bar: "${first.join(',').slice(0, 80)}"; a bar file has a time, open, high, low and close`,
    );
  }
  const clock = isClockColumn(cellsOf(sample, time + 1)) ? time + 1 : -1;
  const open = Math.max(time, clock) + 1;
  if (first.length < open + 4) throw missingColumns(PRICE_COLUMNS.slice(Math.max(0, first.length - open)), first);
  const volume = first.length > open + 4 ? open + 4 : -1;
  const notes = ['there is no header; columns are taken as time, open, high, low, close, volume'];
  if (volume === -1) notes.push('there is no volume column; volume is 0');
  return {
    time,
    clock,
    timeFormat: timeFormatOf(sample, time),
    symbol: -1,
    kind: 'prices',
    values: [open, open + 1, open + 2, open + 3],
    volume,
    notes,
  };
}

/** The time column: the best-known name whose cells are times, else the first column without a name, or with one that speaks of time, whose cells are. */
export function findTime(names: readonly string[], sample: readonly (readonly string[])[], taken: ReadonlySet<number>): number {
  const readable = (field: number) => field >= 0 && !taken.has(field) && detectTimeFormat(cellsOf(sample, field)) !== undefined;
  for (const alias of TIME_NAMES) {
    const field = names.indexOf(alias);
    if (readable(field)) return field;
  }
  const named = firstOf(names, TIME_NAMES);
  if (named !== -1 && !taken.has(named)) {
    const found = cellsOf(sample, named).slice(0, 2).join('", "');
    throw new MarketDataError(
      'unreadable-time',
      `column "${names[named]}" holds "${found}", which is no ISO time and no epoch in s, ms, us or ns`,
    );
  }
  return names.findIndex((name, field) => /^$|time|date|stamp/.test(name) && readable(field));
}

function findClock(names: readonly string[], sample: readonly (readonly string[])[], time: number): number {
  return names.findIndex(
    (name, field) => field !== time && ['time', 'clock', 'timeofday'].includes(name) && isClockColumn(cellsOf(sample, field)),
  );
}

function isClockColumn(cells: readonly string[]): boolean {
  return cells.length > 0 && cells.every((cell) => /^\s*\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s*$/.test(cell));
}

function findVolume(names: readonly string[]): number {
  const exact = firstOf(names, VOLUME_NAMES);
  return exact !== -1 ? exact : names.findIndex((name) => /^volume[a-z]{2,6}$/.test(name));
}

/** How the cells of a time column are written. Throws `MarketDataError` when they are no times. */
export function timeFormatOf(sample: readonly (readonly string[])[], time: number): TimeFormat {
  const format = detectTimeFormat(cellsOf(sample, time));
  if (format === undefined) throw new MarketDataError('unreadable-time', `no time can be read from "${sample[0]?.[time] ?? ''}"`);
  return format;
}

function cellsOf(sample: readonly (readonly string[])[], field: number): string[] {
  return sample.filter((row) => row.length > field).map((row) => row[field] as string);
}

/** Field of the first alias that a header has; -1 when it has none. */
export function firstOf(names: readonly string[], aliases: readonly string[]): number {
  for (const alias of aliases) {
    const at = names.indexOf(alias);
    if (at !== -1) return at;
  }
  return -1;
}

function missingColumns(missing: readonly string[], found: readonly string[]): MarketDataError {
  const list = found.slice(0, 12).map((name) => (name === '' ? '(unnamed)' : name.slice(0, 30)));
  const rest = found.length > 12 ? ` and ${found.length - 12} more` : '';
  const word = missing.length === 1 ? 'column' : 'columns';
  return new MarketDataError(
    'missing-column',
    `no ${word} for ${missing.join(', ')}; found: ${list.join(', ')}${rest}. A bar file has a time, open, high, low and close`,
  );
}
