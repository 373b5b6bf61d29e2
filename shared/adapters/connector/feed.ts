import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedRecord, FeedTick, FeedTrade } from '../../domain/feed.ts';
import { MILLISECOND_US, SECOND_US, toIso, type TimeUs } from '../../domain/time.ts';
import { HistoryError } from '../../ports/history-source.ts';
import type { MarketStream, StreamHole, StreamRequest, StreamStatus, TradesPage, TradesRequest } from '../../ports/market-connector.ts';
import { faultOf, Seen } from './checks.ts';
import { RecordQueue } from './queue.ts';

/** One connection to a venue's stream. */
export interface Wire {
  /** Fulfilled when the connection has ended, with why. */
  readonly ended: Promise<HistoryError>;
  close(): void;
}

/** Where a connection puts what comes. */
export interface TickSink {
  /** `covers` are ids of trades that a trade adds up: they must not come once more. */
  readonly tick: (tick: FeedTick, covers?: readonly string[]) => void;
  /** Something came, be it only a ping. */
  readonly life: () => void;
  /** Something came that cannot be read. */
  readonly bad: (reason: string) => void;
}

export interface FeedSource {
  readonly venue: string;
  readonly delayUs: number;
  /** Connects and subscribes; ticks may come as soon as it is called. Rejects with `HistoryError`. */
  readonly connect: (request: StreamRequest, sink: TickSink) => Promise<Wire>;
  readonly trades?: ((request: TradesRequest) => Promise<TradesPage>) | undefined;
}

export interface Timing {
  readonly nowUs: () => TimeUs;
  /** Between two heartbeats of an instrument. */
  readonly heartbeatMs: number;
  /** How far the watermark stays behind the clock, for trades still on their way. */
  readonly latenessUs: number;
  /** Wait before the second attempt to connect; doubled for each one more, give or take a quarter. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** A connection on which nothing came for so long is taken to be dead. */
  readonly silentMs: number;
  /** From a connection to the moment at which what was asked for flows for sure, where the venue does not tell. */
  readonly settleMs: number;
  /** Records that wait to be read before reading from the venue stops. */
  readonly maxQueued: number;
}

export const LIVE: Timing = {
  nowUs: () => Date.now() * MILLISECOND_US,
  heartbeatMs: 1000,
  latenessUs: SECOND_US,
  firstWaitMs: 250,
  longestWaitMs: 30_000,
  silentMs: 60_000,
  settleMs: 0,
  maxQueued: 50_000,
};

/** Faults that another attempt does not mend. */
const PERMANENT: readonly string[] = ['unauthorised', 'unknown-venue', 'unknown-symbol', 'refused'];
const KEPT_HOLES = 100;
/** How far behind the hole of a lost connection fetching begins, for trades that were late when it broke. */
const OVERLAP_US = 5 * SECOND_US;

/**
 * A stream that survives its connections: it connects again with growing waits, fetches the trades of the hole before it hands on what came after it,
 * hands on each trade once, puts aside what cannot be true, and promises by heartbeats that nothing is missing before them.
 * When nobody reads, it lets go of the connection and fetches what it missed later, so its memory stays bounded.
 */
export class Feed implements MarketStream {
  readonly records: AsyncIterable<FeedRecord>;
  readonly #source: FeedSource;
  readonly #request: StreamRequest;
  readonly #timing: Timing;
  readonly #queue: RecordQueue;
  readonly #seen = new Seen();
  readonly #stop = new AbortController();
  /** Where each symbol's trades are complete up to. */
  readonly #completeUs = new Map<string, TimeUs>();
  readonly #counts = { reconnects: 0, received: 0, duplicates: 0, quarantined: 0, backfilled: 0, overruns: 0 };
  readonly #holes: StreamHole[] = [];
  #state: StreamStatus['state'] = 'connecting';
  #lagUs: number | undefined;
  #lifeMs = 0;
  #running: Promise<void> | undefined;

  constructor(source: FeedSource, request: StreamRequest, timing: Partial<Timing> = {}) {
    this.#source = source;
    this.#request = request;
    this.#timing = { ...LIVE, ...timing };
    this.#queue = new RecordQueue(this.#timing.maxQueued);
    for (const [symbol, fromUs] of Object.entries(request.resumeUs ?? {})) this.#completeUs.set(symbol, fromUs);
    this.records = { [Symbol.asyncIterator]: () => this.#start() };
  }

  status(): StreamStatus {
    return {
      state: this.#state,
      ...this.#counts,
      holes: [...this.#holes],
      ...(this.#lagUs === undefined ? {} : { lagUs: this.#lagUs }),
    };
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    this.#state = 'closed';
    this.#queue.end();
  }

  #start(): AsyncIterator<FeedRecord> {
    this.#running ??= this.#run();
    return { next: () => this.#queue.next(), return: async () => (await this.close(), { done: true, value: undefined }) };
  }

  async #run(): Promise<void> {
    const { firstWaitMs, longestWaitMs } = this.#timing;
    for (let failures = 0; !this.#stop.signal.aborted; ) {
      this.#state = 'connecting';
      const { error, opened } = await this.#session();
      if (this.#stop.signal.aborted) break;
      if (PERMANENT.includes(error.code)) {
        this.#alarm(error.code, error.message);
        this.#queue.end(error);
        break;
      }
      failures = opened ? 0 : failures + 1;
      if (opened) this.#counts.reconnects++;
      this.#state = 'waiting';
      const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures, 10)) * (0.75 + Math.random() / 2);
      await this.#pause(waitMs);
      if (this.#queue.full) await this.#queue.drained(this.#stop.signal);
    }
    this.#state = 'closed';
    this.#queue.end();
  }

  /** One connection from its opening to its end. */
  async #session(): Promise<{ readonly error: HistoryError; readonly opened: boolean }> {
    let held: (readonly [FeedTick, readonly string[]])[] | undefined = [];
    let wire: Wire | undefined;
    let heart: ReturnType<typeof setInterval> | undefined;
    const overrun = Promise.withResolvers<HistoryError>();
    const take = (tick: FeedTick, covers: readonly string[] = []) => {
      this.#lifeMs = performance.now();
      if (held !== undefined) held.push([tick, covers]);
      else this.#accept(tick, covers);
      if (this.#queue.full || (held?.length ?? 0) > this.#timing.maxQueued) overrun.resolve(new HistoryError('unavailable', 'overrun'));
    };
    const stopped = Promise.withResolvers<HistoryError>();
    const onStop = () => stopped.resolve(new HistoryError('interrupted', 'the stream was closed'));
    this.#stop.signal.addEventListener('abort', onStop, { once: true });
    try {
      this.#lifeMs = performance.now();
      const connecting = this.#source.connect(this.#request, {
        tick: take,
        life: () => {
          this.#lifeMs = performance.now();
        },
        bad: (reason) => this.#quarantine(undefined, reason),
      });
      const first = await Promise.race([connecting, stopped.promise]);
      if (first instanceof HistoryError) {
        connecting.then((late) => late.close()).catch(() => undefined);
        return { error: first, opened: false };
      }
      wire = first;
      const filled = this.#pause(this.#timing.settleMs).then(() => this.#fill());
      const early = await Promise.race([filled, stopped.promise, wire.ended]);
      if (early !== undefined) return { error: early, opened: false };
      for (const [tick, covers] of held) this.#accept(tick, covers);
      held = undefined;
      this.#state = 'open';
      const silent = Promise.withResolvers<HistoryError>();
      heart = setInterval(() => this.#beat(silent.resolve), this.#timing.heartbeatMs);
      this.#beat(silent.resolve);
      const error = await Promise.race([wire.ended, stopped.promise, silent.promise, overrun.promise]);
      if (error.message === 'overrun') this.#counts.overruns++;
      return { error, opened: true };
    } catch (error) {
      return {
        error: error instanceof HistoryError ? error : new HistoryError('unavailable', String(error), { cause: error }),
        opened: false,
      };
    } finally {
      this.#stop.signal.removeEventListener('abort', onStop);
      clearInterval(heart);
      wire?.close();
    }
  }

  #accept(tick: FeedTick, covers: readonly string[]): void {
    this.#counts.received++;
    const fault = faultOf(tick, this.#timing.nowUs());
    if (fault !== undefined) return this.#quarantine(tick, fault);
    if (!this.#seen.isNew(tick, covers)) {
      this.#counts.duplicates++;
      return;
    }
    this.#lagUs = tick.receiveTimeUs - tick.eventTimeUs;
    this.#queue.push(tick);
  }

  #quarantine(tick: FeedTick | undefined, reason: string): void {
    this.#counts.quarantined++;
    this.#request.onQuarantine?.(tick, reason);
  }

  /** Heartbeats of all symbols, and a look at whether the connection lives. */
  #beat(die: (error: HistoryError) => void): void {
    const { nowUs, latenessUs, silentMs } = this.#timing;
    const silence = performance.now() - this.#lifeMs;
    if (silence > silentMs)
      return die(new HistoryError('unavailable', `${this.#source.venue} has said nothing for ${Math.round(silence)} ms`));
    const watermarkUs = nowUs() - this.#source.delayUs - latenessUs;
    for (const instrument of this.#request.symbols) {
      this.#completeUs.set(instrument, Math.max(watermarkUs, this.#completeUs.get(instrument) ?? 0));
      this.#queue.push({ v: 1, kind: 'heartbeat', instrument, venue: this.#source.venue, watermarkUs, synthetic: false });
    }
  }

  /** The trades since each symbol was last complete; without a history the hole stands in the status. */
  async #fill(): Promise<void> {
    if (!this.#request.channels.includes('trades')) return;
    const untilUs = this.#timing.nowUs() - this.#source.delayUs;
    for (const symbol of this.#request.symbols) {
      const fromUs = this.#completeUs.get(symbol);
      if (fromUs === undefined) continue;
      if (this.#source.trades === undefined) this.#leaveHole({ symbol, fromUs, toUs: untilUs });
      else await this.#fetch(symbol, this.#counts.reconnects > 0 ? fromUs - OVERLAP_US : fromUs, untilUs);
    }
  }

  async #fetch(symbol: string, fromUs: TimeUs, untilUs: TimeUs): Promise<void> {
    for (let next: TimeUs | undefined = fromUs; next !== undefined && next <= untilUs; ) {
      const page: TradesPage | undefined = await this.#source.trades?.({ symbol, fromUs: next, signal: this.#stop.signal });
      for (const trade of page?.trades ?? []) this.#backfill(trade);
      if (page?.missing) this.#leaveHole({ symbol, ...page.missing });
      if (this.#queue.full) await this.#queue.drained(this.#stop.signal);
      next = page?.nextUs;
    }
  }

  #backfill(trade: FeedTrade): void {
    const before = this.#counts.received - this.#counts.duplicates - this.#counts.quarantined;
    this.#accept(trade, []);
    if (this.#counts.received - this.#counts.duplicates - this.#counts.quarantined > before) this.#counts.backfilled++;
  }

  #leaveHole(hole: StreamHole): void {
    this.#holes.push(hole);
    if (this.#holes.length > KEPT_HOLES) this.#holes.shift();
    this.#alarm(
      'hole',
      `${this.#source.venue} gives no trades of ${hole.symbol} from ${toIso(hole.fromUs)} to ${toIso(hole.toUs)}: they are missing`,
    );
  }

  #alarm(code: HistoryError['code'] | 'hole', detail: string): void {
    this.#request.onAlarm?.({ code, venue: this.#source.venue, detail });
  }

  async #pause(waitMs: number): Promise<void> {
    await sleep(waitMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
