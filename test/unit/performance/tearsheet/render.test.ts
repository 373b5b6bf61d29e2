import { expect, test } from 'vitest';
import { buildReport } from '../../../../shared/application/backtest/build-report.ts';
import type { BacktestReport } from '../../../../shared/performance/report.ts';
import { renderTearsheet } from '../../../../shared/performance/tearsheet/render.ts';
import { renderTerminal } from '../../../../shared/performance/terminal.ts';
import { plan, simulation, swingingBars } from '../../application/backtest/fixtures.ts';

/** Whatever makes a browser ask for something. */
const REQUESTS = /https?:|\/\/[a-z]|@import|url\(|<link|<iframe|<img|\bsrc=|\bhref=|fetch\(|XMLHttpRequest|import\(/i;
const EVIL = '</title><script>alert(1)</script><img src=x onerror=alert(1)>"\'';

function sheet(symbols: readonly string[], { bars = 300, over = {} as Partial<BacktestReport['manifest']> } = {}): string {
  const shards = symbols.map((symbol, i) => simulation(symbol, swingingBars(bars, { phase: i }), { shards: symbols.length }));
  const report = buildReport(shards, plan());
  return renderTearsheet({ ...report, manifest: { ...report.manifest, ...over } }, { prices: shards.map(({ prices }) => prices) });
}

test('[BT-05] the tearsheet asks nothing of the network', () => {
  const page = sheet(['BTC/USDT', 'ETH/USDT']);
  expect(REQUESTS.exec(page)?.[0]).toBeUndefined();
  expect(page).toContain("default-src 'none'");
  expect(page.slice(0, page.indexOf('<script>'))).not.toMatch(/NaN|Infinity|undefined/);
});

test('[BT-05] no string of the user becomes markup', () => {
  const page = sheet([EVIL], { over: { strategy: EVIL, codeVersion: EVIL, params: { [EVIL]: 1 }, symbols: [EVIL] } });
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).not.toContain('<img');
  expect(page).toContain('&lt;script&gt;alert(1)');
});

test('[BT-05] it shows equity, drawdown, months, trades on the price, metrics, trades and manifest, one price chart an instrument', () => {
  const page = sheet(['BTC/USDT', 'ETH/USDT', 'SOL/USDT']);
  for (const title of [
    'Equity',
    'Drawdown',
    'Monthly returns',
    'Trades on the price',
    'Metrics',
    'Worst drawdowns',
    'Years',
    'By instrument',
    'Trades',
    'Manifest',
    'Data',
  ]) {
    expect(page).toContain(`<h2>${title}</h2>`);
  }
  expect(page.match(/<figure class="plot small/g)).toHaveLength(3);
  expect(sheet(['BTC/USDT']).match(/<figure class="plot tall/g)).toHaveLength(2);
});

test('[BT-05] every number of the summary stands in it, and the rolling Sharpe ratio of a run longer than its window', () => {
  const page = sheet(['BTC/USDT']);
  for (const label of ['Omega', 'Ulcer index', 'Expected shortfall, 95 %', 'Beta', 'Kelly', 'Average MFE', 'Capacity', 'K-ratio']) {
    expect(page).toContain(`<dt>${label}</dt>`);
  }
  expect(page).toContain('<th scope="col" class="">MFE</th>');
  expect(page).not.toContain('Sharpe ratio of the last');
  expect(sheet(['BTC/USDT'], { bars: 24 * 100 })).toContain('Sharpe ratio of the last 91 returns');
});

test('[BT-05] every trade is drawn: a line, an entry and an exit', () => {
  const page = sheet(['BTC/USDT']);
  const trades = Number(/<h3>BTC\/USDT<\/h3><span class="muted">(\d+) trades/.exec(page)?.[1]);
  const marks = (className: string) =>
    [...page.matchAll(new RegExp(`<path class="${className}" d="([^"]*)"`, 'g'))].map((match) => match[1]).join('');
  expect(trades).toBeGreaterThan(5);
  expect(marks('trade (?:win|loss|open)').match(/M/g)).toHaveLength(trades);
  expect(marks('dot (?:long|short)').match(/M/g)).toHaveLength(trades);
  expect(marks('dot (?:win|loss|open)').match(/M/g)).toHaveLength(trades);
});

test('[BT-05] a long list of trades is cut, and says so', () => {
  const page = sheet(['BTC/USDT'], { bars: 12_000 });
  const count = /The first 300 of ([\d,]+); all of them are in the report as JSON\./.exec(page)?.[1];
  expect(Number(count?.replace(',', ''))).toBeGreaterThan(300);
});

test('[BT-05] synthetic data is labelled', () => {
  expect(sheet(['BTC/USDT'], { over: { synthetic: true } })).toContain('Synthetic data: a generator made these prices');
  expect(sheet(['BTC/USDT'])).not.toContain('Synthetic data');
});

test('[BT-05] a million bars make a page below 3 MB', () => {
  expect(sheet(['BTC/USDT'], { bars: 1_000_000 }).length).toBeLessThan(3_000_000);
});

test.each([
  ['one bar', [10_000, 10_000]],
  ['nothing but flat', [10_000, 10_000, 10_000]],
  ['a total loss', [10_000, 5_000, 0, 0]],
  ['debts', [10_000, -5_000, -6_000]],
])('[BT-05] a run of %s has a page and a summary without a broken number', (_, values) => {
  const shard = simulation('BTC/USDT', swingingBars(values.length - 1));
  const equity = { time: shard.run.equity.time, value: Float64Array.from(values) };
  const report = buildReport([{ ...shard, run: { ...shard.run, equity, endEquity: values.at(-1) as number } }], plan());
  const page = renderTearsheet(report, { prices: [shard.prices] });
  expect(page.slice(0, page.indexOf('<script>'))).not.toMatch(/NaN|Infinity|undefined/);
  expect(renderTerminal(report)).not.toMatch(/NaN|Infinity|undefined/);
});

test('[BT-05] a page without prices still has all the rest', () => {
  const report = buildReport([simulation('BTC/USDT', swingingBars(100))], plan());
  const page = renderTearsheet(report, { prices: [] });
  expect(page).not.toContain('Trades on the price');
  expect(page.match(/<figure/g)).toHaveLength(2);
});
