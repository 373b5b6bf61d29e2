import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allocateBars, type Bars } from '../../shared/domain/bars.ts';
import { HOUR_US } from '../../shared/domain/time.ts';
import { runBacktest } from '../../shared/engine/backtest.ts';
import smaCross from '../../strategies/sma-cross.ts';
import { BTC } from '../unit/engine/world.ts';
import { fixedBars } from './fixed-bars.ts';

interface ReferenceTrade {
  entryUs: number;
  exitUs: number | null;
  quantity: number;
  entry: number;
  exit: number;
}

/**
 * The crossover written a second time from its definition alone: averages summed afresh at every bar, one list of orders, no engine.
 * Returns the round trips and the equity at every close.
 */
function reference(bars: Bars, { fast, slow, commission, slippage }: { fast: number; slow: number; commission: number; slippage: number }) {
  const mean = (end: number, count: number) => bars.close.slice(end - count + 1, end + 1).reduce((sum, x) => sum + x, 0) / count;
  let cash = 10_000;
  let quantity = 0;
  let lastSign = 0;
  let order: 'buy' | 'sell' | undefined;
  const trades: ReferenceTrade[] = [];
  const equity: number[] = [];
  for (let i = 0; i < bars.length; i++) {
    const open = bars.open[i] as number;
    const close = bars.close[i] as number;
    const timeUs = bars.time[i] as number;
    if (order === 'buy') {
      const price = open * (1 + slippage);
      quantity = Math.floor(cash / (price * (1 + commission)) / 1e-8 + 1e-9) / 1e8;
      cash -= quantity * price * (1 + commission);
      trades.push({ entryUs: timeUs, exitUs: null, quantity, entry: price, exit: Number.NaN });
    } else if (order === 'sell') {
      const price = open * (1 - slippage);
      cash += quantity * price * (1 - commission);
      quantity = 0;
      Object.assign(trades.at(-1) as ReferenceTrade, { exitUs: timeUs, exit: price });
    }
    order = undefined;
    equity.push(cash + quantity * close);
    if (i < slow - 1) continue;
    const difference = mean(i, fast) - mean(i, slow);
    const sign = Math.abs(difference) <= 1e-9 * close ? lastSign : Math.sign(difference);
    if (sign > 0 && lastSign < 0 && quantity === 0) order = 'buy';
    if (sign < 0 && lastSign > 0 && quantity > 0) order = 'sell';
    lastSign = sign;
  }
  return { trades, equity };
}

function compare(bars: Bars, fast: number, slow: number): number {
  const options = { cash: 10_000, sizing: { kind: 'all' }, commissionBps: 10, slippageBps: 2 } as const;
  const result = runBacktest({ strategy: smaCross, values: smaCross.parse({ fast, slow }), bars, instrument: BTC, options });
  const expected = reference(bars, { fast, slow, commission: 0.001, slippage: 0.0002 });
  expect(result.trades.map(({ entryTimeUs, exitTimeUs }) => [entryTimeUs, exitTimeUs])).toEqual(
    expected.trades.map(({ entryUs, exitUs }) => [entryUs, exitUs]),
  );
  for (const [i, trade] of result.trades.entries()) {
    const other = expected.trades[i] as ReferenceTrade;
    expect(trade.quantity / other.quantity).toBeCloseTo(1, 9);
    expect(trade.entryPrice / other.entry).toBeCloseTo(1, 12);
    if (trade.exitPrice !== null) expect(trade.exitPrice / other.exit).toBeCloseTo(1, 12);
  }
  for (let i = 0; i < bars.length; i++) expect((result.equity.value[i + 1] as number) / (expected.equity[i] as number)).toBeCloseTo(1, 9);
  return result.trades.length;
}

describe('an independent crossover', () => {
  test.each([
    [10, 30],
    [1, 2],
    [3, 200],
  ])('[BT-01] averages of %i and %i trade as the definition written a second time does', (fast, slow) => {
    expect(compare(fixedBars(1000), fast, slow)).toBeGreaterThan(1);
  });

  const folder = '../shared/data/crypto/binance_1h';
  const here = existsSync(folder);
  test.runIf(here)('[BT-01] on ten real markets every trade and every equity point agrees', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.csv'));
    expect(files).toHaveLength(10);
    for (const file of files) expect(compare(readBars(`${folder}/${file}`), 10, 30)).toBeGreaterThan(100);
  });
  test.runIf(!here)('[BT-01] on ten real markets: skipped: no ../shared/data', () => undefined);
});

/** A reader of its own, so that the product's reader is not its own witness. */
function readBars(path: string): Bars {
  const rows = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','));
  const bars = allocateBars(rows.length, HOUR_US);
  for (const [i, row] of rows.entries()) {
    bars.time[i] = Date.parse(row[0] as string) * 1000;
    bars.open[i] = Number(row[1]);
    bars.high[i] = Number(row[2]);
    bars.low[i] = Number(row[3]);
    bars.close[i] = Number(row[4]);
    bars.volume[i] = Number(row[5]);
  }
  return bars;
}
