import { expect, test } from 'vitest';
import { buildReport } from '../../../shared/application/backtest/build-report.ts';
import type { BacktestReport } from '../../../shared/performance/report.ts';
import { renderTerminal } from '../../../shared/performance/terminal.ts';
import { plan, simulation, swingingBars } from '../application/backtest/fixtures.ts';

const one = buildReport([simulation('BTC/USDT', swingingBars(300))], plan());
const SYMBOLS = Array.from({ length: 30 }, (_, i) => `COIN-WITH-A-LONG-NAME-${i}/USDT`);
const thirty = buildReport(
  SYMBOLS.map((symbol) => simulation(symbol, swingingBars(60), { shards: 30 })),
  plan(),
);

test('[BT-05] no line of the summary is wider than 80 columns, whatever the names', () => {
  const named: BacktestReport = {
    ...one,
    manifest: { ...one.manifest, strategy: 'a-strategy', params: Object.fromEntries(SYMBOLS.map((name) => [name, 1])) },
  };
  for (const report of [one, thirty, named]) {
    for (const line of renderTerminal(report).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  }
  expect(renderTerminal(thirty)).toContain('and 10 more');
});

test('[BT-05] the summary says that data is synthetic, and only then', () => {
  expect(renderTerminal({ ...one, manifest: { ...one.manifest, synthetic: true } })).toContain('SYNTHETIC DATA');
  expect(renderTerminal(one).toLowerCase()).not.toContain('synthetic');
});

test('[BT-09] what analysers answered stands below their names, and nothing when none was asked for', () => {
  const text = renderTerminal({ ...one, analysers: { 'by-day': [{ day: 1, share: null }] } });
  expect(text).toContain('\nby-day\n[\n {\n  "day": 1,\n  "share": null\n }\n]\n');
  expect(renderTerminal(one)).not.toContain('by-day');
});

test('[BT-05] undefined numbers read n/a, refused and unfilled orders are told apart', () => {
  const text = renderTerminal({ ...one, summary: { ...one.summary, sharpe: null, refusedOrders: 1, unfilledOrders: 3, openTrades: 2 } });
  expect(text).toMatch(/Sharpe +n\/a/);
  expect(text).toContain('1 order refused for want of funds, for their size, or beyond their stop.');
  expect(text).toContain('2 orders ended unfilled or cancelled.');
  expect(text).toContain('2 trades still open at the end');
});
