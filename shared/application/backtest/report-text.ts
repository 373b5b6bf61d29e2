import { toIso } from '../../domain/time.ts';
import type { EquityCurve } from '../../domain/run.ts';
import type { BacktestReport } from '../../performance/report.ts';

/** Points `from` (inclusive) to `to` (exclusive) of a curve as they are written: time in ISO 8601, value. */
export function equityRows({ time, value }: EquityCurve, from = 0, to = time.length): [time: string, value: number][] {
  const rows: [string, number][] = [];
  for (let i = from; i < Math.min(to, time.length); i++) rows.push([toIso(time[i] as number), value[i] as number]);
  return rows;
}

/**
 * The canonical text of a report: one line of JSON whose fields always stand in the same order, so that the same run gives the same bytes
 * from the command line, the store and the API. `equity: false` leaves the curve out.
 */
export function reportToJson(
  { manifest, summary, sleeves, wallets, positions, trades, unfilled, analysis, analysers, equity }: BacktestReport,
  options: { readonly equity: boolean },
): string {
  const answers = analysers === undefined ? {} : { analysers };
  const curve = options.equity ? { equity: equityRows(equity) } : {};
  const parts = { ...(sleeves === undefined ? {} : { sleeves }), ...(wallets === undefined ? {} : { wallets }) };
  return JSON.stringify({ manifest, summary, ...parts, positions, trades, unfilled, analysis, ...answers, ...curve });
}
