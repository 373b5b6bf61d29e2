import type { TradeLine } from '../../performance/report.ts';
import type { Objects } from '../../ports/objects.ts';
import { getJson } from '../json-objects.ts';
import type { FinishedRun } from '../monte-carlo/source.ts';
import { summaryKey } from './keys.ts';
import { readPages } from './pages.ts';
import type { StoredSummary } from './stored.ts';

/** A backtest of the platform that is DONE, whole. Throws when it has left no result. */
export async function finishedRun(objects: Objects, tenant: string, runId: string): Promise<FinishedRun> {
  const stored = await getJson<StoredSummary>(objects, summaryKey(tenant, runId));
  if (stored === undefined) throw new Error(`backtest "${runId}" has no result; it has one once it is DONE`);
  const { manifest, summary, counts } = stored;
  const trades = await readPages<TradeLine>(objects, { tenant, runId, list: 'trades' }, 0, counts.trades);
  const equity = await readPages<[string, number]>(objects, { tenant, runId, list: 'equity' }, 0, counts.equity);
  return { manifest, summary, trades, equity };
}
