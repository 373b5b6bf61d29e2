import { expect, test } from 'vitest';
import { sliceBars } from '../../../shared/domain/bars.ts';
import { Arena } from '../../../shared/engine/arena.ts';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import { ColumnCache } from '../../../shared/engine/column-cache.ts';
import { ColumnMemory } from '../../../shared/vector/column-memory.ts';
import { inferInstrument } from '../../../shared/market/instrument.ts';
import smaCross from '../../../strategies/sma-cross.ts';
import { randomBars } from '../../support/random-bars.ts';

const bars = randomBars(100, 1);
const columns = () => [new Float64Array(100)];

test('[BT-08] columns are computed once for a key over the same rows, and anew over other rows', () => {
  const cache = new ColumnCache(1e6);
  const first = cache.get('sma(5)', bars, columns);
  expect(cache.get('sma(5)', sliceBars(bars, 0, 100), columns)).toBe(first);
  expect(cache.get('sma(6)', bars, columns)).not.toBe(first);
  expect(cache.get('sma(5)', sliceBars(bars, 0, 99), columns)).not.toBe(first);
  expect(cache.get('sma(5)', randomBars(100, 2), columns)).not.toBe(first);
  expect([cache.hits, cache.misses, cache.bytes]).toEqual([1, 4, 3200]);
});

test('[BT-08] beyond its bytes the columns that were not used for longest are let go', () => {
  const cache = new ColumnCache(1600);
  const a = cache.get('a', bars, columns);
  const b = cache.get('b', bars, columns);
  expect(cache.get('a', bars, columns)).toBe(a);
  cache.get('c', bars, columns);
  expect(cache.bytes).toBe(1600);
  expect(cache.get('a', bars, columns)).toBe(a);
  expect(cache.get('b', bars, columns)).not.toBe(b);
});

test('[BT-08] the memory of what was let go is used again once the run that may read it is over', () => {
  const cache = new ColumnCache(1600, new ColumnMemory(1 << 20));
  const compute = (allocate: (length: number) => Float64Array) => [allocate(100)];
  const [a] = cache.get('a', bars, compute);
  cache.get('b', bars, compute);
  const [c] = cache.get('c', bars, compute);
  expect(c).not.toBe(a);
  cache.settle();
  const [d] = cache.get('d', bars, compute);
  expect(d).toBe(a);
});

test('[BT-08] runs that share columns end as runs that do not', () => {
  const instrument = inferInstrument({ symbol: 'BTC/USDT' });
  const history = randomBars(3000, 3);
  const options = { cash: 1000, sizing: { kind: 'all' }, commissionBps: 10, slippageBps: 5 } as const;
  // 100,000 bytes hold four columns of 3,000 rows, so that some are let go.
  const arena = new Arena(new ColumnCache(100_000, new ColumnMemory(1e6)));
  for (const values of [
    { fast: 5, slow: 20 },
    { fast: 5, slow: 30 },
    { fast: 8, slow: 20 },
    { fast: 5, slow: 20 },
  ]) {
    arena.reset();
    const alone = runBacktest({ strategy: smaCross, values, bars: history, instrument, options });
    const shared = runBacktest({ strategy: smaCross, values, bars: history, instrument, options, arena });
    expect([...shared.equity.value]).toEqual([...alone.equity.value]);
    expect(shared.trades).toEqual(alone.trades);
  }
  expect(arena.columns).toMatchObject({ hits: 4, misses: 4 });
});
