import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bars } from '../../../shared/domain/bars.ts';
import { MINUTE_US } from '../../../shared/domain/time.ts';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import type { ExecutionOptions } from '../../../shared/engine/execution.ts';
import { runPortfolio } from '../../../shared/engine/portfolio/run.ts';
import { aggregateBars } from '../../../shared/market/aggregate.ts';
import { BTC } from '../../unit/engine/world.ts';
import { erratic, gappyBars, OPTIONS } from './portfolio-world.ts';

const HARD: ExecutionOptions = {
  leverage: 8,
  maintenance: 0.12,
  liquidationFeeBps: 20,
  interestRate: 5,
  funding: 0.003,
  volumeLimit: 0.5,
  latencyUs: 90e6,
};

/** Bars of six minutes, and the minutes that they are made of: some bars are covered by them and some are not. */
function detailed(rows: number, seed: number): { bars: Bars; detail: Bars } {
  const detail = gappyBars(rows, seed, 0.97);
  return { bars: aggregateBars(detail, 6 * MINUTE_US), detail };
}

test('[DX-03] [SR-11] with finer data too, a portfolio of one instrument is the backtest of it, bit for bit', () => {
  let resolved = 0;
  fc.assert(
    fc.property(fc.nat(1e6), fc.boolean(), fc.boolean(), (seed, cut, hard) => {
      const { bars, detail } = detailed(900, seed);
      const range = cut ? { fromUs: bars.time[7] as number, toUs: bars.time[bars.length - 2] as number } : {};
      const times = hard ? 8 : 1;
      const execution = hard ? HARD : undefined;
      const options = { ...OPTIONS, ...range };
      const single = runBacktest({
        strategy: erratic(seed, { times, slow: '12m' }),
        values: {},
        bars,
        instrument: BTC,
        options: { ...options, execution: { ...execution, detail } },
      });
      const account = runPortfolio({
        feeds: [{ instrument: BTC, bars, detail }],
        sleeves: [{ strategy: erratic(seed, { times, slow: '12m' }), values: {} }],
        options: { ...options, ...(execution && { execution }) },
      });
      const [leg] = account.sleeves[0]?.legs ?? [];
      expect(leg?.fills).toEqual(single.fills);
      expect(leg?.trades).toEqual(single.trades);
      expect(leg?.unfilled).toEqual(single.unfilled);
      expect(account.equity).toEqual(single.equity);
      expect(account.barsInPosition).toBe(single.barsInPosition);
      expect(leg?.carry).toEqual(single.carry ?? leg?.carry);
      expect(account.positions[0]?.detail).toEqual(single.detail);
      resolved += single.fills.filter(({ timeUs }) => timeUs % (6 * MINUTE_US) !== 0).length;
    }),
    { numRuns: 40, seed: 51 },
  );
  expect(resolved).toBeGreaterThan(500);
});
