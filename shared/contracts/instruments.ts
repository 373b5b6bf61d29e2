import * as z from 'zod';
import { CALENDARS } from '../domain/calendar/calendar.ts';
import { ASSET_CLASSES, type AssetClass } from '../domain/instrument.ts';
import { SECURITY_STATUSES, type SecurityStatus } from '../domain/master/security.ts';
import { IsoTime, Symbol } from './schemas.ts';

const IsoDate = z.iso.date('a date like 2024-01-19');
const Word = z.string().min(1).max(80);
/** A source of connectors, `ccxt:binance` or `alpaca`. */
export const SourceText = z.string().regex(/^[a-z0-9-]{1,20}(:[A-Za-z0-9-]{1,30})?$/, 'a source like ccxt:binance or alpaca');
const Class = z.enum(ASSET_CLASSES as [AssetClass, ...AssetClass[]]);
const Status = z.enum(SECURITY_STATUSES as [SecurityStatus, ...SecurityStatus[]]);
const Calendar = z.enum(CALENDARS as [string, ...string[]]);
const Step = z.number().positive().max(1e9);
const Least = z.number().nonnegative().max(1e9);

export const ContractSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('spot') }),
  z.strictObject({ kind: z.literal('perpetual'), underlying: Word }),
  z.strictObject({ kind: z.literal('future'), underlying: Word, expiry: IsoDate }),
  z.strictObject({
    kind: z.literal('option'),
    underlying: Word,
    expiry: IsoDate,
    strike: z.number().positive(),
    right: z.enum(['call', 'put']),
  }),
]);

const SourceNameSchema = z.strictObject({
  source: SourceText,
  symbol: Symbol,
  /** The venue's own spelling; the symbol when left out. */
  venueSymbol: Word.optional(),
  /** First day of the name. */
  from: IsoDate.nullable().default(null),
  /** First day on which it is no longer the name. */
  to: IsoDate.nullable().default(null),
});

/** What there is to say of an instrument. A new one needs class, exchange and currency; of one that is there, what is left out stays as it was. */
export const SaveInstrument = z.strictObject({
  symbol: Symbol.optional(),
  assetClass: Class.optional(),
  exchange: Word.optional(),
  base: Word.optional(),
  currency: z
    .string()
    .regex(/^[A-Z0-9]{2,10}$/, 'capital letters and digits, like USD')
    .optional(),
  tick: Step.optional(),
  lot: Step.optional(),
  multiplier: Step.optional(),
  /** Quantity of one order, and least that one must be worth; a minimum of 0 is none. */
  minQuantity: Least.optional(),
  maxQuantity: z.number().positive().max(1e15).optional(),
  minNotional: Least.optional(),
  calendar: Calendar.optional(),
  name: Word.nullable().optional(),
  sector: Word.nullable().optional(),
  contract: ContractSchema.optional(),
  priority: z.int().min(1).max(9).optional(),
  listed: IsoDate.nullable().optional(),
  /** First day on which it is no longer traded. */
  delisted: IsoDate.nullable().optional(),
  names: z.array(SourceNameSchema).max(50).optional(),
});
export type SaveInstrument = z.infer<typeof SaveInstrument>;

export const InstrumentInfo = z.object({
  id: z.string(),
  symbol: z.string(),
  assetClass: Class,
  exchange: z.string(),
  base: z.string(),
  currency: z.string(),
  tick: z.number(),
  lot: z.number(),
  multiplier: z.number(),
  /** What its venue asks of one order; absent where nobody said. */
  minQuantity: z.number().optional(),
  maxQuantity: z.number().optional(),
  minNotional: z.number().optional(),
  calendar: z.string(),
  name: z.string().nullable(),
  sector: z.string().nullable(),
  contract: ContractSchema,
  status: Status,
  /** 1 is collected first, 9 last. */
  priority: z.int(),
  listed: z.string().nullable(),
  delisted: z.string().nullable(),
  names: z.array(
    z.object({
      source: z.string(),
      symbol: z.string(),
      venueSymbol: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
    }),
  ),
});

export const AsOfQuery = z.strictObject({ asOf: IsoTime.optional() });
export type AsOfQuery = z.infer<typeof AsOfQuery>;

export const InstrumentsQuery = AsOfQuery.extend({
  class: Class.optional(),
  exchange: Word.optional(),
  status: Status.optional(),
  /** Contracts on this. */
  underlying: Word.optional(),
  /** Part of id, symbol or name, in any case. */
  text: Word.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(80).optional(),
});
export type InstrumentsQuery = z.infer<typeof InstrumentsQuery>;
export const InstrumentsPage = z.object({ instruments: z.array(InstrumentInfo), next: z.string().nullable() });

/** Changes, newest first; `before` is null for the first. */
export const InstrumentHistory = z.object({
  id: z.string(),
  changes: z.array(
    z.object({ at: z.string(), by: z.string(), action: z.string(), before: InstrumentInfo.nullable(), after: InstrumentInfo }),
  ),
});

export const Activation = z.strictObject({ priority: z.int().min(1).max(9).optional() });

export const RefreshInstruments = z.strictObject({
  source: SourceText,
  /** Of instruments whose list does not say it; the venue when left out. */
  exchange: Word.optional(),
  /** The list as CSV with a heading, instead of asking the source: symbol, assetClass, exchange and currency, and more if there is more. */
  csv: z.string().min(1).max(1_000_000).optional(),
  /** Retire at most this share of what the source had; above it none is retired. */
  retireShareMax: z.number().min(0).max(1).default(0.1),
});
export type RefreshInstruments = z.infer<typeof RefreshInstruments>;

/** Of each list of ids at most the first thousand. */
export const InstrumentsRefreshed = z.object({
  source: z.string(),
  counts: z.object({
    listed: z.int(),
    added: z.int(),
    changed: z.int(),
    retired: z.int(),
    withheld: z.int(),
    unchanged: z.int(),
    skipped: z.int(),
  }),
  added: z.array(z.string()),
  changed: z.array(z.string()),
  retired: z.array(z.string()),
  /** Missing from the list, but not retired because there are too many of them. */
  withheld: z.array(z.string()),
  /** Could not be taken, and why. */
  skipped: z.array(z.object({ symbol: z.string(), reason: z.string() })),
});
export type InstrumentsRefreshed = z.infer<typeof InstrumentsRefreshed>;

export const SessionsQuery = z.strictObject({ from: IsoTime, to: IsoTime });
export type SessionsQuery = z.infer<typeof SessionsQuery>;

/** Sessions by trading date; `holidays` are the weekdays without one. */
export const InstrumentSessions = z.object({
  id: z.string(),
  calendar: z.string(),
  sessions: z.array(z.object({ date: z.string(), open: z.string(), close: z.string(), short: z.boolean() })),
  holidays: z.array(z.string()),
});
export type InstrumentSessions = z.infer<typeof InstrumentSessions>;

/** An id as it stands in an address: `BTC~USDT`. Gateways decode a path before they match it, so a slash would end the id there. */
export function inAddress(id: string): string {
  return id.replaceAll('/', '~');
}
