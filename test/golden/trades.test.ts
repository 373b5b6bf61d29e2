import { describe, expect, test } from 'vitest';
import type { Trade } from '../../shared/domain/trade.ts';
import { toIso } from '../../shared/domain/time.ts';
import { runBacktest } from '../../shared/engine/backtest.ts';
import type { Strategy } from '../../shared/strategies/define.ts';
import bollingerReversion from '../../strategies/bollinger-reversion.ts';
import donchianBreakout from '../../strategies/donchian-breakout.ts';
import smaCross from '../../strategies/sma-cross.ts';
import supertrend from '../../strategies/supertrend.ts';
import turtle from '../../strategies/turtle.ts';
import { BTC } from '../unit/engine/world.ts';
import { fixedBars } from './fixed-bars.ts';

const BARS = fixedBars(1000);

function line(trade: Trade): string {
  const { side, entryTimeUs, exitTimeUs, quantity, entryPrice, exitPrice, pnl, commission } = trade;
  return [
    side,
    toIso(entryTimeUs),
    exitTimeUs === null ? 'open' : toIso(exitTimeUs),
    quantity,
    entryPrice,
    exitPrice ?? trade.markPrice,
    pnl,
    commission,
  ].join(' ');
}

function tradesOf(strategy: Strategy): string {
  const options = { cash: 10_000, sizing: { kind: 'all' }, commissionBps: 10, slippageBps: 5 } as const;
  const result = runBacktest({ strategy, values: strategy.parse({}), bars: BARS, instrument: BTC, options });
  const head = '# side entry exit quantity entryPrice exitPrice pnl commission';
  return `${[head, ...result.trades.map(line), `# equity ${result.endEquity}`].join('\n')}\n`;
}

// The files hold what the engine gave when `reference.test.ts` had agreed with it; every digit is a double's shortest text.
describe('trade lists', () => {
  test.each([smaCross, donchianBreakout, bollingerReversion, turtle, supertrend].map((strategy) => [strategy.id, strategy] as const))(
    '[BT-01] [SR-05] %s on fixed bars gives the same bytes on every run and machine',
    async (id, strategy) => {
      const first = tradesOf(strategy);
      expect(first.split('\n').length).toBeGreaterThan(8);
      expect(tradesOf(strategy)).toBe(first);
      await expect(first).toMatchFileSnapshot(`./trades/${id}.txt`);
    },
  );
});
