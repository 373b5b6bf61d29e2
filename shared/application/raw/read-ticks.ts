import type { Tick, TicksPage, TicksQuery } from '../../contracts/ticks.ts';
import { DAY_US, type TimeUs, toIso } from '../../domain/time.ts';
import { compareSequences } from '../../market/ingest.ts';
import { badCursor } from '../cursor.ts';
import { rangeOfQuery } from '../query-range.ts';
import { Refusal } from '../refusal.ts';
import { type RawRecord, timeOf } from './raw-records.ts';
import { type RawWorld, readRaw } from './read-raw.ts';

const DAYS_MAX = 31;

interface Position {
  readonly timeUs: TimeUs;
  readonly sequence: string;
}

/**
 * A page of trades or quotes as they were streamed, from `from` (inclusive) to `to` (exclusive), in order of event time. A trade that the venue sent twice is one.
 * Throws a refusal that names the field at fault.
 */
export function readTicks(world: RawWorld) {
  return async ({ instrument, kind, from, to, limit, cursor }: TicksQuery): Promise<TicksPage> => {
    const { fromUs, toUs } = rangeOfQuery({ from, to });
    if (toUs - fromUs > DAYS_MAX * DAY_US)
      throw new Refusal('invalid', `query.to: ${to} is more than ${DAYS_MAX} days after from (${from})`, { field: 'query.to' });
    const start = positionOf(cursor);
    const ticks: Tick[] = [];
    const seen = new Set<string>();
    for await (const records of readRaw(world, { instrument, fromUs: Math.max(fromUs, start?.timeUs ?? 0), toUs })) {
      for (const record of records) {
        const tick = tickOf(record, kind);
        if (tick === undefined) continue;
        // Those before the cursor are looked at too: the copy of one may come after it.
        const isCopy = wasSeen(tick, seen);
        if (isCopy || isBefore(record, start)) continue;
        if (ticks.length === limit) return { instrument, kind, ticks, next: `${timeOf(record.event)}-${record.sequence}` };
        ticks.push(tick);
      }
    }
    return { instrument, kind, ticks, next: null };
  };
}

function positionOf(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const [, time = '', sequence = ''] = /^(\d{15,16})-(\d{1,128})$/.exec(cursor) ?? [];
  if (sequence === '' || !Number.isSafeInteger(Number(time))) throw badCursor(cursor);
  return { timeUs: Number(time), sequence };
}

function isBefore({ event, sequence }: RawRecord, start: Position | undefined): boolean {
  if (start === undefined) return false;
  return (timeOf(event) - start.timeUs || compareSequences(sequence, start.sequence)) < 0;
}

/** Whether a trade came already: a venue that repeats itself keeps the time and the id. Notes it. */
function wasSeen(tick: Tick, seen: Set<string>): boolean {
  if (!('eventId' in tick)) return false;
  const id = JSON.stringify([tick.time, tick.venue, tick.eventId]);
  if (seen.has(id)) return true;
  seen.add(id);
  return false;
}

function tickOf({ event }: RawRecord, kind: TicksQuery['kind']): Tick | undefined {
  if (event.kind === 'trade' && kind === 'trades') {
    const { eventTimeUs, eventId, price, quantity, side, venue, synthetic } = event;
    return { time: toIso(eventTimeUs), eventId, price, quantity, side, venue, synthetic };
  }
  if (event.kind === 'quote' && kind === 'quotes') {
    const { eventTimeUs, bid, ask, bidQuantity, askQuantity, venue, synthetic } = event;
    return { time: toIso(eventTimeUs), bid, ask, bidQuantity, askQuantity, venue, synthetic };
  }
  return undefined;
}
