import * as z from 'zod';
import { CALENDARS } from '../domain/calendar/calendar.ts';

export const DataQualityQuery = z.strictObject({
  /** When the market was open; by the instrument when left out. */
  calendar: z.enum(CALENDARS as [string, ...string[]]).optional(),
});
export type DataQualityQuery = z.infer<typeof DataQualityQuery>;

/** Scores are 0 to 100. At most a thousand days and defects are listed, in order of time; `defectCount` is their whole number. */
export const DataQuality = z.object({
  dataset: z.string(),
  symbol: z.string(),
  timeframe: z.string(),
  /** Null where no calendar covers the years. */
  calendar: z.string().nullable(),
  /** What is to know of the choice of calendar. */
  note: z.string().nullable(),
  score: z.number(),
  bars: z.int(),
  cleanDays: z.int(),
  flawedDays: z.array(z.object({ date: z.string(), score: z.number(), bars: z.int(), missing: z.int(), flawed: z.int() })),
  defectCount: z.int(),
  defects: z.array(z.object({ code: z.string(), at: z.string(), detail: z.string() })),
});
export type DataQuality = z.infer<typeof DataQuality>;
