import { setTimeout as sleep } from 'node:timers/promises';
import type { KinesisPutter } from '../../shared/adapters/aws/kinesis-putter.ts';
import { LeaseBook } from '../../shared/application/collect/lease-plan.ts';
import type { FeedRecord } from '../../shared/domain/feed.ts';
import type { TimeUs } from '../../shared/domain/time.ts';
import { HistoryError } from '../../shared/ports/history-source.ts';
import type { Lease, LeaseStore } from '../../shared/ports/lease-store.ts';
import type { MarketConnector, MarketStream, StreamAlarm } from '../../shared/ports/market-connector.ts';

/** An instrument to be collected: its id on the platform, and where it comes from. */
export interface Collected {
  readonly instrument: string;
  readonly source: string;
  readonly symbol: string;
}

export interface CollectorWorld {
  readonly self: string;
  /** What is to be collected now, the most important first. Asked again each round; what throws leaves things as they are. */
  readonly instruments: () => Promise<readonly Collected[]>;
  readonly leases: LeaseStore;
  readonly putter: Pick<KinesisPutter, 'put' | 'flush'>;
  readonly connect: (source: string) => Promise<MarketConnector>;
  readonly onAlarm: (alarm: StreamAlarm & { readonly instrument: string }) => void;
  readonly nowUs: () => TimeUs;
  /** Of renewals and looks at the leases of others. */
  readonly everyMs: number;
  /** A lease whose counter stands still for so long has lost its owner. */
  readonly expiryMs: number;
  /** What one collector carries at most; all there is when absent. */
  readonly most?: number;
}

interface Running {
  readonly about: Collected;
  readonly lease: Lease;
  readonly stream: MarketStream;
  readonly done: Promise<void>;
}

/** Streams of the instruments whose leases it holds, into the market stream. Holds leases until `stop`. */
export class Collector {
  readonly #world: CollectorWorld;
  readonly #book: LeaseBook;
  readonly #stop = new AbortController();
  readonly #connectors = new Map<string, Promise<MarketConnector>>();
  readonly #running = new Map<string, Running>();
  #wanted: ReadonlyMap<string, Collected> = new Map();
  /** By instrument: everything before this is in the stream. */
  readonly #watermarks = new Map<string, TimeUs>();
  #renewedMs = performance.now();

  constructor(world: CollectorWorld) {
    this.#world = world;
    this.#book = new LeaseBook(world.self, world.expiryMs, world.most);
  }

  /** What it streams now, for metrics. */
  status(): readonly { readonly instrument: string; readonly status: ReturnType<MarketStream['status']> }[] {
    return [...this.#running].map(([instrument, { stream }]) => ({ instrument, status: stream.status() }));
  }

  /** Runs until it is stopped. A store that fails is asked again; leases that cannot be renewed in time are let go, before another takes them. */
  async run(onError: (error: unknown) => void): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#round();
        this.#renewedMs = performance.now();
      } catch (error) {
        onError(error);
        if (performance.now() - this.#renewedMs > this.#world.expiryMs / 2) for (const name of this.#running.keys()) await this.#end(name);
      }
      await sleep(this.#world.everyMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
    for (const [name, { lease }] of this.#running) {
      await this.#end(name);
      await this.#world.putter.flush();
      await this.#claim({ ...lease, owner: '' }).catch(onError);
    }
  }

  stop(): void {
    this.#stop.abort();
  }

  async #round(): Promise<void> {
    const { instruments, leases } = this.#world;
    this.#wanted = new Map((await instruments()).map((about) => [about.instrument, about]));
    const plan = this.#book.plan([...this.#wanted.keys()], await leases.list(), performance.now());
    for (const lease of plan.renew) {
      const renewed = await this.#claim(lease);
      const running = this.#running.get(lease.instrument);
      const isSame = running !== undefined && isSameSource(running.about, this.#wanted.get(lease.instrument));
      if (renewed === undefined || (running !== undefined && !isSame)) await this.#end(lease.instrument);
      if (renewed === undefined) continue;
      if (running !== undefined && isSame) this.#running.set(lease.instrument, { ...running, lease: renewed });
      else await this.#begin(renewed);
    }
    for (const name of this.#running.keys()) {
      if (![...plan.renew, ...plan.release].some(({ instrument }) => instrument === name)) await this.#end(name);
    }
    for (const lease of plan.release) {
      await this.#end(lease.instrument);
      await this.#world.putter.flush();
      // What nobody wants any more begins anew should it be wanted again: the pause is not fetched.
      if (!this.#wanted.has(lease.instrument)) this.#watermarks.delete(lease.instrument);
      await this.#claim({ ...lease, owner: '', ...(this.#wanted.has(lease.instrument) ? {} : { watermarkUs: 0 }) });
    }
    for (const lease of plan.take) {
      // Collecting begins with the first claim: should this owner die before its first heartbeat, the next one fetches from here.
      const watermarkUs = lease.watermarkUs > 0 ? lease.watermarkUs : this.#world.nowUs();
      const taken = await this.#claim({ ...lease, owner: this.#world.self, watermarkUs });
      if (taken !== undefined) await this.#begin(taken);
    }
  }

  /** The lease as it is stored now; undefined when another was first. */
  async #claim(lease: Lease): Promise<Lease | undefined> {
    const watermarkUs = Math.max(lease.watermarkUs, this.#watermarks.get(lease.instrument) ?? 0);
    const next = { ...lease, counter: lease.counter + 1, watermarkUs };
    return (await this.#world.leases.claim(next)) ? next : undefined;
  }

  /** A source that cannot be opened is an alarm about its instrument and takes nothing from the others; the next round tries again. */
  async #begin(lease: Lease): Promise<void> {
    const { instrument } = lease;
    const about = this.#wanted.get(instrument) as Collected;
    try {
      this.#follow(about, lease, await this.#connectorOf(about.source));
    } catch (error) {
      const code = error instanceof HistoryError ? error.code : 'unavailable';
      this.#world.onAlarm({ instrument, venue: about.source, code, detail: error instanceof Error ? error.message : String(error) });
    }
  }

  #connectorOf(source: string): Promise<MarketConnector> {
    const known = this.#connectors.get(source);
    if (known !== undefined) return known;
    const opening = this.#world.connect(source);
    this.#connectors.set(source, opening);
    opening.catch(() => this.#connectors.delete(source));
    return opening;
  }

  #follow(about: Collected, lease: Lease, connector: MarketConnector): void {
    const { instrument, symbol } = about;
    this.#watermarks.set(instrument, lease.watermarkUs);
    const stream = connector.stream({
      symbols: [symbol],
      channels: [connector.channels.includes('trades') ? 'trades' : 'quotes'],
      resumeUs: { [symbol]: lease.watermarkUs },
      onAlarm: (alarm) => this.#world.onAlarm({ ...alarm, instrument }),
    });
    const done = this.#copy(instrument, stream).catch(() => {
      // The stream has raised its alarm; the next round begins it anew.
      this.#running.delete(instrument);
    });
    this.#running.set(instrument, { about, lease, stream, done });
  }

  async #end(instrument: string): Promise<void> {
    const running = this.#running.get(instrument);
    this.#running.delete(instrument);
    await running?.stream.close();
    await running?.done;
  }

  async #copy(instrument: string, stream: MarketStream): Promise<void> {
    for await (const record of stream.records) await this.#put({ ...record, instrument });
  }

  /** Waits while the stream takes nothing: then nobody reads the venue's, which bounds itself. */
  #put(record: FeedRecord): Promise<void> {
    if (record.kind === 'book') return Promise.resolve();
    if (record.kind !== 'heartbeat') return this.#world.putter.put(record);
    const { instrument, watermarkUs } = record;
    return this.#world.putter.put(record, () => this.#watermarks.set(instrument, watermarkUs));
  }
}

function isSameSource({ source, symbol }: Collected, wanted: Collected | undefined): boolean {
  return wanted !== undefined && wanted.source === source && wanted.symbol === symbol;
}
