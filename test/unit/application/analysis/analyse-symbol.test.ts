import { expect, test } from 'vitest';
import { parquetBarFiles } from '../../../../shared/adapters/files/parquet.ts';
import { MemoryBars } from '../../../../shared/adapters/memory/bars.ts';
import { MemoryDatasets } from '../../../../shared/adapters/memory/datasets.ts';
import { analyseSymbol } from '../../../../shared/application/analysis/analyse-symbol.ts';
import { HOUR_US, MINUTE_US, toIso } from '../../../../shared/domain/time.ts';
import { NOTHING_DERIVED, type StoredBar } from '../../../../shared/ports/bar-store.ts';
import { TENANT, tablesWorld } from '../tables/world.ts';

const START_US = 1_704_067_200_000_000;
const bar = (timeUs: number, close: number, over: Partial<StoredBar> = {}): StoredBar => ({
  timeUs,
  open: close,
  high: close + 1,
  low: close - 1,
  close,
  volume: 10,
  trades: 1,
  synthetic: false,
  ...NOTHING_DERIVED,
  ...over,
});
const series = (timeframe: string) => ({ symbol: 'BTC/USDT', timeframe });

function world() {
  const [bars, history] = [new MemoryBars(), new MemoryBars()];
  const analyse = analyseSymbol({ ...tablesWorld(), datasets: new MemoryDatasets(), barFiles: parquetBarFiles, bars, history });
  const of = async (asOfUs: number, over: Record<string, string> = {}) =>
    (await analyse(TENANT, 'BTC/USDT', { asOf: toIso(asOfUs), ...over })) as never as {
      technical: { timeframe: string; bars: number; price: { close: number }; why?: string };
      provenance: { origins: { kind: string; sha256: null; later: number }[] };
    };
  return { bars, history, of };
}

test('[MD-17] without a dataset the streamed bars are analysed: hours where there are fifty, else minutes, hot and archived ones together', async () => {
  const { bars, history, of } = world();
  await bars.put(
    series('1m'),
    Array.from({ length: 90 }, (_, i) => bar(START_US + i * MINUTE_US, 100 + i)),
  );
  await bars.put(series('1h'), [bar(START_US, 189)]);
  expect((await of(START_US + 90 * MINUTE_US)).technical).toMatchObject({ timeframe: '1m', bars: 90, price: { close: 189 } });
  await history.put(
    series('1h'),
    Array.from({ length: 60 }, (_, i) => bar(START_US + i * HOUR_US, 50 + i)),
  );
  // The archive has an older revision of the last hour than the hot store.
  await bars.put(series('1h'), [bar(START_US + 59 * HOUR_US, 77, { revision: 1 })]);
  const hourly = await of(START_US + 60 * HOUR_US);
  expect(hourly.technical).toMatchObject({ timeframe: '1h', bars: 60, price: { close: 77 } });
  expect(hourly.provenance.origins).toMatchObject([{ kind: 'stream', sha256: null, later: 0 }]);
});

test('[DX-02] an hour that has not closed is none, and another timeframe can be asked for', async () => {
  const { bars, of } = world();
  await bars.put(
    series('1h'),
    Array.from({ length: 60 }, (_, i) => bar(START_US + i * HOUR_US, 50 + i)),
  );
  const alone = world();
  await alone.bars.put(series('1h'), [bar(START_US, 189)]);
  expect((await alone.of(START_US + HOUR_US)).technical).toMatchObject({ timeframe: '1h', bars: 1 });
  const within = await of(START_US + 59.5 * HOUR_US);
  expect([within.technical.bars, within.technical.price.close, within.provenance.origins[0]?.later]).toEqual([59, 108, 1]);
  expect((await of(START_US + 60 * HOUR_US, { timeframe: '1d' })).technical.why).toContain('no bar of 1d was streamed before');
});
