import type { InstrumentsQuery, SessionsQuery, InstrumentSessions } from '../../contracts/instruments.ts';
import { calendarOf } from '../../domain/calendar/calendar.ts';
import { dayOfIso, isoOfDay, isWeekend } from '../../domain/calendar/civil.ts';
import { CalendarError } from '../../domain/calendar/trading-calendar.ts';
import {
  currentOf,
  type Security,
  type SecurityAction,
  securityAsOf,
  securityNow,
  type SecurityRecord,
} from '../../domain/master/security.ts';
import { DAY_US, type TimeUs, toIso } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { InstrumentStore } from '../../ports/instrument-store.ts';
import { rangeOfQuery, instantOfQuery } from '../query-range.ts';
import { Refusal } from '../refusal.ts';

interface World {
  readonly instruments: InstrumentStore;
  readonly clock: Clock;
}

/** Records that are looked at in one go. */
const SCAN = 500;
const MAX_DAYS = 5 * 366;

/** The id that an address means: `~` stands for `/`. */
export function idOfPath(path: string): string {
  const id = path.replaceAll('~', '/');
  if (/^[A-Za-z0-9][A-Za-z0-9./:_-]{0,39}$/.test(id)) return id;
  throw new Refusal(
    'invalid',
    `id is "${id.slice(0, 60)}", but must be letters, digits and . / : _ - , at most 40, like BTC/USDT or NASDAQ:AAPL`,
    {
      field: 'id',
    },
  );
}

/** Instruments in the state of a day, or of now, that fit every filter. */
export function listInstruments({ instruments, clock }: World) {
  return async (query: InstrumentsQuery): Promise<{ instruments: Security[]; next: string | null }> => {
    const state = stateAt(query.asOf, clock);
    const fits = filterOf(query);
    const found: Security[] = [];
    let cursor = query.cursor === undefined ? undefined : idOfPath(query.cursor);
    for (;;) {
      const page = await instruments.list({ limit: SCAN, ...(cursor === undefined ? {} : { cursor }) });
      for (const record of page.items) {
        const security = state(record);
        if (security === undefined || !fits(security)) continue;
        if (found.length === query.limit) return { instruments: found, next: (found.at(-1) as Security).id };
        found.push(security);
      }
      if (page.next === null) return { instruments: found, next: null };
      cursor = page.next;
    }
  };
}

function filterOf({ class: assetClass, exchange, status, underlying, text }: InstrumentsQuery): (security: Security) => boolean {
  const part = text?.toLowerCase();
  return (one) =>
    (assetClass === undefined || one.assetClass === assetClass) &&
    (exchange === undefined || one.exchange.toLowerCase() === exchange.toLowerCase()) &&
    (status === undefined || one.status === status) &&
    (underlying === undefined || ('underlying' in one.contract && one.contract.underlying === underlying)) &&
    (part === undefined || [one.id, one.symbol, one.name ?? ''].some((said) => said.toLowerCase().includes(part)));
}

/** One instrument in the state of a day, or of now. Throws a refusal when there is none, or was none then. */
export function getInstrument({ instruments, clock }: World) {
  return async (path: string, { asOf }: { readonly asOf?: string | undefined }): Promise<Security> => {
    const id = idOfPath(path);
    const record = await instruments.get(id);
    if (record === undefined) throw missing(id);
    const security = stateAt(asOf, clock)(record);
    if (security === undefined)
      throw new Refusal('not-found', `${id} is not known to have existed on ${asOf ?? 'this day'}`, { field: 'asOf' });
    return security;
  };
}

export interface Change {
  readonly at: string;
  readonly by: string;
  readonly action: SecurityAction;
  readonly before: Security | null;
  readonly after: Security;
}

/** Every change of an instrument, newest first. Throws a refusal when there is none. */
export function instrumentHistory({ instruments }: Pick<World, 'instruments'>) {
  return async (path: string): Promise<{ id: string; changes: Change[] }> => {
    const id = idOfPath(path);
    const record = await instruments.get(id);
    if (record === undefined) throw missing(id);
    const changes = record.versions.map(({ fromUs, by, action, security }, i) => {
      return { at: toIso(fromUs), by, action, before: record.versions[i - 1]?.security ?? null, after: security };
    });
    return { id, changes: changes.reverse() };
  };
}

/** Sessions of the market of an instrument that begin in a range. Throws a refusal for an unknown one and a range that its calendar does not cover. */
export function instrumentSessions({ instruments }: Pick<World, 'instruments'>) {
  return async (path: string, query: SessionsQuery): Promise<InstrumentSessions> => {
    const id = idOfPath(path);
    const record = await instruments.get(id);
    if (record === undefined) throw missing(id);
    const { fromUs, toUs } = rangeOfQuery(query);
    if (toUs - fromUs > MAX_DAYS * DAY_US)
      throw new Refusal('invalid', `query.to: ${query.to} is more than five years after from`, { field: 'query.to' });
    const { calendar } = currentOf(record);
    return { id, calendar, ...sessionTable(calendar, fromUs, toUs) };
  };
}

function sessionTable(name: string, fromUs: TimeUs, toUs: TimeUs): Pick<InstrumentSessions, 'sessions' | 'holidays'> {
  const calendar = calendarOf(name);
  try {
    const { length, openUs, closeUs, day, isShort } = calendar.sessionsBetween(fromUs, toUs);
    const rows = Array.from({ length }, (_, i) => i).filter((i) => (openUs[i] as number) >= fromUs);
    const sessions = rows.map((i) => ({
      date: isoOfDay(day[i] as number),
      open: toIso(openUs[i] as number),
      close: toIso(closeUs[i] as number),
      short: isShort[i] === 1,
    }));
    const holidays: string[] = [];
    for (let at = dayOfIso(toIso(fromUs).slice(0, 10)); at * DAY_US < toUs; at++)
      if (!isWeekend(at) && calendar.sessionsOn(at).length === 0) holidays.push(isoOfDay(at));
    return { sessions, holidays };
  } catch (error) {
    if (error instanceof CalendarError) throw new Refusal('invalid', `query.from: ${error.message}`, { field: 'query.from' });
    throw error;
  }
}

/** The state of a record on a day, or now. */
function stateAt(asOf: string | undefined, clock: Clock): (record: SecurityRecord) => Security | undefined {
  const timeUs = instantOfQuery('asOf', asOf);
  return (record) => (timeUs === undefined ? securityNow(record, clock.nowUs()) : securityAsOf(record, timeUs));
}

export function missing(id: string): Refusal {
  return new Refusal('not-found', `there is no instrument "${id}" in the security master`, { field: 'id' });
}
