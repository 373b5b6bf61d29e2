import { expect, test } from 'vitest';
import { rowsOf } from '../../../cli/sweep-rows.ts';
import { runSweepShard } from '../../../shared/application/sweep/shard.ts';
import smaCross from '../../../strategies/sma-cross.ts';
import { sweepOf } from '../application/walk-forward/world.ts';
import { coin, walkBars } from '../research/world.ts';

const data = [{ bars: walkBars(600, 21), instrument: coin() }];
const combinations = [8, 2, 6, 4].flatMap((fast) => [30, 10, 20].map((slow) => ({ fast, slow })));
const endless = new AbortController().signal;

test('[BT-06] what half a second here does not do threads do, and the rows are those of one thread, in their order', async () => {
  const plan = sweepOf(smaCross, { fast: '2:8:2', slow: '10:30:10' });
  const expected = runSweepShard({ plan, strategy: smaCross, data, combinations });
  expect(await rowsOf({ plan, strategy: smaCross, data }, combinations, { threads: 2, signal: endless })).toEqual(expected);
  // As slow as it takes for threads to be asked after the third; theirs are as quick as ever.
  let runs = 0;
  const slow = {
    ...smaCross,
    indicators: (values: Parameters<typeof smaCross.indicators>[0]) => (idle(runs++ < 4 ? 130 : 0), smaCross.indicators(values)),
  };
  expect(await rowsOf({ plan, strategy: slow, data }, combinations, { threads: 2, signal: endless })).toEqual(expected);
  expect(runs).toBeLessThan(12);
});

test('[DX-05] one thread hears of a stop between two combinations', async () => {
  const plan = sweepOf(smaCross, { fast: '2:8:2', slow: '10:30:10' });
  const stop = new AbortController();
  let runs = 0;
  const counting = {
    ...smaCross,
    indicators: (values: Parameters<typeof smaCross.indicators>[0]) => (++runs === 3 && stop.abort(), smaCross.indicators(values)),
  };
  expect(await rowsOf({ plan, strategy: counting, data }, combinations, { threads: 1, signal: stop.signal })).toBeUndefined();
  expect(runs).toBe(3);
});

function idle(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
