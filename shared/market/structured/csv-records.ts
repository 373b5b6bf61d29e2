/** One record of a text table: its cells with quotes taken off and blanks trimmed. */
export interface CsvRecord {
  /** Line on which it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly raw: string;
}

/** Records of a CSV text by RFC 4180: a quoted cell may hold the delimiter, doubled quotes and line breaks. Blank lines are no records. */
export function* csvRecords(text: string, delimiter: string): Generator<CsvRecord> {
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const end = recordEnd(text, at);
    const raw = text.slice(at, end).replace(/\r$/, '');
    if (raw.trim() !== '') yield { line, cells: cellsOf(raw, delimiter), raw };
    line += raw.includes('\n') ? raw.split('\n').length : 1;
    at = end + 1;
  }
}

/** Characters after which an open quote counts as a stray one. */
const RECORD_MAX = 1_048_576;

/** Where the record that begins at `start` ends: the first line break outside quotes. A quote that is never closed spoils its own line and not the rest of the file. */
function recordEnd(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  const quote = text.indexOf('"', start);
  if (newline === -1) return text.length;
  if (quote === -1 || quote > newline) return newline;
  let quoted = false;
  for (let i = start; i < text.length && i < start + RECORD_MAX; i++) {
    if (text[i] === '"') quoted = !quoted;
    else if (text[i] === '\n' && !quoted) return i;
  }
  return quoted ? newline : text.length;
}

function cellsOf(raw: string, delimiter: string): string[] {
  if (!raw.includes('"')) return raw.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < raw.length; i++) {
    const letter = raw[i] as string;
    if (letter === '"' && quoted && raw[i + 1] === '"') cell += raw[++i];
    else if (letter === '"') quoted = !quoted;
    else if (letter === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += letter;
  }
  cells.push(cell.trim());
  return cells;
}
