import { expect, test } from 'vitest';
import { measureSpeed, planOfOne } from '../../../../shared/application/quote/measure.ts';
import { groupOf } from '../../../../shared/strategies/group.ts';
import smaCross from '../../../../strategies/sma-cross.ts';
import { coin, walkBars } from '../../research/world.ts';
import { plan } from '../backtest/fixtures.ts';

test('[DX-05] speed is measured with the parameters that are run, also of several strategies', () => {
  const seen: unknown[] = [];
  const watched = {
    ...smaCross,
    indicators: (values: Parameters<typeof smaCross.indicators>[0]) => {
      seen.push(values);
      return smaCross.indicators(values);
    },
  };
  const strategies = [3, 4].map((fast) => ({ strategy: 'sma-cross', params: { fast, slow: 9 } }));
  const backtest = plan({ strategy: 'rules', params: {}, strategies });
  const strategy = groupOf([watched, watched]);
  // A clock of half a second a look: one run to warm up, one that counts.
  let nowMs = 0;
  const speed = measureSpeed(
    { plan: planOfOne(backtest, strategy), strategy, data: [{ bars: walkBars(300, 1), instrument: coin() }] },
    () => (nowMs += 500),
  );
  expect(seen).toEqual([
    { fast: 3, slow: 9 },
    { fast: 4, slow: 9 },
    { fast: 3, slow: 9 },
    { fast: 4, slow: 9 },
  ]);
  expect(speed).toBe(300);
});
