import { type ColumnPlan, planByHeader, planByPosition } from './columns.ts';
import { MarketDataError } from './error.ts';
import { textStart } from './file-kind.ts';
import { readNumberText } from './number-text.ts';

export interface CsvLayout {
  /** Byte that parts two fields. */
  readonly delimiter: number;
  /** Fields of a row. */
  readonly width: number;
  readonly plan: ColumnPlan;
  /** Byte offset and line number (from 1) of the first row of data. */
  readonly dataStart: number;
  readonly dataLine: number;
}

interface Line {
  readonly text: string;
  readonly start: number;
  readonly line: number;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const SAMPLE_LINES = 100;
const SAMPLE_BYTES = 65_536;

/** The head of a table of text: its cells, and where its rows of data begin. */
export interface CsvHead {
  readonly delimiter: string;
  /** Cells of the first lines, the header among them. */
  readonly rows: readonly (readonly string[])[];
  /** Where the row `index` of `rows` begins. */
  readonly at: (index: number) => { readonly start: number; readonly line: number; readonly text: string };
}

/** Reads the first lines of a CSV file. Throws `MarketDataError` when they are no table; `needs` says what such a file has. */
export function readHead(bytes: Uint8Array, needs: string): CsvHead {
  const lines = headLines(bytes, textStart(bytes));
  const delimiter = detectDelimiter(lines);
  const first = lines.findIndex(({ text }) => !text.startsWith('#') && text.includes(delimiter));
  if (first === -1) {
    const text = lines[0]?.text.slice(0, 80) ?? '';
    throw new MarketDataError('not-bars', `the lines hold a single field each, like "${text}"; ${needs}`);
  }
  return {
    delimiter,
    rows: lines.slice(first).map(({ text }) => splitCells(text, delimiter)),
    at: (index) => lines[first + index] as Line,
  };
}

/** Looks at the head of a CSV file and says how to read it. Throws `MarketDataError` when it is no bar file. */
export function detectLayout(bytes: Uint8Array): CsvLayout {
  const { delimiter, rows, at } = readHead(bytes, 'a bar file has a time, open, high, low and close, parted by comma, semicolon or tab');
  const head = rows[0] as readonly string[];
  const hasHeader = head.filter((cell) => readNumberText(cell) !== undefined).length < 4;
  const sample = hasHeader ? rows.slice(1) : rows;
  if (hasHeader && sample.length === 0) {
    throw new MarketDataError('no-valid-row', `the file ends after its first line "${at(0).text.slice(0, 80)}": there is no row of data`);
  }
  const width = sample[0]?.length ?? 0;
  // A table written with a row index has one cell more in each row than its header names.
  const header =
    hasHeader && width === head.length + 1 && sample.every((row) => row.length === width) && sample[0]?.at(-1) !== ''
      ? ['', ...head]
      : head;
  const plan = hasHeader ? planByHeader(header, sample) : planByPosition(sample);
  const dataAt = at(hasHeader ? 1 : 0);
  return {
    delimiter: delimiter.charCodeAt(0),
    width: hasHeader ? header.length : width,
    plan,
    dataStart: dataAt.start,
    dataLine: dataAt.line,
  };
}

/** Cells of one line, quotes taken off, blanks kept. */
export function splitCells(text: string, delimiter: string): string[] {
  if (!text.includes('"')) return text.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] as string;
    if (letter === '"' && quoted && text[i + 1] === '"') cell += text[++i];
    else if (letter === '"') quoted = !quoted;
    else if (letter === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += letter;
  }
  cells.push(cell.trim());
  return cells;
}

/** Up to a hundred lines that are not blank. A last one that the sample cuts off is left out. */
function headLines(bytes: Uint8Array, start: number): Line[] {
  const decoder = new TextDecoder();
  const lines: Line[] = [];
  let at = start;
  for (let line = 1; at < bytes.length && lines.length < SAMPLE_LINES && at - start < SAMPLE_BYTES; line++) {
    const newline = bytes.subarray(at, at + SAMPLE_BYTES).indexOf(10);
    if (newline === -1 && bytes.length - at > SAMPLE_BYTES) {
      throw new MarketDataError('not-bars', `line ${line} is longer than ${SAMPLE_BYTES} bytes; a bar file has one short row per line`);
    }
    const end = newline === -1 ? bytes.length : at + newline;
    const text = decoder.decode(bytes.subarray(at, end)).replace(/\r$/, '');
    if (text.trim() !== '') lines.push({ text, start: at, line });
    at = end + 1;
  }
  return lines;
}

/** The mark that parts the most fields in every line of the sample but the first, which may be a title. */
function detectDelimiter(lines: readonly Line[]): string {
  const body = lines.length > 2 ? lines.slice(1) : lines;
  let best: string = DELIMITERS[0];
  let bestCount = 0;
  for (const delimiter of DELIMITERS) {
    const count = Math.min(...body.map(({ text }) => splitCells(text, delimiter).length - 1));
    const weak = count > 0 ? count : (splitCells(body.at(0)?.text ?? '', delimiter).length - 1) / 1000;
    if (weak > bestCount) {
      best = delimiter;
      bestCount = weak;
    }
  }
  return best;
}
