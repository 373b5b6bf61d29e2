import { MINUTE_US, type TimeUs } from '../domain/time.ts';
import { barOpen } from './aggregate.ts';
import { addDecimals } from './decimal-sum.ts';
import type { FeedEvent, TradeEvent } from './events.ts';

/** A bar as a row; `timeUs` is its open. */
export interface StreamBar {
  readonly timeUs: TimeUs;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Trades in it. */
  readonly trades: number;
  readonly synthetic: boolean;
}

/** A bar that may still grow, with what decides which trade is its first and its last. */
interface OpenBar extends StreamBar {
  readonly firstUs: TimeUs;
  readonly lastUs: TimeUs;
}

/** All that ingestion must remember of one instrument. Plain JSON; committed whole, in one put. */
export interface IngestState {
  readonly v: 1;
  readonly instrument: string;
  readonly synthetic: boolean;
  /** Sequence of the newest record folded; records at or before it are read again and change nothing. Empty when records come without. */
  readonly sequence: string;
  /** Everything before this has been sent; bars that close at or before it are closed. 0 before the first heartbeat. */
  readonly watermarkUs: TimeUs;
  /** Bars that are still open, ascending. */
  readonly open: readonly OpenBar[];
  /** Bars that have closed but are not known to be stored, ascending. They go out first. */
  readonly outbox: readonly StreamBar[];
  /** Ids of the trades of open bars and of the newest before them, oldest first, each with the open of its bar in minutes. */
  readonly recent: readonly (readonly [id: string, minute: number])[];
  readonly duplicates: number;
  /** Trades that came after their bar had closed. */
  readonly late: number;
}

export interface MarketRecord {
  readonly event: FeedEvent;
  /** The stream's sequence number: decimal digits that grow along a shard. */
  readonly sequence?: string;
}

export interface Folded {
  readonly state: IngestState;
  /** Bars that these records closed, ascending; they are in `state.outbox` too. */
  readonly closed: readonly StreamBar[];
}

/** Bars of the stream are minutes; longer ones are made of them. */
export const STREAM_TIMEFRAME_US = MINUTE_US;
/** Ids kept beyond those of open bars: a duplicate of a trade that old is still told from a late one. */
const SPARE_IDS = 512;
/** Ids kept at most. Beyond it the oldest go, so that the state fits one item of the store. */
const MAX_IDS = 8192;

/** The state of an instrument before its first record. */
export function emptyIngest(instrument: string): IngestState {
  return { v: 1, instrument, synthetic: false, sequence: '', watermarkUs: 0, open: [], outbox: [], recent: [], duplicates: 0, late: 0 };
}

/**
 * Folds records of one instrument into its state. The same record twice, a record under a new sequence number, or a shard read again from its start leaves the bars as they are:
 * a sequence at or before the newest one changes nothing at all, an event id seen before changes no bar, and a bar that has closed is never touched.
 * A bar closes when a heartbeat's watermark reaches its end; a minute without trades has no bar. Throws when a record is of another instrument.
 */
export function foldTrades(state: IngestState, records: readonly MarketRecord[]): Folded {
  const fold = new Fold(state);
  for (const record of records) fold.add(record);
  return fold.done();
}

/** The state without the bars that have been stored, all those up to and with `throughUs` (an open time). */
export function withoutStored(state: IngestState, throughUs: TimeUs): IngestState {
  return { ...state, outbox: state.outbox.filter(({ timeUs }) => timeUs > throughUs) };
}

/** The bar that is growing now, the newest of the open ones; undefined when there is none. */
export function partialBar(state: IngestState): StreamBar | undefined {
  const newest = state.open.at(-1);
  return newest && toStreamBar(newest);
}

/** Order of two sequence numbers of any length: below, at or above zero. */
export function compareSequences(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** A fold under way: mutable, thrown away after. */
class Fold {
  readonly #before: IngestState;
  readonly #open: Map<TimeUs, OpenBar>;
  readonly #recent: Map<string, number>;
  readonly #closed: StreamBar[] = [];
  #sequence: string;
  #watermarkUs: TimeUs;
  #synthetic: boolean;
  #duplicates: number;
  #late: number;

  constructor(state: IngestState) {
    this.#before = state;
    this.#open = new Map(state.open.map((bar) => [bar.timeUs, bar]));
    this.#recent = new Map(state.recent);
    this.#sequence = state.sequence;
    this.#watermarkUs = state.watermarkUs;
    this.#synthetic = state.synthetic;
    this.#duplicates = state.duplicates;
    this.#late = state.late;
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
    else this.#trade(event);
  }

  done(): Folded {
    const open = [...this.#open.values()].sort((a, b) => a.timeUs - b.timeUs);
    const outbox = [...this.#before.outbox, ...this.#closed];
    const state: IngestState = {
      v: 1,
      instrument: this.#before.instrument,
      synthetic: this.#synthetic,
      sequence: this.#sequence,
      watermarkUs: this.#watermarkUs,
      open,
      outbox,
      recent: this.#trimmed(),
      duplicates: this.#duplicates,
      late: this.#late,
    };
    return { state, closed: this.#closed };
  }

  #trade(trade: TradeEvent): void {
    const openUs = barOpen(trade.eventTimeUs, STREAM_TIMEFRAME_US);
    if (this.#recent.has(trade.eventId)) this.#duplicates++;
    else if (openUs + STREAM_TIMEFRAME_US <= this.#watermarkUs) this.#late++;
    else {
      this.#recent.set(trade.eventId, openUs / STREAM_TIMEFRAME_US);
      const bar = this.#open.get(openUs);
      this.#open.set(openUs, bar ? withTrade(bar, trade) : firstTrade(openUs, trade));
    }
  }

  #advance(watermarkUs: TimeUs): void {
    if (watermarkUs <= this.#watermarkUs) return;
    this.#watermarkUs = watermarkUs;
    const due = [...this.#open.values()]
      .filter((bar) => bar.timeUs + STREAM_TIMEFRAME_US <= watermarkUs)
      .sort((a, b) => a.timeUs - b.timeUs);
    for (const bar of due) {
      this.#open.delete(bar.timeUs);
      this.#closed.push(toStreamBar(bar));
    }
  }

  /** Ids of open bars are needed for right bars, older ones only for right counts. */
  #trimmed(): [string, number][] {
    const ids = [...this.#recent];
    const isOpen = ([, minute]: readonly [string, number]) => this.#open.has(minute * STREAM_TIMEFRAME_US);
    const needed = ids.filter(isOpen).length;
    let spare = ids.length - needed - Math.max(0, Math.min(SPARE_IDS, MAX_IDS - needed));
    const kept = ids.filter((id) => isOpen(id) || spare-- <= 0);
    return kept.slice(-MAX_IDS);
  }
}

function firstTrade(timeUs: TimeUs, trade: TradeEvent): OpenBar {
  const price = Number(trade.price);
  const at = trade.eventTimeUs;
  return {
    timeUs,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: Number(trade.quantity),
    trades: 1,
    synthetic: trade.synthetic,
    firstUs: at,
    lastUs: at,
  };
}

/** Open and close go by event time; of trades at the same time the first to come opens and the last to come closes. */
function withTrade(bar: OpenBar, trade: TradeEvent): OpenBar {
  const price = Number(trade.price);
  const at = trade.eventTimeUs;
  return {
    timeUs: bar.timeUs,
    open: at < bar.firstUs ? price : bar.open,
    high: Math.max(bar.high, price),
    low: Math.min(bar.low, price),
    close: at >= bar.lastUs ? price : bar.close,
    volume: addDecimals(bar.volume, Number(trade.quantity)),
    trades: bar.trades + 1,
    synthetic: bar.synthetic || trade.synthetic,
    firstUs: Math.min(bar.firstUs, at),
    lastUs: Math.max(bar.lastUs, at),
  };
}

function toStreamBar({ timeUs, open, high, low, close, volume, trades, synthetic }: OpenBar): StreamBar {
  return { timeUs, open, high, low, close, volume, trades, synthetic };
}
