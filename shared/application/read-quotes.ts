import type { Consolidated, LatestQuote } from '../contracts/quotes.ts';
import { type TimeUs, toIso } from '../domain/time.ts';
import { QuoteConsolidator } from '../market/consolidation/consolidated-quote.ts';
import type { IngestState } from '../market/ingest.ts';
import type { Cache } from '../ports/cache.ts';
import type { Clock } from '../ports/clock.ts';
import type { IngestStore } from '../ports/ingest-store.ts';
import { Refusal } from './refusal.ts';

/** What is kept of an instrument's state, and of which version of it. */
export interface KnownQuote {
  readonly version: number;
  readonly quote: IngestState['quote'];
  readonly venues: NonNullable<IngestState['venues']>;
  readonly trade: NonNullable<IngestState['trade']> | null;
  readonly synthetic: boolean;
}

interface World {
  readonly ingest: IngestStore<IngestState>;
  readonly cache: Cache<KnownQuote>;
  readonly clock: Clock;
}

/** Whoever hears nothing for that long should not trade on it. */
const STALE_MS = 60_000;

/**
 * The last quote and trade of each instrument. What is cached counts only while the instrument's state has the version it was made from, so a new quote, trade or bar is
 * seen at once; a cache that fails is done without. Throws a refusal that names an instrument of which nothing ever came.
 */
export function readQuotes({ ingest, cache, clock }: World) {
  const known = async (instrument: string, version: number): Promise<{ readonly hit: boolean; readonly known: KnownQuote }> => {
    const cached = await cache.get(instrument).catch(() => undefined);
    if (cached?.version === version) return { hit: true, known: cached };
    const loaded = await ingest.load(instrument);
    if (loaded === undefined) throw unknownInstrument(instrument);
    const { quote, venues = [], trade = null, synthetic } = loaded.state;
    const fresh = { version: loaded.version, quote, venues, trade, synthetic };
    await cache.set(instrument, fresh).catch(() => undefined);
    return { hit: false, known: fresh };
  };
  return async (instruments: readonly string[]): Promise<{ readonly quotes: readonly LatestQuote[]; readonly hit: boolean }> => {
    const versions = await ingest.versions(instruments);
    const found = await Promise.all(
      instruments.map((instrument) => {
        const version = versions.get(instrument);
        if (version === undefined) throw unknownInstrument(instrument);
        return known(instrument, version);
      }),
    );
    const nowUs = clock.nowUs();
    return {
      quotes: found.map((one, i) => wireQuote(instruments[i] as string, one.known, nowUs)),
      hit: found.every(({ hit }) => hit),
    };
  };
}

function wireQuote(instrument: string, { quote, venues, trade, synthetic }: KnownQuote, nowUs: TimeUs): LatestQuote {
  const nowMs = Math.floor(nowUs / 1000);
  const newestUs = Math.max(quote?.timeUs ?? 0, trade?.timeUs ?? 0);
  const ageMs = newestUs === 0 ? null : Math.max(0, nowMs - Math.floor(newestUs / 1000));
  const { bid, ask, bidQuantity, askQuantity } = quote ?? { bid: 0, ask: 0, bidQuantity: 0, askQuantity: 0 };
  return {
    instrument,
    quote: quote === null ? null : { bid, ask, bidQuantity, askQuantity, venue: quote.venue, time: toIso(quote.timeUs) },
    trade:
      trade === null
        ? null
        : { price: trade.price, quantity: trade.quantity, side: trade.side, venue: trade.venue, time: toIso(trade.timeUs) },
    consolidated: consolidate(instrument, venues, nowUs),
    mid: quote === null ? null : (bid + ask) / 2,
    spread: quote === null ? null : ask - bid,
    ageMs,
    stale: ageMs === null || ageMs > STALE_MS,
    delayed: (quote?.delayed ?? false) || (trade?.delayed ?? false),
    synthetic,
  };
}

function consolidate(instrument: string, venues: KnownQuote['venues'], nowUs: TimeUs): Consolidated | null {
  const consolidator = new QuoteConsolidator();
  for (const { timeUs, venue, bid, ask, bidQuantity, askQuantity } of venues) {
    const stamped = { instrument, venue, eventTimeUs: timeUs, receiveTimeUs: timeUs, synthetic: false };
    const prices = { bid: String(bid), ask: String(ask), bidQuantity: String(bidQuantity), askQuantity: String(askQuantity) };
    consolidator.add({ v: 1, kind: 'quote', ...stamped, ...prices });
  }
  const market = consolidator.at(instrument, nowUs);
  if (market === undefined) return null;
  const { bid, ask, composite, crossed, venues: counted, stale } = market;
  return {
    bid: { ...bid, price: Number(bid.price), venues: [...bid.venues] },
    ask: { ...ask, price: Number(ask.price), venues: [...ask.venues] },
    composite: Number.isNaN(composite) ? null : composite,
    crossed,
    venues: [...counted],
    stale: [...stale],
  };
}

function unknownInstrument(instrument: string): Refusal {
  return new Refusal('not-found', `query.instruments: nothing was streamed of "${instrument}"`, { field: 'query.instruments' });
}
