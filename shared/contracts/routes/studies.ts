import * as z from 'zod';
import { PageQuery } from '../schemas.ts';
import {
  MonteCarlo,
  MonteCarloRequest,
  Quote,
  QuoteRequest,
  Sweep,
  SweepRequest,
  SweepRowsPage,
  SweepRowsQuery,
  WalkForward,
  WalkForwardRequest,
} from '../studies.ts';
import { READ, RESEARCH, type Route } from './route.ts';

const next = z.string().nullable();
const start = { method: 'POST', handler: 'start-study', access: RESEARCH, status: 202, idempotent: true } as const;
const read = { method: 'GET', handler: 'read-studies', access: READ, status: 200 } as const;
const remove = {
  method: 'DELETE',
  handler: 'change-study',
  access: RESEARCH,
  status: 204,
  summary: 'Stops it while it is under way; deletes it once it has ended.',
} as const;
const retry = { method: 'POST', handler: 'change-study', access: RESEARCH, status: 202 } as const;
const report = {
  ...read,
  summary: 'Where the self-contained HTML tearsheet can be read for the next minutes.',
  response: z.object({ url: z.string(), expiresAt: z.string() }),
} as const;

/** Sweeps, walk-forwards and Monte Carlo simulations, and what they would cost. */
export const STUDIES = {
  quoteStudy: {
    method: 'POST',
    path: '/quotes',
    handler: 'start-study',
    summary: 'What a study would take: Lambda-seconds and dollars, from a short measurement. Nothing is started.',
    access: RESEARCH,
    body: QuoteRequest,
    status: 200,
    response: Quote,
  },
  startSweep: {
    ...start,
    path: '/sweeps',
    summary: 'Starts a sweep over combinations of parameters.',
    body: SweepRequest,
    response: Sweep,
  },
  listSweeps: {
    ...read,
    path: '/sweeps',
    summary: 'Sweeps, newest first.',
    query: PageQuery,
    response: z.object({ sweeps: z.array(Sweep), next }),
  },
  getSweep: {
    ...read,
    path: '/sweeps/{id}',
    summary: 'Status and progress of a sweep; its best rows and their verdict once DONE.',
    response: Sweep,
  },
  sweepRows: {
    ...read,
    path: '/sweeps/{id}/rows',
    summary: 'Every combination with its summary, paged.',
    query: SweepRowsQuery,
    response: SweepRowsPage,
  },
  sweepReport: { ...report, path: '/sweeps/{id}/report' },
  retrySweep: { ...retry, path: '/sweeps/{id}/retry', summary: 'Runs the failed shards again, and only those.', response: Sweep },
  deleteSweep: { ...remove, path: '/sweeps/{id}' },
  startWalkForward: {
    ...start,
    path: '/walk-forwards',
    summary: 'Starts a walk-forward: parameters chosen on one part of the history, run on the next, fold by fold.',
    body: WalkForwardRequest,
    response: WalkForward,
  },
  listWalkForwards: {
    ...read,
    path: '/walk-forwards',
    summary: 'Walk-forwards, newest first.',
    query: PageQuery,
    response: z.object({ walkForwards: z.array(WalkForward), next }),
  },
  getWalkForward: {
    ...read,
    path: '/walk-forwards/{id}',
    summary: 'Status and progress of a walk-forward; its folds and stitched equity once DONE.',
    response: WalkForward,
  },
  walkForwardReport: { ...report, path: '/walk-forwards/{id}/report' },
  retryWalkForward: {
    ...retry,
    path: '/walk-forwards/{id}/retry',
    summary: 'Runs the failed shards again, and only those.',
    response: WalkForward,
  },
  deleteWalkForward: { ...remove, path: '/walk-forwards/{id}' },
  startMonteCarlo: {
    ...start,
    path: '/monte-carlos',
    summary: 'Starts a simulation of what chance could have made of a run.',
    body: MonteCarloRequest,
    response: MonteCarlo,
  },
  listMonteCarlos: {
    ...read,
    path: '/monte-carlos',
    summary: 'Monte Carlo simulations, newest first.',
    query: PageQuery,
    response: z.object({ monteCarlos: z.array(MonteCarlo), next }),
  },
  getMonteCarlo: {
    ...read,
    path: '/monte-carlos/{id}',
    summary: 'Status and progress of a simulation; its fans and risks once DONE.',
    response: MonteCarlo,
  },
  monteCarloReport: { ...report, path: '/monte-carlos/{id}/report' },
  retryMonteCarlo: {
    ...retry,
    path: '/monte-carlos/{id}/retry',
    summary: 'Runs the failed shards again, and only those.',
    response: MonteCarlo,
  },
  deleteMonteCarlo: { ...remove, path: '/monte-carlos/{id}' },
} as const satisfies Record<string, Route>;
