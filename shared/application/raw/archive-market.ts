import { parseMarketEvent } from '../../contracts/events.ts';
import { compareSequences } from '../../market/ingest.ts';
import type { Objects } from '../../ports/objects.ts';
import type { StreamRecord } from '../ingest-market.ts';
import { encodeRaw, hourOf, type RawRecord, rawPrefix, timeOf } from './raw-records.ts';

interface World {
  readonly objects: Objects;
  readonly compress: (text: string) => Uint8Array;
}

/**
 * Keeps a batch of the market stream as it came: an object for each instrument and hour of event time, named after its records, so that the same batch again is the same
 * object. What cannot be read is left to ingestion, which puts it aside. Answers with the records that could not be stored, and why.
 */
export function archiveMarket({ objects, compress }: World) {
  return async (records: readonly StreamRecord[]): Promise<ReadonlyMap<string, string>> => {
    const good = records.flatMap(rawRecordOf);
    const parts = Map.groupBy(good, ({ event }) => rawPrefix(event.instrument, hourOf(timeOf(event))));
    const failed = new Map<string, string>();
    await Promise.all(
      [...parts].map(async ([prefix, part]) => {
        const sorted = part.toSorted((a, b) => compareSequences(a.sequence, b.sequence));
        const key = `${prefix}/${sorted[0]?.sequence}-${sorted.at(-1)?.sequence}.jsonl.gz`;
        try {
          await objects.put(key, compress(encodeRaw(sorted)), { contentType: 'application/gzip' });
        } catch (error) {
          for (const { sequence } of part) failed.set(sequence, error instanceof Error ? error.message : String(error));
        }
      }),
    );
    return failed;
  };
}

function rawRecordOf({ id, partition, bytes, arrivedUs }: StreamRecord): RawRecord[] {
  const parsed = parseMarketEvent(bytes, { arrivedUs });
  return parsed.ok && parsed.event.instrument === partition ? [{ sequence: id, arrivedUs, event: parsed.event }] : [];
}
