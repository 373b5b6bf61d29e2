import type { CsvLayout } from './csv-layout.ts';
import { type ColumnPlan, PRICE_COLUMNS, QUOTE_COLUMNS } from './columns.ts';
import { readNumberText } from './number-text.ts';
import type { RejectCode } from './table.ts';
import { readClock, type TimeReader, timeReader } from './time-text.ts';

const MAX_RAW = 500;

export type RowValues = { readonly time: number; readonly numbers: readonly number[]; readonly symbol: number };
export type RowFault = { readonly code: RejectCode; readonly reason: string };

/** Reads the marked cells of one row as text: the slow way, for rows with quotes, blanks, exponents, a clock or a symbol, and for saying what is wrong. */
export class CellReader {
  /** Byte offsets of the fields of the row at hand. `ends` has one place more: where the row ends, -1 when it has more fields than there is room for. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly symbols: string[] = [];
  readonly #bytes: Uint8Array;
  readonly #layout: CsvLayout;
  readonly #names: readonly string[];
  readonly #readTime: TimeReader;
  readonly #symbolIndex = new Map<string, number>();
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();

  constructor(bytes: Uint8Array, layout: CsvLayout) {
    this.#bytes = bytes;
    this.#layout = layout;
    this.starts = new Int32Array(layout.width + 1);
    this.ends = new Int32Array(layout.width + 2);
    this.#names = layout.plan.kind === 'quotes' ? QUOTE_COLUMNS : [...PRICE_COLUMNS, 'volume'];
    this.#readTime = timeReader(layout.plan.timeFormat);
  }

  /** Values of the row at hand, or what is wrong with it. */
  read(): RowValues | RowFault {
    const { plan } = this.#layout;
    const fields = valueFields(plan);
    const time = this.#time();
    if (Number.isNaN(time)) {
      const text = this.#cell(plan.time) + (plan.clock === -1 ? '' : ` ${this.#cell(plan.clock)}`);
      return text.trim() === ''
        ? { code: 'missing-value', reason: 'time is empty' }
        : { code: 'bad-time', reason: `time "${text}" is not ${FORMAT_WORDS[plan.timeFormat]} like the rest of the column` };
    }
    const numbers: number[] = [];
    for (let i = 0; i < fields.length; i++) {
      const text = this.#cell(fields[i] as number);
      const value = readNumberText(text);
      if (value === undefined || !Number.isFinite(value)) return numberFault(this.#names[i] as string, text);
      numbers.push(value);
    }
    return { time, numbers, symbol: plan.symbol === -1 ? 0 : this.#symbolOf(this.#cell(plan.symbol)) };
  }

  /** Text of the row that begins at a byte. */
  row(start: number): string {
    const end = this.#bytes.subarray(start, start + MAX_RAW).indexOf(10);
    const text = this.#decoder.decode(this.#bytes.subarray(start, end === -1 ? start + MAX_RAW : start + end));
    return text.replace(/\r$/, '');
  }

  #time(): number {
    const { plan } = this.#layout;
    const date = this.#encoder.encode(this.#cell(plan.time));
    const day = this.#readTime(date, 0, date.length);
    if (plan.clock === -1) return day;
    const clock = this.#encoder.encode(this.#cell(plan.clock));
    return day + readClock(clock, 0, clock.length);
  }

  #cell(field: number): string {
    const text = this.#decoder.decode(this.#bytes.subarray(this.starts[field], this.ends[field])).trim();
    return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replaceAll('""', '"').trim() : text;
  }

  #symbolOf(name: string): number {
    const known = this.#symbolIndex.get(name);
    if (known !== undefined) return known;
    this.#symbolIndex.set(name, this.symbols.length);
    this.symbols.push(name);
    return this.symbols.length - 1;
  }
}

/** Fields whose cells are numbers, in the order of the columns they fill. */
export function valueFields(plan: ColumnPlan): readonly number[] {
  return plan.volume === -1 ? plan.values : [...plan.values, plan.volume];
}

const FORMAT_WORDS = {
  iso: 'an ISO date or time',
  'compact-date': 'a date in eight digits',
  'epoch-s': 'an epoch in seconds',
  'epoch-ms': 'an epoch in milliseconds',
  'epoch-us': 'an epoch in microseconds',
  'epoch-ns': 'an epoch in nanoseconds',
} as const;

function numberFault(column: string, text: string): RowFault {
  if (/^(n\/?a|null|none|-)?$/i.test(text)) return { code: 'missing-value', reason: `${column} is empty` };
  if (/^[+-]?(nan|inf(inity)?)$/i.test(text) || readNumberText(text) !== undefined)
    return { code: 'not-finite', reason: `${column} is ${text.slice(0, 40)}, which is no finite number` };
  return { code: 'not-a-number', reason: `${column} "${text.slice(0, 40)}" is not a number` };
}
