import * as z from 'zod';
import { IsoTime } from './schemas.ts';

export const BackfillRequest = z.strictObject({
  /** A venue that the platform can ask for past bars. */
  venue: z.enum(['binance', 'bybit', 'coinbase', 'kraken', 'okx']),
  /** Market of the venue, as `BTC/USDT`. */
  symbol: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9./:_-]{0,39}$/, 'must be letters, digits and . / : _ - , at most 40'),
  /** The id that its bars are stored under; the symbol when left out. */
  instrument: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9./:_-]{0,39}$/, 'must be letters, digits and . / : _ - , at most 40')
    .optional(),
  timeframe: z.string().regex(/^[1-9]\d{0,3}[mhdw]$/, 'must be a number and a unit, like 1m, 1h or 1d'),
  /** First bar. */
  from: IsoTime,
  /** End of the range, exclusive. */
  to: IsoTime,
});
export type BackfillRequest = z.infer<typeof BackfillRequest>;

export const Backfill = z.object({
  id: z.string(),
  status: z.enum(['QUEUED', 'RUNNING', 'DONE', 'FAILED']),
  request: BackfillRequest,
  /** Parts of the range in which bars were missing. */
  chunks: z.object({ total: z.int(), done: z.int(), failed: z.int() }),
  /** Bars that were not there before. */
  written: z.int(),
  /** Bars of the range that the venue does not have. */
  missing: z.int(),
  error: z.string().nullable(),
});
export type Backfill = z.infer<typeof Backfill>;
