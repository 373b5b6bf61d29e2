import { type ParsedMarketEvent, parseMarketEvent } from '../contracts/events.ts';
import type { SocketBar } from '../contracts/socket.ts';
import { toIso } from '../domain/time.ts';
import { timeframeName } from '../domain/timeframe.ts';
import type { DerivedFields } from '../market/enrich.ts';
import {
  compareSequences,
  emptyIngest,
  foldTrades,
  type IngestSettings,
  type IngestState,
  type MarketRecord,
  partialBar,
  STREAM_TIMEFRAME_US,
  type StreamBar,
} from '../market/ingest.ts';
import type { BarStore } from '../ports/bar-store.ts';
import type { DeadLetters } from '../ports/dead-letters.ts';
import type { IngestStore } from '../ports/ingest-store.ts';

/** A record of the stream. `id` is its sequence number: unique, and ascending along a partition. */
export interface StreamRecord {
  readonly id: string;
  readonly partition: string;
  /** For a person to find it again. */
  readonly source: string;
  readonly bytes: Uint8Array;
  readonly arrivedUs: number;
}

interface World {
  readonly ingest: Pick<IngestStore<IngestState>, 'load' | 'commit'>;
  readonly bars: BarStore;
  readonly deadLetters: DeadLetters;
  /** Tells of bars that are stored and of those that grow; absent where nobody listens. Never fails. A bar may be told of twice. */
  readonly announce?: (bars: readonly SocketBar[]) => Promise<void>;
  readonly settings?: IngestSettings;
}

interface Running extends World {
  /** Of each partition, the version whose bars this very process has delivered. */
  readonly delivered: Map<string, number>;
}

/** Commits refused because another was first, before the partition is given back to the stream. */
const MAX_CONFLICTS = 5;
export const STREAM_TIMEFRAME = timeframeName(STREAM_TIMEFRAME_US);

/**
 * Folds a batch of the market stream into bars, partition by partition. Answers which records are to come again, and why: all of a partition or
 * none, so that nothing is skipped. A record that cannot be read is put aside as a dead letter and counts as processed: it would never get better.
 */
export function ingestMarket(world: World) {
  const delivered = new Map<string, number>();
  return async (records: readonly StreamRecord[]): Promise<ReadonlyMap<string, string>> => {
    const partitions = Map.groupBy(records, ({ partition }) => partition);
    const failed = new Map<string, string>();
    await Promise.all(
      [...partitions].map(async ([partition, part]) => {
        try {
          await ingestPartition({ ...world, delivered }, partition, part);
        } catch (error) {
          for (const { id } of part) failed.set(id, error instanceof Error ? error.message : String(error));
        }
      }),
    );
    return failed;
  };
}

/**
 * One partition: bars left over from before go out, then everything is committed in one put (the fold, and which bars are still to be stored),
 * then the closed bars are stored. A crash after the commit loses nothing: they lie in the state's outbox. On a conflict all of it is read and folded anew.
 */
async function ingestPartition(world: Running, partition: string, records: readonly StreamRecord[]): Promise<void> {
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
    const { version, state: before } = await remembered(world, partition);
    if (world.delivered.get(partition) !== version) await deliver(world, partition, before.outbox);
    const fresh = records.filter(({ id }) => compareSequences(id, before.sequence) > 0);
    const last = fresh.at(-1);
    if (last === undefined && before.outbox.length === 0) return;
    const { good, poison } = sorted(partition, fresh);
    // Before the commit: a letter sent twice after a crash is better than one that was never sent.
    for (const { record, reason } of poison) await world.deadLetters.send({ source: record.source, reason, payload: textOf(record.bytes) });
    const { state: folded, closed } = foldTrades({ ...before, outbox: [] }, good, world.settings);
    const state = { ...folded, sequence: last?.id ?? before.sequence };
    if (!(await world.ingest.commit(partition, version, state))) continue;
    await deliver(world, partition, closed);
    world.delivered.set(partition, version + 1);
    await tellOfOpen(world, before, state);
    return;
  }
  throw new Error(`partition ${partition} was committed by others ${MAX_CONFLICTS} times meanwhile`);
}

interface Sorted {
  readonly good: MarketRecord[];
  readonly poison: { readonly record: StreamRecord; readonly reason: string }[];
}

function sorted(partition: string, records: readonly StreamRecord[]): Sorted {
  const good: MarketRecord[] = [];
  const poison: { record: StreamRecord; reason: string }[] = [];
  for (const record of records) {
    const parsed = parseMarketEvent(record.bytes, { arrivedUs: record.arrivedUs });
    const fault = faultOf(parsed, partition);
    if (fault !== undefined) poison.push({ record, reason: fault });
    else if (parsed.ok) good.push({ event: parsed.event, sequence: record.id });
  }
  return { good, poison };
}

/** What is wrong with a record, its path first. The order of an instrument's records holds only within its own partition. */
function faultOf(parsed: ParsedMarketEvent, partition: string): string | undefined {
  if (!parsed.ok) return parsed.path === '' ? parsed.reason : `${parsed.path}: ${parsed.reason}`;
  const { instrument } = parsed.event;
  return instrument === partition
    ? undefined
    : `instrument: is "${instrument}", but the record came under the partition key "${partition}"`;
}

/** What is known of an instrument. A state of an earlier version of the code says how far it got, and nothing else that can be used. */
async function remembered(world: World, partition: string): Promise<{ readonly version: number; readonly state: IngestState }> {
  const loaded = await world.ingest.load(partition);
  if (loaded === undefined) return { version: 0, state: emptyIngest(partition) };
  const { version, state } = loaded;
  if (state.v === 2) return loaded;
  const { sequence, watermarkUs, synthetic } = state as IngestState;
  return { version, state: { ...emptyIngest(partition), sequence, watermarkUs, synthetic } };
}

/** Stores bars and tells of them, timeframe by timeframe. */
async function deliver({ bars, announce }: World, symbol: string, closed: readonly StreamBar[]): Promise<void> {
  if (closed.length === 0) return;
  const series = Map.groupBy(closed, ({ timeframe }) => timeframe);
  await Promise.all(
    [...series].map(([timeframe, rows]) =>
      bars.put(
        { symbol, timeframe },
        rows.map(({ timeframe: _named, ...bar }) => bar),
      ),
    ),
  );
  await announce?.(closed.map((bar) => announced(symbol, bar, false)));
}

/** Tells of the bars that the fold changed and that are still open. */
async function tellOfOpen({ announce, settings }: World, before: IngestState, after: IngestState): Promise<void> {
  if (announce === undefined) return;
  const timeframes = settings?.timeframesUs.map(timeframeName) ?? [STREAM_TIMEFRAME];
  const open = timeframes.flatMap((timeframe) => {
    const bar = partialBar(after, timeframe);
    const known = partialBar(before, timeframe);
    const grew = bar !== undefined && (known?.timeUs !== bar.timeUs || known.trades !== bar.trades);
    return grew ? [announced(after.instrument, { ...bar, timeframe }, true)] : [];
  });
  if (open.length > 0) await announce(open);
}

function announced(instrument: string, bar: Omit<StreamBar, keyof DerivedFields | 'flags'>, partial: boolean): SocketBar {
  const { timeframe, open, high, low, close, volume, trades, synthetic, revision } = bar;
  return {
    kind: 'bar',
    instrument,
    timeframe,
    time: toIso(bar.timeUs),
    open,
    high,
    low,
    close,
    volume,
    trades,
    synthetic,
    revision,
    partial,
  };
}

/** Bytes as text when they are text, else as the hexadecimal of what they are. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return `hex:${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  }
}
