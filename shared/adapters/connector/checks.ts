import type { FeedBook, FeedQuote, FeedTick, FeedTrade } from '../../domain/feed.ts';
import { SECOND_US, type TimeUs } from '../../domain/time.ts';

/** How far a venue's clock may run ahead of ours. */
const MAX_AHEAD_US = 2 * SECOND_US;
/** Milliseconds or seconds taken for microseconds land before 2000. */
const EARLIEST_US = 946_684_800_000_000;
/** Ids that are remembered for each instrument. */
const REMEMBERED = 20_000;

/** Why a tick cannot be true, naming the field; undefined when it can. */
export function faultOf(tick: FeedTick, nowUs: TimeUs): string | undefined {
  const { eventTimeUs } = tick;
  if (!Number.isSafeInteger(eventTimeUs) || eventTimeUs < EARLIEST_US) return `eventTimeUs: ${eventTimeUs} is not after 2000`;
  if (eventTimeUs > nowUs + MAX_AHEAD_US) return `eventTimeUs: ${eventTimeUs} is more than 2 s ahead of ${nowUs}`;
  if (tick.kind === 'trade') return faultOfTrade(tick);
  return tick.kind === 'quote' ? faultOfQuote(tick) : faultOfBook(tick);
}

function faultOfTrade({ price, quantity }: FeedTrade): string | undefined {
  if (!(Number(price) > 0)) return `price: is ${price}, but must be above zero`;
  return Number(quantity) > 0 ? undefined : `quantity: is ${quantity}, but must be above zero`;
}

function faultOfQuote({ bid, ask }: FeedQuote): string | undefined {
  if (!(Number(bid) > 0)) return `bid: is ${bid}, but must be above zero`;
  if (!(Number(ask) > 0)) return `ask: is ${ask}, but must be above zero`;
  return Number(bid) > Number(ask) ? `ask: ${ask} is below the bid ${bid}` : undefined;
}

function faultOfBook({ form, bids, asks }: FeedBook): string | undefined {
  if (form === 'delta') return undefined;
  const [bid, ask] = [bids[0]?.[0], asks[0]?.[0]];
  if (bid === undefined || ask === undefined) return `${bid === undefined ? 'bids' : 'asks'}: the book has none`;
  return Number(bid) >= Number(ask) ? `asks: the best, ${ask}, is not above the best bid ${bid}` : undefined;
}

/** What has been handed on, so that it is handed on once: trades by id, quotes and books against the one before. */
export class Seen {
  readonly #ids = new Map<string, Set<string>>();
  readonly #last = new Map<string, string>();

  isNew(tick: FeedTick, covers: readonly string[]): boolean {
    if (tick.kind === 'trade') {
      const isNew = this.#isNewId(tick.instrument, tick.eventId);
      for (const id of covers) this.#isNewId(tick.instrument, id);
      return isNew;
    }
    const { receiveTimeUs: _, ...told } = tick;
    const key = `${tick.kind} ${tick.instrument}`;
    const text = JSON.stringify(told);
    if (this.#last.get(key) === text) return false;
    this.#last.set(key, text);
    return true;
  }

  #isNewId(instrument: string, id: string): boolean {
    const ids = this.#ids.get(instrument) ?? new Set();
    this.#ids.set(instrument, ids);
    if (ids.has(id)) return false;
    ids.add(id);
    if (ids.size > REMEMBERED) for (const oldest of ids) if (ids.delete(oldest)) break;
    return true;
  }
}
