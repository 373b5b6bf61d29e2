import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR_US, MINUTE_US } from '../../../shared/domain/time.ts';
import { parseTimeframe } from '../../../shared/domain/timeframe.ts';
import { tradesToBars } from '../../../shared/market/aggregate.ts';
import type { FeedEvent } from '../../../shared/market/events.ts';
import { emptyIngest, foldTrades, type IngestState, type MarketRecord, type StreamBar } from '../../../shared/market/ingest.ts';

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
        venue: 'test',
        price,
        quantity: (units / 1e5).toFixed(5),
        side: 'buy',
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
    state = { ...state, outbox: [] };
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

const TIMEFRAMES_US = [MINUTE_US, 5 * MINUTE_US, HOUR_US];
/** Trades at times of their own over two hours, each up to half an hour late, with a heartbeat after each that has come so far. */
const unruly = fc
  .uniqueArray(
    fc.record({
      atUs: fc.integer({ min: 0, max: 2 * HOUR_US - 1 }),
      lateUs: fc.integer({ min: 0, max: 30 * MINUTE_US }),
      cents: fc.integer({ min: 1, max: 9999 }),
    }),
    {
      selector: ({ atUs }) => atUs,
      minLength: 1,
      maxLength: 80,
    },
  )
  .map((made) => {
    const sent = made
      .toSorted((a, b) => a.atUs + a.lateUs - b.atUs - b.lateUs || a.atUs - b.atUs)
      .flatMap(({ atUs, lateUs, cents }, i): FeedEvent[] => [
        {
          kind: 'trade',
          eventId: String(i),
          instrument: 'X/Y',
          venue: 'test',
          price: (cents / 100).toFixed(2),
          quantity: '0.1',
          side: 'sell',
          eventTimeUs: START_US + atUs,
          synthetic: false,
        },
        { kind: 'heartbeat', instrument: 'X/Y', watermarkUs: START_US + atUs + lateUs, synthetic: false },
      ]);
    sent.push({ kind: 'heartbeat', instrument: 'X/Y', watermarkUs: START_US + 4 * HOUR_US, synthetic: false });
    return sent;
  });

test('[MD-11] however late trades come within the hour, the newest revisions of every timeframe are the bars of the trades in order', () => {
  fc.assert(
    fc.property(unruly, fc.integer({ min: 1, max: 30 }), (events, size) => {
      const store = new Map<string, StreamBar>();
      let state = emptyIngest('X/Y');
      for (const batch of inBatches(numbered(events), size)) {
        const folded = foldTrades(state, batch, { timeframesUs: TIMEFRAMES_US });
        for (const bar of folded.closed) {
          const key = `${bar.timeframe} ${bar.timeUs}`;
          const before = store.get(key);
          expect(bar.timeUs + parseTimeframe(bar.timeframe)).toBeLessThanOrEqual(folded.state.watermarkUs);
          if (before !== undefined) expect(bar.revision).toBeGreaterThan(before.revision);
          store.set(key, bar);
        }
        state = JSON.parse(JSON.stringify({ ...folded.state, outbox: [] })) as IngestState;
      }
      expect([state.late, state.duplicates]).toEqual([0, 0]);
      const trades = events.filter((event) => event.kind === 'trade').toSorted((a, b) => a.eventTimeUs - b.eventTimeUs);
      for (const timeframeUs of TIMEFRAMES_US) {
        const direct = tradesToBars(
          {
            length: trades.length,
            time: trades.map((t) => t.eventTimeUs),
            price: trades.map((t) => Number(t.price)),
            quantity: trades.map((t) => Number(t.quantity)),
          },
          timeframeUs,
        );
        const bars = [...store.values()]
          .filter(({ timeframe }) => parseTimeframe(timeframe) === timeframeUs)
          .toSorted((a, b) => a.timeUs - b.timeUs);
        expect(bars.map((b) => [b.timeUs, b.open, b.high, b.low, b.close, b.volume, b.return])).toEqual(
          Array.from(direct.close, (close, i) => [
            direct.time[i],
            direct.open[i],
            direct.high[i],
            direct.low[i],
            close,
            direct.volume[i],
            i === 0 ? null : close / (direct.close[i - 1] as number) - 1,
          ]),
        );
      }
    }),
    { numRuns: 100 },
  );
});
