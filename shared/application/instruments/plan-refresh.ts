import type { InstrumentsRefreshed, RefreshInstruments, SaveInstrument } from '../../contracts/instruments.ts';
import {
  currentOf,
  type IsoDate,
  isoDay,
  nameAt,
  type Security,
  type SecurityRecord,
  type SourceName,
} from '../../domain/master/security.ts';
import type { TimeUs } from '../../domain/time.ts';
import { Refusal } from '../refusal.ts';
import { isSame } from './change.ts';
import { completeSecurity } from './complete.ts';

/** An instrument as a source lists it. */
export interface ListedInstrument {
  readonly symbol: string;
  readonly venueSymbol: string;
  readonly facts: SaveInstrument;
}

export interface RefreshWorld {
  readonly records: readonly SecurityRecord[];
  readonly listed: readonly ListedInstrument[];
  readonly request: Pick<RefreshInstruments, 'source' | 'exchange' | 'retireShareMax'>;
  readonly nowUs: TimeUs;
}

interface RefreshChange {
  readonly before: SecurityRecord | undefined;
  readonly after: Security;
}

export interface RefreshPlan {
  readonly changes: readonly RefreshChange[];
  /** Its lists are whole. */
  readonly refreshed: InstrumentsRefreshed;
}

/**
 * What it takes to bring the master in line with the list of a source. Known ones are found by the source's own name for them, then by symbol on the same
 * exchange; a new one gets its symbol as id, with the exchange before it where the symbol is taken. One that the source no longer lists loses its name there,
 * and is delisted when that was its last; but none does when more than the allowed share would.
 */
export function planRefresh(world: RefreshWorld): RefreshPlan {
  const { records, listed, request, nowUs } = world;
  const book = new Book(records, request.source, nowUs);
  const { changes, added, changed, unchanged, skipped, seen } = arrivals(world, book);
  const unclear = new Set(skipped.map(({ symbol }) => symbol));
  const gone = book.ofSource.filter((record) => {
    return !seen.has(record.id) && !unclear.has(nameAt(currentOf(record), request.source, nowUs)?.symbol ?? '');
  });
  const isTooMany = gone.length > Math.floor(request.retireShareMax * book.ofSource.length);
  const [retired, withheld] = isTooMany ? [[], gone] : [gone, []];
  for (const before of retired) changes.push({ before, after: retire(currentOf(before), request.source, nowUs) });
  const counts = {
    listed: listed.length,
    added: added.length,
    changed: changed.length,
    retired: retired.length,
    withheld: withheld.length,
    unchanged,
    skipped: skipped.length,
  };
  const ids = (of: readonly SecurityRecord[]) => of.map(({ id }) => id);
  return {
    changes,
    refreshed: { source: request.source, counts, added, changed, retired: ids(retired), withheld: ids(withheld), skipped },
  };
}

/** What each instrument of the list makes of the master. */
function arrivals({ listed, request, nowUs }: RefreshWorld, book: Book) {
  const { source, exchange } = request;
  const [changes, added, changed]: [RefreshChange[], string[], string[]] = [[], [], []];
  const skipped: InstrumentsRefreshed['skipped'] = [];
  const [seen, names] = [new Set<string>(), new Set<string>()];
  for (const one of listed) {
    try {
      if (names.has(one.venueSymbol)) throw new Refusal('conflict', 'the list has it twice');
      names.add(one.venueSymbol);
      const before = book.find(one, exchange);
      const id = before?.id ?? book.freeId(one, exchange);
      if (seen.has(id)) throw new Refusal('conflict', `the list has another instrument that is ${id} here`);
      seen.add(id);
      const known = before === undefined ? undefined : currentOf(before);
      const after = inLine(id, known, { one, source, exchange, today: isoDay(nowUs) });
      if (known !== undefined && isSame(known, after)) continue;
      changes.push({ before, after });
      (before === undefined ? added : changed).push(id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      skipped.push({ symbol: one.symbol, reason: error.message });
    }
  }
  return { changes, added, changed, skipped, seen, unchanged: listed.length - skipped.length - changes.length };
}

/** The records by the names that they can be found by. */
class Book {
  readonly ofSource: readonly SecurityRecord[];
  readonly #byVenueSymbol = new Map<string, SecurityRecord>();
  readonly #byListing = new Map<string, SecurityRecord>();
  readonly #ids: Set<string>;

  constructor(records: readonly SecurityRecord[], source: string, nowUs: TimeUs) {
    this.#ids = new Set(records.map(({ id }) => id));
    this.ofSource = records.filter((record) => nameAt(currentOf(record), source, nowUs) !== undefined);
    for (const record of records) {
      const { names, exchange, symbol } = currentOf(record);
      this.#byListing.set(`${exchange} ${symbol}`, record);
      for (const name of names) if (name.source === source) this.#byVenueSymbol.set(name.venueSymbol, record);
    }
    for (const record of this.ofSource) {
      const name = nameAt(currentOf(record), source, nowUs) as SourceName;
      this.#byVenueSymbol.set(name.venueSymbol, record);
    }
  }

  find({ symbol, venueSymbol, facts }: ListedInstrument, exchange: string | undefined): SecurityRecord | undefined {
    return this.#byVenueSymbol.get(venueSymbol) ?? this.#byListing.get(`${facts.exchange ?? exchange ?? ''} ${symbol}`);
  }

  /** Taken from now on. */
  freeId({ symbol, facts }: ListedInstrument, exchange: string | undefined): string {
    if (!/^[A-Za-z0-9][A-Za-z0-9./:_-]{0,39}$/.test(symbol))
      throw new Refusal('invalid', 'its symbol cannot be written here: letters, digits and . / : _ - , at most 40');
    const id = [symbol, `${facts.exchange ?? exchange ?? ''}:${symbol}`].find((wanted) => !this.#ids.has(wanted) && wanted.length <= 40);
    if (id === undefined) throw new Refusal('conflict', 'its id is taken by another instrument');
    this.#ids.add(id);
    return id;
  }
}

interface Arrival {
  readonly one: ListedInstrument;
  readonly source: string;
  readonly exchange: string | undefined;
  readonly today: IsoDate;
}

/** An instrument as the source lists it today. One that had been delisted is back, inactive. */
function inLine(id: string, before: Security | undefined, { one, source, exchange, today }: Arrival): Security {
  const { symbol, venueSymbol, facts } = one;
  const back = before?.status === 'delisted' ? { ...before, status: 'inactive' as const, delisted: null } : before;
  const asked = {
    ...facts,
    symbol,
    ...(facts.exchange === undefined && exchange !== undefined && before === undefined ? { exchange } : {}),
  };
  const security = completeSecurity(id, back, asked);
  const name = { source, symbol, venueSymbol };
  const open = security.names.find((known) => known.source === source && (known.to === null || known.to > today));
  if (open !== undefined && open.symbol === symbol && open.venueSymbol === venueSymbol) return security;
  // The first name that is known of it has no first day: nobody said when it began.
  const from = before === undefined ? null : today;
  const names = security.names.flatMap((known) => (known !== open ? [known] : known.from === today ? [] : [{ ...known, to: today }]));
  return { ...security, names: [...names, { ...name, from, to: null }] };
}

/** Without its name at the source from today on; delisted when no other source has one. */
function retire(security: Security, source: string, nowUs: TimeUs): Security {
  const today = isoDay(nowUs);
  const open = nameAt(security, source, nowUs);
  const names = security.names.map((name) => (name === open ? { ...name, to: today } : name));
  const isLast = !names.some(({ to }) => to === null || to > today);
  return { ...security, names, ...(isLast ? { status: 'delisted' as const, delisted: security.delisted ?? today } : {}) };
}
