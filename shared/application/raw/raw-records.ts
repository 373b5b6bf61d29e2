import { type MarketEvent, parseMarketEvent } from '../../contracts/events.ts';
import { HOUR_US, type TimeUs, toIso } from '../../domain/time.ts';

/** A record of the stream as it is kept: what it said, and where in the stream it stood. */
export interface RawRecord {
  readonly sequence: string;
  readonly arrivedUs: TimeUs;
  readonly event: MarketEvent;
}

/** Under which all raw records of the market lie; the lifecycle of the lake names it too. */
export const RAW_PREFIX = 'raw/market';

/** When a record happened: the event itself, or how far a heartbeat vouches for. */
export function timeOf(event: MarketEvent): TimeUs {
  return event.kind === 'heartbeat' ? event.watermarkUs : event.eventTimeUs;
}

/** `2026-11-21T19`, the hour in UTC that a time lies in. */
export function hourOf(timeUs: TimeUs): string {
  return toIso(Math.floor(timeUs / HOUR_US) * HOUR_US).slice(0, 13);
}

/** Keys of an instrument that begin with `hour`, or with a part of it: `2026-11-21T`. */
export function rawPrefix(instrument: string, hour: string): string {
  return `${RAW_PREFIX}/instrument=${encodeURIComponent(instrument)}/hour=${hour}`;
}

/** One record a line. */
export function encodeRaw(records: readonly RawRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

/** Throws for a line that is no record: what is kept was checked when it was written. */
export function decodeRaw(text: string): RawRecord[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { sequence, arrivedUs, event } = JSON.parse(line) as RawRecord;
      const parsed = parseMarketEvent(event);
      if (!parsed.ok) throw new Error(`a raw record of the market is damaged: ${parsed.path} ${parsed.reason}`);
      return { sequence, arrivedUs, event: parsed.event };
    });
}
