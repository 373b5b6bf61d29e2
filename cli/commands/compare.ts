import { type ComparableReport, compareReports, type Difference, type ReportComparison } from '../../shared/research/truth/compare.ts';
import { fetchReport, readReportFile } from '../report-file.ts';
import { print, table } from '../terminal.ts';
import { oneLine } from '../user-error.ts';

interface CompareOptions {
  readonly api?: string;
  readonly json?: boolean;
}

/** Differences of the summary shown to a reader; `--json` has all of them. */
const SHOWN = 12;
const LONGEST = 60;

/** `skytape compare`: what differs between two runs and since when. Ends with 1 when something does. */
export async function compare(first: string, second: string, { api, json }: CompareOptions): Promise<void> {
  const read = (run: string): Promise<ComparableReport> | ComparableReport =>
    api === undefined ? readReportFile(run) : fetchReport(api, run);
  const [a, b] = [await read(first), await read(second)];
  const comparison = compareReports(a, b);
  const curves = a.equity !== undefined && b.equity !== undefined;
  print(json ? JSON.stringify({ a: first, b: second, equityCompared: curves, ...comparison }) : asText(comparison, curves));
  if (!comparison.same) process.exitCode = 1;
}

function asText({ same, since, causes, inputs, summary, equity, trades, others }: ReportComparison, curves: boolean): string {
  const unseen = curves ? [] : ['equity was not compared: a report has no curve'];
  if (same) return ['the runs are equal', ...unseen].join('\n');
  const lines = [since === null ? 'the runs differ, their trades and equity do not' : `the runs differ since ${since}`];
  lines.push(`inputs that differ: ${causes.join(', ') || 'none'}`, ...unseen);
  if (trades !== null) {
    const what = trades.fields.length > 0 ? `differs in ${trades.fields.join(', ')}` : 'is in one of them only';
    lines.push(`trades: ${trades.counts.a} and ${trades.counts.b}; trade ${trades.index + 1} ${what}, since ${trades.since}`);
  }
  if (equity !== null) {
    const { row, a, b, largest } = equity;
    lines.push(`equity: ${text(a)} and ${text(b)} at point ${row + 1} (${equity.since}); ${text(largest)} apart at most`);
  }
  if (since === null && others.length > 0) lines.push(`what else differs: ${others.join(', ')}`);
  if (inputs.length > 0) lines.push('', differenceTable('INPUT', inputs));
  if (summary.length > 0) lines.push('', differenceTable('RESULT', summary.slice(0, SHOWN)));
  if (summary.length > SHOWN) lines.push(`and ${summary.length - SHOWN} more; --json lists them`);
  return lines.join('\n');
}

function differenceTable(heading: string, differences: readonly Difference[]): string {
  return table([[heading, 'FIRST', 'SECOND'], ...differences.map(({ field, a, b }) => [field, text(a), text(b)])]);
}

function text(value: unknown): string {
  if (value === null) return '-';
  const line = oneLine(typeof value === 'string' ? value : JSON.stringify(value));
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 3)}...` : line;
}
