import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_US, HOUR_US, MINUTE_US } from '../../shared/domain/time.ts';
import type { Series, StoredBar, TimeSeriesStore } from '../../shared/ports/bar-store.ts';

const START_US = Date.UTC(2024, 0, 31, 22) * 1000;
const ALL = { fromUs: 0, toUs: 4_000_000_000_000_000, limit: 100_000 };

/** A bar of the given minute after START_US; its numbers are made of it. */
function bar(minute: number, over: Partial<StoredBar> = {}): StoredBar {
  return {
    timeUs: START_US + minute * MINUTE_US,
    open: 100 + minute,
    high: 101.5 + minute,
    low: 99.25 + minute,
    close: 100.1 + minute,
    volume: (minute + 1) / 10,
    trades: minute + 1,
    synthetic: minute % 2 === 0,
    revision: 0,
    flags: minute % 3 === 0 ? [] : ['outlier', 'stale'],
    return: minute === 0 ? null : 0.1 + 0.2,
    mid: minute % 4 === 0 ? null : 100.05 + minute,
    spread: minute % 4 === 0 ? null : 0.1,
    imbalance: -0.25,
    session: minute % 2 === 0 ? 'open' : null,
    ...over,
  };
}

const minutes = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => bar(from + i));
let unique = 0;

/** What every store of bars must do. `make` is asked once; each test has a series of its own. */
export function barStoreContract(name: string, make: () => Promise<TimeSeriesStore>): void {
  describe(`a store of bars: ${name}`, () => {
    let store: TimeSeriesStore;
    let series: Series;
    beforeEach(async () => {
      store = await make();
      series = { symbol: `BTC/USDT ${++unique}`, timeframe: '1m' };
    });

    test('[SG-01] what is written comes back in order, every field as it was, over the end of a month', async () => {
      await store.put(series, minutes(0, 180).toReversed());
      expect(await store.read(series, ALL)).toEqual(minutes(0, 180));
    });

    test('[SG-01] a range takes its start and not its end, and no more than the limit', async () => {
      await store.put(series, minutes(0, 180));
      const range = { fromUs: START_US + 110 * MINUTE_US, toUs: START_US + 130 * MINUTE_US };
      expect(await store.read(series, { ...range, limit: 100 })).toEqual(minutes(110, 130));
      expect(await store.read(series, { ...range, limit: 7 })).toEqual(minutes(110, 117));
      expect(await store.read(series, { fromUs: START_US + HOUR_US * 5, toUs: START_US + DAY_US, limit: 7 })).toEqual([]);
    });

    test('[SG-01] the latest bar is the newest, whatever was written last', async () => {
      expect(await store.latest(series)).toBeUndefined();
      await store.put(series, minutes(100, 130));
      await store.put(series, minutes(0, 10));
      expect(await store.latest(series)).toEqual(bar(129));
    });

    test('[SG-01] a bar that is written again is one bar; a later revision takes its place and never the other way', async () => {
      await store.put(series, minutes(0, 20));
      await store.put(series, minutes(5, 10));
      const revised = bar(7, { close: 42, high: 200, low: 42, revision: 2, flags: ['revised'] });
      await store.put(series, [revised]);
      await store.put(series, [bar(7), bar(7, { revision: 1, close: 43 })]);
      expect(await store.read(series, ALL)).toEqual(minutes(0, 20).with(7, revised));
    });

    test('[SG-01] longer bars are made of the stored ones, by hand: minutes 0 to 4 and 5 to 9', async () => {
      await store.put(series, minutes(0, 10));
      await store.put(series, [bar(3, { high: 500, revision: 1 })]);
      const range = { fromUs: START_US, toUs: START_US + HOUR_US };
      const near = (value: number) => expect.closeTo(value, 9);
      expect(await store.aggregate(series, { ...range, timeframe: '5m' })).toEqual([
        { timeUs: START_US, open: 100, high: 500, low: 99.25, close: 104.1, volume: near(1.5), trades: 15 },
        { timeUs: START_US + 5 * MINUTE_US, open: 105, high: 110.5, low: 104.25, close: 109.1, volume: near(4), trades: 40 },
      ]);
      expect(await store.aggregate(series, { fromUs: 0, toUs: START_US, timeframe: '5m' })).toEqual([]);
    });

    test('[SG-01] what is older than its retention is gone, the rest and other series stay', async () => {
      const other = { ...series, timeframe: '5m' };
      await store.put(series, minutes(0, 180));
      await store.put(other, [bar(0)]);
      await store.forget(series, START_US + 125 * MINUTE_US);
      expect(await store.read(series, ALL)).toEqual(minutes(125, 180));
      expect(await store.read(other, ALL)).toEqual([bar(0)]);
      await store.forget(series, START_US + DAY_US);
      expect([await store.read(series, ALL), await store.latest(series)]).toEqual([[], undefined]);
    });
  });
}
