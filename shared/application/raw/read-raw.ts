import { DAY_US, HOUR_US, type TimeUs } from '../../domain/time.ts';
import { compareSequences } from '../../market/ingest.ts';
import type { Objects } from '../../ports/objects.ts';
import { decodeRaw, hourOf, type RawRecord, rawPrefix, timeOf } from './raw-records.ts';

export interface RawWorld {
  readonly objects: Objects;
  readonly decompress: (bytes: Uint8Array) => string;
}

export interface RawRange {
  readonly instrument: string;
  readonly fromUs: TimeUs;
  /** Exclusive. */
  readonly toUs: TimeUs;
}

const OBJECTS_AT_ONCE = 16;

/** The records of a range hour by hour, each once and in order of their time, of two at the same time in that of the stream. Hours without records are left out. */
export async function* readRaw(world: RawWorld, { instrument, fromUs, toUs }: RawRange): AsyncGenerator<readonly RawRecord[]> {
  for (let dayUs = Math.floor(fromUs / DAY_US) * DAY_US; dayUs < toUs; dayUs += DAY_US) {
    const hours = new Map<string, string[]>();
    for await (const key of world.objects.list(rawPrefix(instrument, hourOf(dayUs).slice(0, 11)))) {
      const hour = /\/hour=([^/]+)\//.exec(key)?.[1] ?? '';
      hours.set(hour, [...(hours.get(hour) ?? []), key]);
    }
    for (let hourUs = dayUs; hourUs < Math.min(dayUs + DAY_US, toUs); hourUs += HOUR_US) {
      const keys = hours.get(hourOf(hourUs));
      if (keys === undefined || hourUs + HOUR_US <= fromUs) continue;
      const records = (await recordsOf(world, keys)).filter(({ event }) => timeOf(event) >= fromUs && timeOf(event) < toUs);
      if (records.length > 0)
        yield records.toSorted((a, b) => timeOf(a.event) - timeOf(b.event) || compareSequences(a.sequence, b.sequence));
    }
  }
}

/** All records of some objects; a batch that was kept twice, in other cuts, counts once. */
async function recordsOf({ objects, decompress }: RawWorld, keys: readonly string[]): Promise<RawRecord[]> {
  const bySequence = new Map<string, RawRecord>();
  for (let i = 0; i < keys.length; i += OBJECTS_AT_ONCE) {
    const bodies = await Promise.all(keys.slice(i, i + OBJECTS_AT_ONCE).map((key) => objects.get(key)));
    for (const body of bodies)
      if (body !== undefined) for (const record of decodeRaw(decompress(body))) bySequence.set(record.sequence, record);
  }
  return [...bySequence.values()];
}
