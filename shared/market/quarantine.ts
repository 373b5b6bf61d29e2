/** A row that was not taken, of bars or of a structured dataset. */
interface Rejected {
  readonly line: number;
  readonly code: string;
  readonly reason: string;
  readonly raw: string;
}

/** The rejects as a CSV file: line, code, reason and the row as it stood. Empty when there are none. */
export function quarantineCsv(rejects: readonly Rejected[]): string {
  if (rejects.length === 0) return '';
  const rows = rejects.map(({ line, code, reason, raw }) => `${line},${code},${quote(reason)},${quote(raw)}\n`);
  return `line,code,reason,raw\n${rows.join('')}`;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
