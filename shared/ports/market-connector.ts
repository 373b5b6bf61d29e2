import type { FeedChannel, FeedRecord, FeedTick, FeedTrade } from '../domain/feed.ts';
import type { AssetClass } from '../domain/instrument.ts';
import type { Contract } from '../domain/master/security.ts';
import type { TimeUs } from '../domain/time.ts';
import type { HistoryError, HistorySource } from './history-source.ts';

/** What a venue says of something it trades. */
export interface VenueInstrument {
  /** In the platform's spelling. */
  readonly symbol: string;
  /** In the venue's own. */
  readonly venueSymbol: string;
  readonly assetClass: AssetClass;
  readonly currency: string;
  /** Where it is listed, where one source has several exchanges. */
  readonly exchange?: string;
  readonly name?: string;
  /** What the venue says of a contract; left out where the symbol says it. */
  readonly contract?: Contract;
  /** Smallest steps as decimal text; undefined where the venue does not say. */
  readonly tick?: string;
  readonly lot?: string;
  /** Quantity of one order, and least that one must be worth, as decimal text; undefined where the venue does not say. */
  readonly minQuantity?: string;
  readonly maxQuantity?: string;
  readonly minNotional?: string;
}

/** Market data of one venue: what there is, past bars by pages, past trades where it keeps some, and a stream. Methods throw `HistoryError`. */
export interface MarketConnector extends HistorySource {
  /** How far everything that it says lies in the past on purpose; 0 for a live feed. */
  readonly delayUs: number;
  /** Channels that its stream can carry; none where the venue streams nothing. */
  readonly channels: readonly FeedChannel[];
  instruments(signal?: AbortSignal): Promise<readonly VenueInstrument[]>;
  /** Trades at or after `fromUs`, ascending, and where to go on; undefined on venues that keep none. */
  readonly trades?: (request: TradesRequest) => Promise<TradesPage>;
  /** Opens when its records are read. Never throws: a stream that cannot go on ends `records` with a `HistoryError`. */
  stream(request: StreamRequest): MarketStream;
}

export interface TradesRequest {
  readonly symbol: string;
  readonly fromUs: TimeUs;
  readonly signal?: AbortSignal;
}

export interface TradesPage {
  readonly trades: readonly FeedTrade[];
  /** Start of the next page; undefined when there is no more up to now. */
  readonly nextUs?: TimeUs;
  /** A span of what was asked for that the venue no longer gives. */
  readonly missing?: { readonly fromUs: TimeUs; readonly toUs: TimeUs };
}

export interface StreamRequest {
  readonly symbols: readonly string[];
  readonly channels: readonly FeedChannel[];
  /** By symbol: trades since then are fetched first, as after a hole. */
  readonly resumeUs?: Readonly<Record<string, TimeUs>>;
  /** The tick is undefined when what came could not be read as one. */
  readonly onQuarantine?: (tick: FeedTick | undefined, reason: string) => void;
  /** Something a person must hear of: the stream goes on after a hole that could not be filled, and ends after the rest. */
  readonly onAlarm?: (alarm: StreamAlarm) => void;
}

export interface StreamAlarm {
  readonly code: HistoryError['code'] | 'hole';
  readonly venue: string;
  readonly detail: string;
}

export interface MarketStream {
  /** Each record once, in the order in which it came; a hole's trades before what came after it. To be read once. */
  readonly records: AsyncIterable<FeedRecord>;
  status(): StreamStatus;
  /** Ends the stream and `records`. */
  close(): Promise<void>;
}

/** Spans of time of which a stream missed the trades. */
export interface StreamHole {
  readonly symbol: string;
  readonly fromUs: TimeUs;
  readonly toUs: TimeUs;
}

export interface StreamStatus {
  readonly state: 'connecting' | 'open' | 'waiting' | 'closed';
  /** Connections that were lost. */
  readonly reconnects: number;
  readonly received: number;
  readonly duplicates: number;
  readonly quarantined: number;
  /** Trades that came by history and not by the stream. */
  readonly backfilled: number;
  /** Times that reading stopped because nobody took the records. */
  readonly overruns: number;
  /** The newest that could not be filled. */
  readonly holes: readonly StreamHole[];
  /** Event time to receipt of the newest tick; undefined before the first. */
  readonly lagUs?: number;
}
