import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildReport } from '../../shared/application/backtest/build-report.ts';
import { simulate } from '../../shared/application/backtest/simulate.ts';
import type { Simulation } from '../../shared/application/backtest/simulation.ts';
import { allocateBars, type Bars } from '../../shared/domain/bars.ts';
import { HOUR_US } from '../../shared/domain/time.ts';
import { renderTearsheet } from '../../shared/performance/tearsheet/render.ts';
import smaCross from '../../strategies/sma-cross.ts';
import { instrument, plan } from '../unit/application/backtest/fixtures.ts';

const FOLDER = join(import.meta.dirname, '../../../shared/data/crypto/binance_1h');
const REQUEST = { params: { fast: 10, slow: 30 } };

function barsOf(text: string): Bars {
  const rows = text.trim().split('\n').slice(1);
  const bars = allocateBars(rows.length, HOUR_US);
  rows.forEach((row, i) => {
    const [time = '', ...numbers] = row.split(',');
    bars.time[i] = Date.parse(time) * 1000;
    for (const [j, column] of (['open', 'high', 'low', 'close', 'volume'] as const).entries()) bars[column][i] = Number(numbers[j]);
  });
  return bars;
}

function run(files: readonly string[]): Simulation[] {
  return files.map((file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const data = { sha256: createHash('sha256').update(text).digest('hex'), synthetic: false };
    const symbol = file.replace(/USDT-.*/, '/USDT');
    return simulate({
      plan: plan(REQUEST),
      strategy: smaCross,
      bars: barsOf(text),
      instrument: instrument(symbol),
      data,
      shards: files.length,
    });
  });
}

test('[BT-01] [BT-05] sma-cross 10/30 on 15,257 hours of BTC/USDT gives the numbers of an independent script', ({ skip }) => {
  skip(!existsSync(FOLDER), 'skipped: no ../shared/data');
  const report = buildReport(run(['BTCUSDT-1h-2021-04_2022-12.csv']), plan(REQUEST));
  // From a Python script of 40 lines, written from the definitions alone: its own averages, crosses, fills, costs and ratios.
  const wanted = {
    endEquity: 4648.099621445512,
    totalReturn: -0.5351900378554488,
    cagr: -0.35587693654586117,
    volatility: 0.4567577173811353,
    sharpe: -0.7357349713463502,
    sortino: -1.1394218677408279,
    calmar: -0.6049700752390297,
    maxDrawdown: 0.5882554379326129,
    exposure: 0.47912433637019075,
    turnover: 593.0859876119039,
    tradeCount: 296,
    winRate: 0.2939189189189189,
    profitFactor: 0.8018430818812151,
    expectancy: -18.029009546539136,
    commission: 4132.58437630428,
    days: 637,
    // From here on by the measures of scripts/golden/measures.py, from the run's equity, the holding's, and MFE and MAE of the file's rows.
    skew: 1.0696305401777921,
    kurtosis: 7.736136129571291,
    omega: 0.88696719174993,
    tailRatio: 1.1983312319270754,
    commonSenseRatio: 1.062880487568592,
    var95: 0.03583591918219538,
    var99: 0.0551682612269014,
    cvar95: 0.04891724139141958,
    cvar99: 0.06801595977455954,
    cornishFisherVar95: 0.030177497130923214,
    cornishFisherVar99: 0.05391256621945254,
    kRatio: -1.7493749758022545,
    gainToPain: -0.477559627114299,
    bestMonth: 0.22255633441883615,
    worstMonth: -0.2542204369081207,
    winMonths: 0.47619047619047616,
    drawdownCount: 15,
    averageDrawdown: 0.04723895543438173,
    averageDrawdownSeconds: 3_641_520,
    underWaterShare: 0.9937778359968562,
    ulcerIndex: 0.4044086002453767,
    ulcerPerformance: -0.8799934925467244,
    painIndex: 0.38080694317586794,
    painRatio: -0.9345337392693144,
    sterling: -2.6584911615299833,
    burke: -0.6030187033023684,
    recoveryFactor: -0.8069780020730037,
    alpha: -0.12910188760611513,
    beta: 0.43579304428080506,
    correlation: 0.6633050454914512,
    trackingError: 0.5202817099442304,
    informationRatio: 0.26683706281626934,
    treynor: -0.771128934983866,
    upCapture: 0.469645027912233,
    downCapture: 0.49561430896960196,
    payoffRatio: 1.9262667139445304,
    kelly: -0.07263524306169128,
    averageMfe: 0.028533231991753078,
    averageMae: -0.01948860304823085,
    edgeRatio: 1.4640983718093272,
    exposureAdjustedReturn: -0.7427653106539266,
  };
  for (const [name, value] of Object.entries(wanted)) {
    const actual = report.summary[name as keyof typeof wanted];
    expect(Math.abs((actual as number) - value), name).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
  }
  expect(report.summary.buyAndHold.totalReturn).toBeCloseTo(-0.7148442821560504, 12);
  expect(report.manifest.dataSha256).toMatch(/^1973685cce4a6372/);
});

test('[BT-03] [SG-03] ten data sets of 1.7 years of hours run and are reported within 30 s, pnl of the trades equal to pnl of the run', ({
  skip,
}) => {
  skip(!existsSync(FOLDER), 'skipped: no ../shared/data');
  const started = process.threadCpuUsage();
  const shards = run(readdirSync(FOLDER).filter((file) => file.endsWith('.csv')));
  const { summary, trades, positions, manifest, ...rest } = buildReport(shards, plan(REQUEST));
  const page = renderTearsheet({ summary, trades, positions, manifest, ...rest }, { prices: shards.map(({ prices }) => prices) });
  const { user, system } = process.threadCpuUsage(started);
  expect((user + system) / 1e6).toBeLessThan(30);
  expect(positions).toHaveLength(10);
  const pnl = trades.reduce((sum, trade) => sum + trade.pnl, 0);
  expect(Math.abs(pnl - (summary.endEquity - summary.startEquity))).toBeLessThan(1e-6);
  expect(page.match(/<figure class="plot small/g)).toHaveLength(10);
  expect(page.length).toBeLessThan(3_000_000);
});
