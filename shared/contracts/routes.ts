import * as z from 'zod';
import { Backfill, BackfillRequest } from './backfills.ts';
import { DataQuality, DataQualityQuery } from './quality.ts';
import { Correlations, CorrelationsQuery, PatternScanPage, PatternScanQuery, RulesExplained } from './research.ts';
import {
  AnalyserInfo,
  Backtest,
  BacktestRequest,
  BarsPage,
  BarsQuery,
  CreateDataset,
  Dataset,
  DatasetUpload,
  EquityPage,
  Health,
  IndicatorInfo,
  PageQuery,
  PatternInfo,
  Rules,
  StrategyInfo,
  TradesPage,
} from './schemas.ts';

export type Role = 'viewer' | 'trader' | 'risk' | 'admin';

/** One row of the API. The gateway's routes, the handlers' parsing, the OpenAPI document and the typed client are all made from it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** Folder under `functions/` that answers. */
  readonly handler: string;
  readonly summary: string;
  /** Roles that may call it, any of them; `public` needs no token. */
  readonly access: 'public' | readonly Role[];
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly status: 200 | 201 | 202 | 204;
  readonly response?: z.ZodType;
  /** Media types beside application/json. */
  readonly produces?: readonly string[];
  /** POST only: honours `Idempotency-Key`. */
  readonly idempotent?: boolean;
}

const READ: readonly Role[] = ['viewer', 'trader', 'risk', 'admin'];
const RESEARCH: readonly Role[] = ['trader', 'admin'];

export const ROUTES = {
  health: {
    method: 'GET',
    path: '/health',
    handler: 'check-health',
    summary: 'Whether the platform answers; `?deep=true` asks its stores too.',
    access: 'public',
    query: z.strictObject({ deep: z.enum(['true', 'false']).default('false') }),
    status: 200,
    response: Health,
  },
  listStrategies: {
    method: 'GET',
    path: '/strategies',
    handler: 'list-catalogue',
    summary: 'Every strategy with its parameters and bounds.',
    access: READ,
    status: 200,
    response: z.object({ strategies: z.array(StrategyInfo) }),
  },
  listIndicators: {
    method: 'GET',
    path: '/indicators',
    handler: 'list-catalogue',
    summary: 'Every indicator with inputs, parameters, outputs, warm-up and source.',
    access: READ,
    status: 200,
    response: z.object({ indicators: z.array(IndicatorInfo) }),
  },
  getIndicator: {
    method: 'GET',
    path: '/indicators/{id}',
    handler: 'list-catalogue',
    summary: 'One indicator; parameters in the query are checked against its bounds.',
    access: READ,
    query: z.record(z.string(), z.string()),
    status: 200,
    response: IndicatorInfo,
  },
  listPatterns: {
    method: 'GET',
    path: '/patterns',
    handler: 'list-catalogue',
    summary: 'Every candlestick formation and chart pattern with its parameters and source.',
    access: READ,
    status: 200,
    response: z.object({ patterns: z.array(PatternInfo) }),
  },
  listAnalysers: {
    method: 'GET',
    path: '/analysers',
    handler: 'list-catalogue',
    summary: 'Every analyser that a backtest may ask for.',
    access: READ,
    status: 200,
    response: z.object({ analysers: z.array(AnalyserInfo) }),
  },
  scanPatterns: {
    method: 'GET',
    path: '/patterns/scan',
    handler: 'research-datasets',
    summary: 'What patterns find in a dataset, in the order in which it became known, paged.',
    access: READ,
    query: PatternScanQuery,
    status: 200,
    response: PatternScanPage,
  },
  correlations: {
    method: 'GET',
    path: '/correlations',
    handler: 'research-datasets',
    summary: 'How datasets move together: correlation and its history, lead and lag, cointegration.',
    access: READ,
    query: CorrelationsQuery,
    status: 200,
    response: Correlations,
  },
  explainRules: {
    method: 'POST',
    path: '/rules/explain',
    handler: 'list-catalogue',
    summary: 'What rules do, in English, with their parameters; or every fault with its place in the JSON.',
    access: RESEARCH,
    body: Rules,
    status: 200,
    response: RulesExplained,
  },
  rulesSchema: {
    method: 'GET',
    path: '/schemas/rules.json',
    handler: 'list-catalogue',
    summary: 'JSON Schema of a strategy of rules.',
    access: 'public',
    status: 200,
    response: z.record(z.string(), z.unknown()),
  },
  listDatasets: {
    method: 'GET',
    path: '/datasets',
    handler: 'read-datasets',
    summary: 'Datasets, newest first.',
    access: READ,
    query: PageQuery,
    status: 200,
    response: z.object({ datasets: z.array(Dataset), next: z.string().nullable() }),
  },
  getDataset: {
    method: 'GET',
    path: '/datasets/{id}',
    handler: 'read-datasets',
    summary: 'One dataset.',
    access: READ,
    status: 200,
    response: Dataset,
  },
  datasetQuality: {
    method: 'GET',
    path: '/datasets/{id}/quality',
    handler: 'research-datasets',
    summary: 'What is wrong with the uploaded file of a dataset, and a score for each day.',
    access: READ,
    query: DataQualityQuery,
    status: 200,
    response: DataQuality,
  },
  createDataset: {
    method: 'POST',
    path: '/datasets',
    handler: 'create-dataset',
    summary: 'Registers a dataset and returns a presigned URL to put its file to.',
    access: RESEARCH,
    body: CreateDataset,
    status: 201,
    response: DatasetUpload,
    idempotent: true,
  },
  completeDataset: {
    method: 'POST',
    path: '/datasets/{id}/complete',
    handler: 'complete-dataset',
    summary: 'Validates the uploaded file and turns it into bars.',
    access: RESEARCH,
    status: 200,
    response: Dataset,
  },
  readBars: {
    method: 'GET',
    path: '/bars',
    handler: 'read-bars',
    summary: 'Bars of a dataset or of a streamed instrument, paged, as JSON or CSV.',
    access: READ,
    query: BarsQuery,
    status: 200,
    response: BarsPage,
    produces: ['text/csv'],
  },
  startBackfill: {
    method: 'POST',
    path: '/backfills',
    handler: 'start-backfill',
    summary: 'Downloads what is missing of the history of an instrument; the same again continues, repairs, or does nothing.',
    access: RESEARCH,
    body: BackfillRequest,
    status: 202,
    response: Backfill,
    idempotent: true,
  },
  getBackfill: {
    method: 'GET',
    path: '/backfills/{id}',
    handler: 'read-backfill',
    summary: 'How far a backfill is, and what it brought.',
    access: READ,
    status: 200,
    response: Backfill,
  },
  startBacktest: {
    method: 'POST',
    path: '/backtests',
    handler: 'start-backtest',
    summary: 'Starts a backtest; several datasets share the cash equally.',
    access: RESEARCH,
    body: BacktestRequest,
    status: 202,
    response: Backtest,
    idempotent: true,
  },
  listBacktests: {
    method: 'GET',
    path: '/backtests',
    handler: 'read-backtests',
    summary: 'Backtests, newest first.',
    access: READ,
    query: PageQuery,
    status: 200,
    response: z.object({ backtests: z.array(Backtest), next: z.string().nullable() }),
  },
  getBacktest: {
    method: 'GET',
    path: '/backtests/{id}',
    handler: 'read-backtests',
    summary: 'Status, progress and summary of a backtest.',
    access: READ,
    status: 200,
    response: Backtest,
  },
  backtestTrades: {
    method: 'GET',
    path: '/backtests/{id}/trades',
    handler: 'read-backtests',
    summary: 'Round trips in order of entry, paged.',
    access: READ,
    query: PageQuery,
    status: 200,
    response: TradesPage,
  },
  backtestEquity: {
    method: 'GET',
    path: '/backtests/{id}/equity',
    handler: 'read-backtests',
    summary: 'Equity curve, paged.',
    access: READ,
    query: PageQuery,
    status: 200,
    response: EquityPage,
  },
  backtestReport: {
    method: 'GET',
    path: '/backtests/{id}/report',
    handler: 'read-backtests',
    summary: 'Where the self-contained HTML tearsheet can be read for the next minutes.',
    access: READ,
    status: 200,
    response: z.object({ url: z.string(), expiresAt: z.string() }),
  },
  cancelBacktest: {
    method: 'DELETE',
    path: '/backtests/{id}',
    handler: 'cancel-backtest',
    summary: 'Stops a backtest that is under way; deletes one that has ended.',
    access: RESEARCH,
    status: 204,
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    handler: 'serve-docs',
    summary: 'This API as OpenAPI 3.1.',
    access: 'public',
    status: 200,
  },
  docs: {
    method: 'GET',
    path: '/docs',
    handler: 'serve-docs',
    summary: 'This API in Swagger UI.',
    access: 'public',
    status: 200,
    produces: ['text/html'],
  },
  docsAsset: {
    method: 'GET',
    path: '/docs/{asset}',
    handler: 'serve-docs',
    summary: 'Files of Swagger UI.',
    access: 'public',
    status: 200,
    produces: ['text/css', 'text/javascript', 'image/png'],
  },
} as const satisfies Record<string, Route>;

export type RouteId = keyof typeof ROUTES;
