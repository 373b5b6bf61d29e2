import { expect, test } from 'vitest';
import { buildReport } from '../../shared/application/backtest/build-report.ts';
import { reportToJson } from '../../shared/application/backtest/report-text.ts';
import { renderTerminal } from '../../shared/performance/terminal.ts';
import { plan, simulation, swingingBars } from '../unit/application/backtest/fixtures.ts';
import { plainDrawdown, plainRatios, plainReturns } from '../unit/performance/plain.ts';

/**
 * 72 hourly bars of whole numbers (see `swingingBars`), sma-cross 2/5, commission 0.1 %, slippage 0.05 %. The golden numbers come from this engine;
 * the test below holds them against the trades' own arithmetic and the second implementation of the ratios.
 */
const report = () => buildReport([simulation('BTC/USDT', swingingBars(72), { slippageBps: 5 })], plan({ slippageBps: 5 }));

test('[BT-01] [BT-05] the report of fixed data is the same, byte by byte, on every run and machine', async () => {
  const { equity, ...rest } = JSON.parse(reportToJson(report(), { equity: true }));
  const rows = equity.map((row: unknown) => `    ${JSON.stringify(row)}`).join(',\n');
  await expect(`${JSON.stringify(rest, null, 2).slice(0, -2)},\n  "equity": [\n${rows}\n  ]\n}\n`).toMatchFileSnapshot('report.json');
});

test('[BT-05] the terminal summary of fixed data is the same on every run and machine', async () => {
  await expect(renderTerminal(report())).toMatchFileSnapshot('report.txt');
});

test('[BT-05] the golden numbers agree with the arithmetic of their own trades and with a second implementation', () => {
  const { summary, trades, equity } = report();
  const points = Array.from(equity.time, (time, i) => [time, equity.value[i] as number] as const);
  const ratios = plainRatios(plainReturns(points, false), 365);
  expect(summary.sharpe).toBeCloseTo(ratios.sharpe, 9);
  expect(summary.sortino ?? 0).toBeCloseTo(Number.isFinite(ratios.sortino) ? ratios.sortino : 0, 9);
  expect(summary.maxDrawdown).toBeCloseTo(plainDrawdown(points).ratio, 12);
  let cash = 10_000;
  for (const { quantity, entryPrice, exitPrice, markPrice } of trades) {
    const exit = exitPrice ?? markPrice;
    const paid = quantity * entryPrice * 1.001;
    expect(paid).toBeLessThanOrEqual(cash * (1 + 1e-9));
    cash += quantity * exit * (exitPrice === null ? 1 : 0.999) - paid;
  }
  expect(cash).toBeCloseTo(summary.endEquity, 6);
});
