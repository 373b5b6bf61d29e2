import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MINUTE_US } from '../../../shared/domain/time.ts';
import { tradesToBars } from '../../../shared/market/aggregate.ts';
import type { FeedEvent } from '../../../shared/market/events.ts';
import {
  emptyIngest,
  foldTrades,
  type IngestState,
  type MarketRecord,
  type StreamBar,
  withoutStored,
} from '../../../shared/market/ingest.ts';

const START_US = 1_610_064_000_000_000;

/** Trades of a few minutes in order of time, with a heartbeat after each second, as a feed sends them. */
const feed = fc
  .array(
    fc.record({
      atUs: fc.integer({ min: 0, max: 5 * MINUTE_US - 1 }),
      cents: fc.integer({ min: 1, max: 100_000 }),
      units: fc.integer({ min: 1, max: 10_000_000 }),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .map((trades) => {
    const ordered = trades.toSorted((a, b) => a.atUs - b.atUs);
    const events: FeedEvent[] = [];
    let secondUs = 0;
    const beat = (untilUs: number) => {
      while (secondUs + 1_000_000 <= untilUs) {
        secondUs += 1_000_000;
        events.push({ kind: 'heartbeat', instrument: 'X/Y', watermarkUs: START_US + secondUs, synthetic: false });
      }
    };
    ordered.forEach(({ atUs, cents, units }, i) => {
      beat(atUs);
      const price = (cents / 100).toFixed(2);
      events.push({
        kind: 'trade',
        eventId: `t${i}`,
        instrument: 'X/Y',
        price,
        quantity: (units / 1e5).toFixed(5),
        eventTimeUs: START_US + atUs,
        synthetic: false,
      });
    });
    beat(5 * MINUTE_US);
    return events;
  });

const numbered = (events: readonly FeedEvent[], from = 1): MarketRecord[] =>
  events.map((event, i) => ({ event, sequence: String(from + i) }));

/** Folds in batches as Lambda would: the state goes through JSON between them, and closed bars go to a store where a second put replaces. */
function run(batches: readonly (readonly MarketRecord[])[]): { readonly bars: StreamBar[]; readonly state: IngestState } {
  const store = new Map<number, StreamBar>();
  let state = emptyIngest('X/Y');
  for (const batch of batches) {
    state = JSON.parse(JSON.stringify(foldTrades(state, batch).state)) as IngestState;
    for (const bar of state.outbox) store.set(bar.timeUs, bar);
    state = withoutStored(state, state.outbox.at(-1)?.timeUs ?? 0);
  }
  return { bars: [...store.values()].sort((a, b) => a.timeUs - b.timeUs), state };
}

const inBatches = (records: readonly MarketRecord[], size: number) =>
  Array.from({ length: Math.ceil(records.length / size) }, (_, i) => records.slice(i * size, (i + 1) * size));

test('[DX-01] however records are cut into batches, the bars are those of the trades themselves', () => {
  fc.assert(
    fc.property(feed, fc.integer({ min: 1, max: 50 }), (events, size) => {
      const trades = events.filter((event) => event.kind === 'trade');
      const direct = tradesToBars(
        {
          length: trades.length,
          time: trades.map((t) => t.eventTimeUs),
          price: trades.map((t) => Number(t.price)),
          quantity: trades.map((t) => Number(t.quantity)),
        },
        MINUTE_US,
      );
      const { bars } = run(inBatches(numbered(events), size));
      expect(bars.map((b) => [b.timeUs, b.open, b.high, b.low, b.close, b.volume])).toEqual(
        Array.from(direct.time, (time, i) => [time, direct.open[i], direct.high[i], direct.low[i], direct.close[i], direct.volume[i]]),
      );
      expect(bars.reduce((sum, bar) => sum + bar.trades, 0)).toBe(trades.length);
    }),
    { numRuns: 150 },
  );
});

test('[DX-01] a shard read again from its start leaves the very same state', () => {
  fc.assert(
    fc.property(feed, fc.integer({ min: 1, max: 50 }), fc.nat(), (events, size, cut) => {
      const records = numbered(events);
      const once = run(inBatches(records, size));
      const some = inBatches(records.slice(0, cut % (records.length + 1)), size);
      const twice = run([...some, ...inBatches(records, 7), ...inBatches(records, size)]);
      expect(twice).toEqual(once);
    }),
    { numRuns: 150 },
  );
});

test('[DX-01] records put again under new sequence numbers, at any later place, change no bar', () => {
  fc.assert(
    fc.property(
      feed,
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 60 }),
      fc.integer({ min: 1, max: 50 }),
      (events, copies, size) => {
        const doubled = events.map((event, i) => ({ event, place: i * 1000 }));
        for (const [which, delay] of copies) {
          const i = which % events.length;
          doubled.push({ event: events[i] as FeedEvent, place: i * 1000 + 1 + (delay % (events.length * 1000)) });
        }
        doubled.sort((a, b) => a.place - b.place);
        const again = run(inBatches(numbered(doubled.map(({ event }) => event)), size));
        expect(again.bars).toEqual(run([numbered(events)]).bars);
      },
    ),
    { numRuns: 200 },
  );
});

test('[DX-01] without sequence numbers, reading everything again still changes no bar', () => {
  fc.assert(
    fc.property(feed, (events) => {
      const records = events.map((event) => ({ event }));
      expect(run([records, records]).bars).toEqual(run([records]).bars);
    }),
    { numRuns: 100 },
  );
});
