import { describe, expect, test } from 'vitest';
import { LakeBars } from '../../../shared/adapters/files/lake-bars.ts';
import { parquetBarFiles } from '../../../shared/adapters/files/parquet.ts';
import { MemoryBars } from '../../../shared/adapters/memory/bars.ts';
import { MemoryDatasets } from '../../../shared/adapters/memory/datasets.ts';
import { MemoryIngest } from '../../../shared/adapters/memory/ingest.ts';
import { MemoryObjects } from '../../../shared/adapters/memory/objects.ts';
import { archiveBars } from '../../../shared/application/archive-bars.ts';
import { readBars } from '../../../shared/application/read-bars.ts';
import { BarsQuery } from '../../../shared/contracts/schemas.ts';
import { DAY_US, HOUR_US } from '../../../shared/domain/time.ts';
import { NOTHING_DERIVED, type StoredBar } from '../../../shared/ports/bar-store.ts';

const SERIES = { symbol: 'BTC/USDT', timeframe: '1h' };
const START_US = Date.UTC(2024, 0, 28) * 1000;
const HOURS = 10 * 24;
const SETTINGS = { timeframes: ['1h', '1d'], hotDays: 2 };
const EVERYTHING = { fromUs: 0, toUs: 4_000_000_000_000_000, limit: 10_000 };

const bar = (hour: number, over: Partial<StoredBar> = {}): StoredBar => ({
  timeUs: START_US + hour * HOUR_US,
  open: 100 + hour,
  high: 102 + hour,
  low: 99 + hour,
  close: 101 + hour,
  volume: 3,
  trades: 4,
  synthetic: false,
  ...NOTHING_DERIVED,
  ...over,
});
const hours = Array.from({ length: HOURS }, (_, hour) => bar(hour));

/** Stores whose calls can be watched: `onCall` runs before and after each call that changes something, and a throw of it is a crash there. */
async function world(onCall: (at: string) => void | Promise<void> = () => undefined) {
  const objects = new MemoryObjects();
  const [hot, history] = [new MemoryBars(), new LakeBars(objects)];
  await hot.put(SERIES, hours);
  const watched = <T extends object>(name: string, store: T): T =>
    new Proxy(store, {
      get: (target, key) => {
        const method = Reflect.get(target, key) as (...given: unknown[]) => Promise<unknown>;
        return async (...given: unknown[]) => {
          const changes = key === 'put' || key === 'remove' || key === 'compact';
          if (changes) await onCall(`before ${name} ${String(key)}`);
          const answer = await method.apply(target, given);
          if (changes) await onCall(`after ${name} ${String(key)}`);
          return answer;
        };
      },
    });
  const clock = { nowUs: () => START_US + HOURS * HOUR_US + HOUR_US / 2 };
  const instruments = { list: async () => [SERIES.symbol] };
  const archive = archiveBars({ instruments, hot: watched('hot', hot), history: watched('history', history), clock }, SETTINGS);
  const read = readBars({
    datasets: new MemoryDatasets(),
    bars: hot,
    history,
    ingest: new MemoryIngest(),
    objects,
    barFiles: parquetBarFiles,
  });
  const shown = async () => {
    const page = await read('tenant', BarsQuery.parse({ symbol: SERIES.symbol, timeframe: '1h', limit: 1000 }));
    return page.bars.map(({ time, close }) => [Date.parse(time) * 1000, close]);
  };
  return { hot, history, objects, archive, shown };
}

const all = hours.map(({ timeUs, close }) => [timeUs, close]);

describe('archiving', () => {
  test('[SG-01] whole days beyond the hot ones are in the history and no longer in the hot store; the reader sees the same bars', async () => {
    const { archive, hot, history, shown } = await world();
    const cutUs = START_US + 8 * DAY_US;
    expect(await archive()).toEqual({ beforeUs: cutUs, moved: 8 * 24, failed: [] });
    expect(await hot.read(SERIES, EVERYTHING)).toEqual(hours.filter(({ timeUs }) => timeUs >= cutUs));
    expect(await history.read(SERIES, EVERYTHING)).toEqual(hours.filter(({ timeUs }) => timeUs < cutUs));
    expect(await shown()).toEqual(all);
    expect((await archive()).moved).toBe(0);
  });

  test('[SG-01] a crash before or after any step loses and doubles nothing, and the next run ends it', async () => {
    const steps: string[] = [];
    await (await world((at) => void steps.push(at))).archive();
    expect(steps).toEqual(['history put', 'hot remove', 'history compact'].flatMap((step) => [`before ${step}`, `after ${step}`]));
    for (const crash of steps) {
      let isDown = false;
      const { archive, hot, history, shown } = await world((at) => {
        if (at === crash && !isDown) {
          isDown = true;
          throw new Error(`crashed ${at}`);
        }
      });
      expect((await archive()).failed, crash).toEqual([`BTC/USDT 1h: crashed ${crash}`]);
      expect(await shown(), crash).toEqual(all);
      expect((await archive()).failed, crash).toEqual([]);
      expect(await shown(), crash).toEqual(all);
      expect([...(await history.read(SERIES, EVERYTHING)), ...(await hot.read(SERIES, EVERYTHING))], crash).toEqual(hours);
    }
  });

  test('[SG-01] a reader sees every bar once while they are being moved', async () => {
    const seen: unknown[] = [];
    const standing = await world(async () => void seen.push(await standing.shown()));
    await standing.archive();
    expect(seen).toEqual(Array.from({ length: 6 }, () => all));
  });

  test('[SG-01] a bar that is corrected between the copy and its removal keeps the correction', async () => {
    const corrected = bar(3, { close: 77, revision: 1 });
    const standing = await world(async (at) => {
      if (at === 'before hot remove') await standing.hot.put(SERIES, [corrected]);
    });
    await standing.archive();
    const expected = all.with(3, [corrected.timeUs, 77]);
    expect(await standing.shown()).toEqual(expected);
    await standing.archive();
    expect(await standing.history.read(SERIES, { ...EVERYTHING, limit: 5 })).toEqual(hours.slice(0, 5).with(3, corrected));
    expect(await standing.shown()).toEqual(expected);
  });

  test('[SG-02] a month that has ended is one file, the one under way is left to grow', async () => {
    const { archive, history, objects } = await world();
    await history.put(SERIES, [bar(-1)]);
    await history.put(SERIES, [bar(5 * 24, { close: 1, revision: 1 })]);
    await archive();
    const keys: string[] = [];
    for await (const key of objects.list('history/')) keys.push(key.replace(/.*(month=[0-9-]+).*/, '$1'));
    expect(keys).toEqual(['month=2024-01', 'month=2024-02', 'month=2024-02']);
  });
});
