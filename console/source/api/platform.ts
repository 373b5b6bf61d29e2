import type {
  Backtest,
  BarsPage,
  CreateDataset,
  Dataset,
  DatasetUpload,
  EquityPage,
  RulesExplained,
  StrategyInfo,
  TradesPage,
} from './types.ts';
import { call } from './http.ts';

const id = encodeURIComponent;

/** Every strategy with its parameters and bounds. */
export const listStrategies = async (): Promise<StrategyInfo[]> =>
  (await call<{ strategies: StrategyInfo[] }>('GET', '/strategies')).strategies;

/** What rules do and which parameters they have; an `ApiError` of 400 lists their faults. */
export const explainRules = (rules: unknown, signal: AbortSignal) =>
  call<RulesExplained>('POST', '/rules/explain', { body: rules, signal });

/** A page of backtests, newest first. */
export const listBacktests = (cursor?: string) =>
  call<{ backtests: Backtest[]; next: string | null }>('GET', '/backtests', { query: { limit: 100, cursor } });
export const getBacktest = (run: string, signal?: AbortSignal) => call<Backtest>('GET', `/backtests/${id(run)}`, signal ? { signal } : {});
export const startBacktest = (body: unknown, idempotencyKey: string) => call<Backtest>('POST', '/backtests', { body, idempotencyKey });
/** Stops one that is under way; deletes one that has ended. */
export const removeBacktest = (run: string) => call<void>('DELETE', `/backtests/${id(run)}`);
export const getReport = (run: string) => call<{ url: string; expiresAt: string }>('GET', `/backtests/${id(run)}/report`);

export const tradesPage = (run: string, cursor: string | undefined, signal: AbortSignal) =>
  call<TradesPage>('GET', `/backtests/${id(run)}/trades`, { query: { limit: 5000, cursor }, signal });
export const equityPage = (run: string, cursor: string | undefined, signal: AbortSignal) =>
  call<EquityPage>('GET', `/backtests/${id(run)}/equity`, { query: { limit: 10_000, cursor }, signal });

export interface BarsRange {
  readonly dataset?: string;
  readonly symbol?: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number;
  readonly partial?: 'true';
}
export const barsPage = (range: BarsRange, signal?: AbortSignal) =>
  call<BarsPage>('GET', '/bars', { query: { limit: 5000, ...range }, ...(signal ? { signal } : {}) });

/** All datasets, newest first. */
export async function listDatasets(): Promise<Dataset[]> {
  const all: Dataset[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await call<{ datasets: Dataset[]; next: string | null }>('GET', '/datasets', { query: { limit: 1000, cursor } });
    all.push(...page.datasets);
    if (page.next === null) return all;
    cursor = page.next;
  }
}
export const createDataset = (body: CreateDataset, idempotencyKey: string) =>
  call<DatasetUpload>('POST', '/datasets', { body, idempotencyKey });
export const completeDataset = (dataset: string) => call<Dataset>('POST', `/datasets/${id(dataset)}/complete`);
