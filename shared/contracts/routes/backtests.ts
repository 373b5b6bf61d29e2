import * as z from 'zod';
import { Backtest, BacktestRequest, EquityPage, PageQuery, TradesPage } from '../schemas.ts';
import { READ, RESEARCH, type Route } from './route.ts';

/** Backtests and their results. */
export const BACKTESTS = {
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
} as const satisfies Record<string, Route>;
