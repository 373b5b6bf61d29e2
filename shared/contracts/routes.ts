import { BACKTESTS } from './routes/backtests.ts';
import { CATALOGUE } from './routes/catalogue.ts';
import { DATASETS } from './routes/datasets.ts';
import { DOCS } from './routes/docs.ts';
import { INSTRUMENTS } from './routes/instruments.ts';
import { MARKET } from './routes/market.ts';
import { SCHEDULES } from './routes/schedules.ts';
import type { Route } from './routes/route.ts';
import { STUDIES } from './routes/studies.ts';
import { TABLES } from './routes/tables.ts';

export type { Role, Route } from './routes/route.ts';

/** Every row of the API, by area. */
export const ROUTES = {
  ...CATALOGUE,
  ...DATASETS,
  ...TABLES,
  ...MARKET,
  ...INSTRUMENTS,
  ...SCHEDULES,
  ...BACKTESTS,
  ...STUDIES,
  ...DOCS,
} as const satisfies Record<string, Route>;

export type RouteId = keyof typeof ROUTES;
