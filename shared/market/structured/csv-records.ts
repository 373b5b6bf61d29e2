/** One record of a text table: its cells with quotes taken off and blanks trimmed. */
export interface CsvRecord {
  /** Line on which it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly raw: string;
}

/** Characters after which an open quote counts as a stray one. */
const RECORD_MAX = 1_048_576;

/**
 * Records of a CSV text by RFC 4180: a cell that begins with a quote may hold the delimiter, doubled quotes and line breaks; a quote further in is a letter. One that is never closed
 * spoils its own line and not the rest of the file. Blank lines are no records.
 */
export function* csvRecords(text: string, delimiter: string): Generator<CsvRecord> {
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const first = text.slice(at, newline === -1 ? text.length : newline);
    const quoted = first.includes('"') ? quotedRecord(text, at, delimiter) : undefined;
    const raw = (quoted?.raw ?? first).replace(/\r$/, '');
    if (raw.trim() !== '') yield { line, cells: quoted?.cells ?? raw.split(delimiter).map((cell) => cell.trim()), raw };
    line += quoted?.lines ?? 1;
    at += (quoted?.raw ?? first).length + 1;
  }
}

interface Quoted {
  readonly raw: string;
  readonly cells: readonly string[];
  readonly lines: number;
}

/** The record that begins at `start` and has a quote in its first line; undefined when a quote is open to the end. */
function quotedRecord(text: string, start: number, delimiter: string): Quoted | undefined {
  const cells: string[] = [];
  let cell = '';
  let open = false;
  let wasQuoted = false;
  let lines = 1;
  const close = () => {
    cells.push(wasQuoted ? cell : cell.trim());
    cell = '';
    wasQuoted = false;
  };
  const end = Math.min(text.length, start + RECORD_MAX);
  let i = start;
  for (; i < end; i++) {
    const letter = text[i] as string;
    if (letter === '\n') lines++;
    if (open && letter === '"' && text[i + 1] === '"') cell += text[++i];
    else if (open && letter === '"') open = false;
    else if (open) cell += letter;
    else if (letter === '\n') break;
    else if (letter === delimiter) close();
    else if (letter === '"' && cell.trim() === '' && !wasQuoted) {
      open = true;
      wasQuoted = true;
      cell = '';
    } else if (!wasQuoted || letter.trim() !== '') cell += letter;
  }
  if (open) return undefined;
  close();
  return { raw: text.slice(start, i), cells, lines: i < end ? lines - 1 : lines };
}
