import type { BarRow } from '../domain/bar-row.ts';
import { HOUR_US, MINUTE_US, type TimeUs } from '../domain/time.ts';
import { timeframeName } from '../domain/timeframe.ts';
import { barOpen } from './aggregate.ts';
import { type DerivedFields, enrich } from './enrich.ts';
import type { FeedEvent, QuoteEvent, TradeEvent } from './events.ts';
import { type LatestQuote, type LatestTrade, newerOfVenues, newerQuote, newerTrade } from './latest.ts';
import type { OpenBar } from './open-bar.ts';
import type { ClosePoint } from './quality/stream-flags.ts';
import { NOTHING_SEEN, SeenIds, type SeenState } from './seen-ids.ts';
import { type Changed, NO_BARS, SeriesFold, type SeriesState } from './series-fold.ts';

/** A bar of the stream as a row; `timeUs` is its open. */
export interface StreamBar extends BarRow, DerivedFields {
  /** Name, as `1m`. */
  readonly timeframe: string;
  /** Trades in it. */
  readonly trades: number;
  readonly synthetic: boolean;
  /** 0 when it closed, one more each time that a late trade changed it or the bar before it. */
  readonly revision: number;
  /** Codes of what is doubtful about it. */
  readonly flags: readonly string[];
}

export type UnflaggedBar = Omit<StreamBar, 'flags'>;

/** All that ingestion must remember of one instrument. Plain JSON; committed whole, in one put. */
export interface IngestState {
  readonly v: 2;
  readonly instrument: string;
  readonly synthetic: boolean;
  /** Sequence of the newest record folded; records at or before it are read again and change nothing. Empty when records come without. */
  readonly sequence: string;
  /** Everything before this has been sent; bars that close at or before it are closed. 0 before the first heartbeat. */
  readonly watermarkUs: TimeUs;
  /** By the name of the timeframe. */
  readonly series: Readonly<Record<string, SeriesState>>;
  /** Bars that have closed or changed but are not known to be stored. They go out first. */
  readonly outbox: readonly StreamBar[];
  readonly seen: SeenState;
  readonly quote: LatestQuote | null;
  /** The newest quote of each venue; absent in what earlier versions have stored. */
  readonly venues?: readonly LatestQuote[];
  /** The newest; undefined in what was kept before it was remembered. */
  readonly trade?: LatestTrade | null;
  readonly duplicates: number;
  /** Trades that came after their bar had closed and made a revision of it. */
  readonly corrected: number;
  /** Trades that came too late for that, and changed nothing. */
  readonly late: number;
}

export interface MarketRecord {
  readonly event: FeedEvent;
  /** The stream's sequence number: decimal digits that grow along a shard. */
  readonly sequence?: string;
}

export interface IngestSettings {
  /** Spans of the bars that are made, ascending, each a whole number of the first. */
  readonly timeframesUs: readonly number[];
  /** What `session` of a bar says. */
  readonly sessionOf?: (instrument: string, timeUs: TimeUs) => string | null;
  /** What `flags` of a bar say. */
  readonly flagsOf?: (instrument: string, bar: UnflaggedBar, recent: readonly ClosePoint[]) => readonly string[];
}

export interface Folded {
  readonly state: IngestState;
  /** Bars that these records closed or corrected, ascending within a timeframe; they are in `state.outbox` too. */
  readonly closed: readonly StreamBar[];
}

/** The shortest bars of the stream, and those that the console shows. */
export const STREAM_TIMEFRAME_US = MINUTE_US;
const MINUTES: IngestSettings = { timeframesUs: [STREAM_TIMEFRAME_US] };
/** How long after its close a bar is corrected by a late trade. */
export const LATE_US = HOUR_US;

/** The state of an instrument before its first record. */
export function emptyIngest(instrument: string): IngestState {
  return {
    v: 2,
    instrument,
    synthetic: false,
    sequence: '',
    watermarkUs: 0,
    series: {},
    outbox: [],
    seen: NOTHING_SEEN,
    quote: null,
    venues: [],
    trade: null,
    duplicates: 0,
    corrected: 0,
    late: 0,
  };
}

/**
 * Folds records of one instrument into its state. The same record twice, a record under a new sequence number, or a shard read again from its start leaves the bars as they are:
 * a sequence at or before the newest one changes nothing at all, and an event id seen before changes no bar.
 * A bar closes when a heartbeat's watermark reaches its end; a span without trades has no bar. A trade that comes up to an hour after its bar closed makes a revision
 * of the bar, in every timeframe alike; one that comes later, or so late that it could not be told from a copy, changes nothing. Throws when a record is of another instrument.
 */
export function foldTrades(state: IngestState, records: readonly MarketRecord[], settings: IngestSettings = MINUTES): Folded {
  const fold = new Fold(state, settings);
  for (const record of records) fold.add(record);
  return fold.done();
}

/** The bar of a timeframe that is growing now, the newest of the open ones; undefined when there is none. */
export function partialBar(state: IngestState, timeframe = timeframeName(STREAM_TIMEFRAME_US)): OpenBar | undefined {
  const newest = state.series[timeframe]?.bars.at(-1);
  return newest?.closed === false ? newest : undefined;
}

/** Order of two sequence numbers of any length: below, at or above zero. */
export function compareSequences(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** A fold under way: mutable, thrown away after. */
class Fold {
  readonly #before: IngestState;
  readonly #settings: IngestSettings;
  readonly #series: readonly (readonly [name: string, fold: SeriesFold])[];
  readonly #seen: SeenIds;
  readonly #counts: { duplicates: number; corrected: number; late: number };
  #sequence: string;
  #watermarkUs: TimeUs;
  #synthetic: boolean;
  #quote: LatestQuote | null;
  #venues: readonly LatestQuote[];
  #latest: LatestTrade | null;

  constructor(state: IngestState, settings: IngestSettings) {
    this.#before = state;
    this.#settings = settings;
    this.#series = settings.timeframesUs.map((spanUs) => {
      const name = timeframeName(spanUs);
      return [name, new SeriesFold(spanUs, state.series[name] ?? NO_BARS)];
    });
    this.#seen = new SeenIds(state.seen);
    this.#counts = { duplicates: state.duplicates, corrected: state.corrected, late: state.late };
    this.#sequence = state.sequence;
    this.#watermarkUs = state.watermarkUs;
    this.#synthetic = state.synthetic;
    this.#quote = state.quote;
    this.#venues = state.venues ?? [];
    this.#latest = state.trade ?? null;
  }

  add({ event, sequence }: MarketRecord): void {
    if (event.instrument !== this.#before.instrument) {
      throw new Error(`record of ${event.instrument} in the fold of ${this.#before.instrument}`);
    }
    if (sequence !== undefined) {
      if (compareSequences(sequence, this.#sequence) <= 0) return;
      this.#sequence = sequence;
    }
    this.#synthetic ||= event.synthetic;
    if (event.kind === 'heartbeat') this.#advance(event.watermarkUs);
    else if (event.kind === 'quote') this.#takeQuote(event);
    else this.#trade(event);
  }

  done(): Folded {
    const closed = this.#series.flatMap(([name, fold]) => fold.changed().map((changed) => this.#announced(name, changed)));
    const again = new Set(closed.map(keyOf));
    const state: IngestState = {
      v: 2,
      instrument: this.#before.instrument,
      synthetic: this.#synthetic,
      sequence: this.#sequence,
      watermarkUs: this.#watermarkUs,
      series: Object.fromEntries(this.#series.map(([name, fold]) => [name, fold.state(this.#watermarkUs - LATE_US)])),
      outbox: [...this.#before.outbox.filter((bar) => !again.has(keyOf(bar))), ...closed],
      seen: this.#seen.done(),
      quote: this.#quote,
      venues: this.#venues,
      trade: this.#latest,
      ...this.#counts,
    };
    return { state, closed };
  }

  #trade(trade: TradeEvent): void {
    const { eventId, venue, eventTimeUs } = trade;
    if (this.#seen.has(venue, eventId)) {
      this.#counts.duplicates++;
      return;
    }
    const baseUs = this.#settings.timeframesUs[0] as number;
    const endUs = barOpen(eventTimeUs, baseUs) + baseUs;
    const isLate = endUs <= this.#watermarkUs;
    if (isLate && (endUs <= this.#watermarkUs - LATE_US || eventTimeUs <= this.#seen.forgottenUs)) {
      this.#counts.late++;
      return;
    }
    if (isLate) this.#counts.corrected++;
    this.#seen.add(venue, eventId, eventTimeUs);
    this.#latest = newerTrade(this.#latest, trade);
    for (const [, fold] of this.#series) fold.trade(trade, this.#watermarkUs, this.#quote);
  }

  /** The newest by event time; a quote that is older than it is of no use. */
  #takeQuote(quote: QuoteEvent): void {
    this.#venues = newerOfVenues(this.#venues, quote);
    const newer = newerQuote(this.#quote, quote);
    if (newer === null || newer === this.#quote) return;
    this.#quote = newer;
    const { timeUs, bid, ask } = newer;
    for (const [, fold] of this.#series) fold.quote({ timeUs, bid, ask });
  }

  #advance(watermarkUs: TimeUs): void {
    if (watermarkUs <= this.#watermarkUs) return;
    this.#watermarkUs = watermarkUs;
    for (const [, fold] of this.#series) fold.close(watermarkUs);
  }

  #announced(timeframe: string, { bar, previousClose, recent }: Changed): StreamBar {
    const { timeUs, open, high, low, close, volume, trades, synthetic, revision, quote, buyVolume, sellVolume } = bar;
    const session = this.#settings.sessionOf?.(this.#before.instrument, timeUs) ?? null;
    const derived = enrich({ close, previousClose, quote, buyVolume, sellVolume, session });
    const plain = { timeframe, timeUs, open, high, low, close, volume, trades, synthetic, revision, ...derived };
    return { ...plain, flags: this.#settings.flagsOf?.(this.#before.instrument, plain, recent) ?? [] };
  }
}

function keyOf({ timeframe, timeUs }: StreamBar): string {
  return `${timeframe} ${timeUs}`;
}
