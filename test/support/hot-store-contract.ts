import { describe, expect, test } from 'vitest';
import { type HotStore, NOTHING_DERIVED, type StoredBar } from '../../shared/ports/bar-store.ts';

const SERIES = { symbol: 'hot/USDT', timeframe: '1m' };
const bar = (minute: number, revision = 0): StoredBar => ({
  timeUs: minute * 60_000_000,
  open: 1,
  high: 2,
  low: 0.5,
  close: 1.5,
  volume: 3,
  trades: 4,
  synthetic: false,
  ...NOTHING_DERIVED,
  revision,
});

/** What a store of the last days must do besides. */
export function hotStoreContract(name: string, make: () => Promise<HotStore>): void {
  describe(`a store of the last days: ${name}`, () => {
    test('[SG-01] bars are removed as they were read: what was corrected since stays, and a bar that is gone is no error', async () => {
      const store = await make();
      const read = [bar(0), bar(1), bar(2), bar(3, 2)];
      await store.put(SERIES, [...read, bar(4)]);
      await store.put(SERIES, [bar(1, 1)]);
      await store.remove(SERIES, read);
      await store.remove(SERIES, read);
      expect(await store.read(SERIES, { fromUs: 0, toUs: 1e9, limit: 10 })).toEqual([bar(1, 1), bar(4)]);
    });
  });
}
