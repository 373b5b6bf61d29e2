import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { TradeRow } from '../shared/contracts/schemas.ts';
import type { ComparableReport } from '../shared/research/truth/compare.ts';
import { allPages, connect } from './platform.ts';
import { fileError, UserError } from './user-error.ts';

const PAGE = 10_000;

/** What the commands that look at finished runs need of a report; whatever else it holds is left alone. */
const ReportFile = z.looseObject({
  manifest: z.looseObject({ strategy: z.string(), assetClass: z.string().nullable(), engine: z.looseObject({ sizing: z.string() }) }),
  summary: z.looseObject({ startEquity: z.number(), endEquity: z.number() }),
  trades: z.array(TradeRow.loose()),
  equity: z.array(z.tuple([z.string(), z.number()])).optional(),
});

/** The report that `backtest --json` printed into a file. Throws `UserError` that says what is missing in it. */
export function readReportFile(path: string): ComparableReport {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw fileError('read', path, error);
  }
  const parsed = ReportFile.safeParse(jsonOf(path, text));
  if (parsed.success) return parsed.data as unknown as ComparableReport;
  const [issue] = parsed.error.issues;
  const at = issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')} is missing, or not as in a report)`;
  throw new UserError(`${path} is no report${at}; \`skytape backtest --json\` prints one`);
}

/** A finished run of a platform, by its id. Throws `UserError` when it has not ended well. */
export async function fetchReport(api: string, id: string): Promise<ComparableReport> {
  const client = connect(api);
  const run = await client.getBacktest({ id });
  if (run.status !== 'DONE') throw new UserError(`backtest ${id} is ${run.status}; only one that is DONE has a report`);
  const page = (cursor: string | undefined) => ({ id, query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } });
  const trades = await allPages(async (cursor) => {
    const { trades: items, next } = await client.backtestTrades(page(cursor));
    return { items, next };
  });
  const equity = await allPages(async (cursor) => {
    const { equity: items, next } = await client.backtestEquity(page(cursor));
    return { items, next };
  });
  return { manifest: run.manifest, summary: run.summary, trades, equity } as unknown as ComparableReport;
}

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path} is no JSON; \`skytape backtest --json\` prints a report`, { cause: error });
  }
}
