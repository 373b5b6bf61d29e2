import { Backfill, BackfillRequest } from '../backfills.ts';
import { LatestQuotes, QuotesQuery } from '../quotes.ts';
import { BarsPage, BarsQuery } from '../schemas.ts';
import { TicksPage, TicksQuery } from '../ticks.ts';
import { READ, RESEARCH, type Route } from './route.ts';

/** Bars of the market and their history. */
export const MARKET = {
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
  readTicks: {
    method: 'GET',
    path: '/ticks',
    handler: 'read-market',
    summary: 'Trades or quotes of an instrument as they were streamed, paged, as JSON or CSV.',
    access: READ,
    query: TicksQuery,
    status: 200,
    response: TicksPage,
    produces: ['text/csv'],
  },
  latestQuotes: {
    method: 'GET',
    path: '/quotes/latest',
    handler: 'read-market',
    summary: 'The last quote and trade of up to 50 instruments; the header x-cache says whether they were at hand.',
    access: READ,
    query: QuotesQuery,
    status: 200,
    response: LatestQuotes,
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
} as const satisfies Record<string, Route>;
