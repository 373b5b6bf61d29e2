import type { TableColumn } from '../../domain/table-schema.ts';
import { DAY_US } from '../../domain/time.ts';
import { readNumberText } from '../number-text.ts';
import { detectTimeFormat, timeReader } from '../time-text.ts';
import type { RowRejectCode } from './reject.ts';

/** A cell as it is kept (NaN or null for an empty one), or what is wrong with it. */
export type CellValue = number | string | null;
export type CellFault = { readonly code: RowRejectCode; readonly reason: string };
/** Reads one cell of a column. */
export type CellReader = (text: string) => CellValue | CellFault;

/** Longest text of a cell. */
const TEXT_MAX = 4_096;
const EMPTY = /^(n\/?a|null|none|nan|-)?$/i;
const DATE_ALONE = /^\d{4}-?\d{2}-?\d{2}$/;
const TRUTHS: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['yes', 1],
  ['1', 1],
  ['false', 0],
  ['no', 0],
  ['0', 0],
]);

/**
 * The reader of a column's cells. `sample` are the first of them, by which the format of times is told once for the whole column. With `endOfDay` a date
 * without a clock is the end of that day, UTC: nobody can have known it sooner.
 */
export function cellReader(column: TableColumn, sample: readonly string[], endOfDay: boolean): CellReader {
  if (column.type === 'text') return (text) => readText(column, text);
  const read = readerOf(column, sample, endOfDay);
  return (text) => {
    if (!EMPTY.test(text)) return read(text);
    return column.nullable ? NaN : fault('missing-value', `${column.name} is empty`);
  };
}

/** Whether what a reader answered is a fault. */
export function isFault(value: CellValue | CellFault): value is CellFault {
  return typeof value === 'object' && value !== null;
}

function readerOf(column: TableColumn, sample: readonly string[], endOfDay: boolean): CellReader {
  if (column.type === 'time') return timeCells(column.name, sample, endOfDay);
  if (column.type === 'boolean') {
    return (text) => TRUTHS.get(text.toLowerCase()) ?? fault('not-a-boolean', `${column.name} "${cut(text)}" is neither true nor false`);
  }
  return (text) => readNumber(column, text);
}

function readText({ name, nullable }: TableColumn, text: string): CellValue | CellFault {
  if (text === '') return nullable ? null : fault('missing-value', `${name} is empty`);
  return text.length <= TEXT_MAX ? text : fault('text-too-long', `${name} has ${text.length} characters, but at most ${TEXT_MAX} are kept`);
}

function readNumber({ name, type, min = -Infinity, max = Infinity }: TableColumn, text: string): CellValue | CellFault {
  const value = readNumberText(text);
  if (value === undefined)
    return /^[+-]?inf(inity)?$/i.test(text)
      ? fault('not-finite', `${name} is ${text}, which is no finite number`)
      : fault('not-a-number', `${name} "${cut(text)}" is not a number`);
  if (!Number.isFinite(value)) return fault('not-finite', `${name} is ${cut(text)}, which is no finite number`);
  if (type === 'integer' && !Number.isSafeInteger(value))
    return fault('not-an-integer', `${name} is ${cut(text)}, but must be a whole number`);
  if (value < min || value > max) return fault('out-of-range', `${name} is ${cut(text)}, but must lie ${rangeText(min, max)}`);
  return value;
}

function timeCells(name: string, sample: readonly string[], endOfDay: boolean): CellReader {
  const format = detectTimeFormat(sample.filter((text) => !EMPTY.test(text)));
  const encoder = new TextEncoder();
  const read = timeReader(format ?? 'iso');
  return (text) => {
    const bytes = encoder.encode(text);
    const timeUs = read(bytes, 0, bytes.length);
    if (!Number.isSafeInteger(timeUs)) return fault('bad-time', `${name} "${cut(text)}" is no time like the rest of the column`);
    return endOfDay && DATE_ALONE.test(text) ? timeUs + DAY_US : timeUs;
  };
}

function rangeText(min: number, max: number): string {
  if (max === Infinity) return `at ${min} or above`;
  return min === -Infinity ? `at ${max} or below` : `from ${min} to ${max}`;
}

function fault(code: RowRejectCode, reason: string): CellFault {
  return { code, reason };
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
