import { expect, test } from 'vitest';
import { buildReport } from '../../../../shared/application/backtest/build-report.ts';
import { reportToJson } from '../../../../shared/application/backtest/report-text.ts';
import { simulate } from '../../../../shared/application/backtest/simulate.ts';
import { decodeSimulation, encodeSimulation } from '../../../../shared/application/backtest/simulation-text.ts';
import { TradeRow } from '../../../../shared/contracts/schemas.ts';
import { sliceBars } from '../../../../shared/domain/bars.ts';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import { defineStrategy } from '../../../../shared/strategies/define.ts';
import smaCross from '../../../../strategies/sma-cross.ts';
import { instrument, MAY_2021_US, plan, simulation, swingingBars } from './fixtures.ts';

const SYMBOLS = ['SOL/USDT', 'BTC/USDT', 'ETH/USDT'];

function three() {
  return SYMBOLS.map((symbol, i) =>
    simulation(symbol, swingingBars(200 - 7 * i, { phase: 5 * i, startUs: MAY_2021_US + i * 3 * HOUR_US }), { shards: 3 }),
  );
}

test('[BT-03] the same input gives the same bytes, with the fields in their fixed order', () => {
  const run = () => reportToJson(buildReport([simulation('BTC/USDT', swingingBars(200))], plan()), { equity: true });
  expect(run()).toBe(run());
  const report = JSON.parse(run());
  expect(Object.keys(report)).toEqual(['manifest', 'summary', 'positions', 'trades', 'unfilled', 'analysis', 'equity']);
  expect(Object.keys(report.summary).slice(0, 9)).toEqual([
    'startEquity',
    'endEquity',
    'totalReturn',
    'cagr',
    'volatility',
    'sharpe',
    'sortino',
    'calmar',
    'maxDrawdown',
  ]);
  expect(Object.keys(JSON.parse(reportToJson(buildReport(three(), plan()), { equity: false })))).not.toContain('equity');
});

test('[BT-03] a shard read back from its text gives the same bytes as one that never left memory', () => {
  const shards = three();
  const report = buildReport(shards, plan());
  const again = buildReport(
    shards.map((shard) => decodeSimulation(encodeSimulation(shard))),
    plan(),
  );
  expect(again).toEqual(report);
  expect(reportToJson(again, { equity: true })).toBe(reportToJson(report, { equity: true }));
  expect(() => decodeSimulation('{"v":1}')).toThrow('version 1');
});

test('[BT-03] the manifest tells data, code, parameters and options apart', () => {
  const report = buildReport(
    [simulation('BTC/USDT', swingingBars(200), { from: '2021-05-03T00:00:00Z', slippageBps: 5 })],
    plan({ from: '2021-05-03T00:00:00Z', slippageBps: 5 }),
  );
  expect(report.manifest).toEqual({
    dataSha256: '42'.padStart(64, '0'),
    bars: 152,
    from: '2021-05-03T00:00:00Z',
    to: '2021-05-09T08:00:00Z',
    symbols: ['BTC/USDT'],
    timeframe: '1h',
    assetClass: 'crypto',
    synthetic: false,
    strategy: 'sma-cross',
    params: { fast: 2, slow: 5 },
    codeVersion: '0.1.0-test',
    seed: null,
    engine: { cash: 10_000, sizing: 'all', commissionBps: 10, slippageBps: 5, from: '2021-05-03T00:00:00Z', to: null },
    data: [
      {
        symbol: 'BTC/USDT',
        assetClass: 'crypto',
        currency: 'USDT',
        timeframe: '1h',
        sha256: '42'.padStart(64, '0'),
        bars: 152,
        from: '2021-05-03T00:00:00Z',
        to: '2021-05-09T08:00:00Z',
        synthetic: false,
      },
    ],
  });
});

test('[BT-03] trades are rows of the contract, in order of entry and then of symbol', () => {
  const { trades } = buildReport(three(), plan());
  expect(trades.length).toBeGreaterThan(20);
  for (const trade of trades) expect(TradeRow.strict().parse(trade)).toEqual(trade);
  expect(trades).toEqual([...trades].sort((a, b) => (a.entryTime + a.symbol < b.entryTime + b.symbol ? -1 : 1)));
});

test('[BT-03] trades of one moment stand in order of symbol, whatever the order of the data sets', () => {
  const { trades } = buildReport(
    SYMBOLS.map((symbol) => simulation(symbol, swingingBars(100), { shards: 3 })),
    plan(),
  );
  expect(trades.slice(0, 3).map(({ symbol }) => symbol)).toEqual(['BTC/USDT', 'ETH/USDT', 'SOL/USDT']);
  expect(new Set(trades.slice(0, 3).map(({ entryTime }) => entryTime)).size).toBe(1);
});

test('[BT-05] the report starts with the cash asked for, also where the parts add up to a hair more', () => {
  const shards = Array.from({ length: 7 }, (_, i) => simulation(`COIN${i}/USDT`, swingingBars(30), { shards: 7 }));
  expect(shards.reduce((sum, { run }) => sum + run.startEquity, 0)).not.toBe(10_000);
  const { summary, equity, benchmark } = buildReport(shards, plan());
  expect([summary.startEquity, equity.value[0], benchmark.value[0]]).toEqual([10_000, 10_000, 10_000]);
});

test('[SG-03] run, positions, round trips and performance agree: the pnl of the trades is the pnl of the run', () => {
  const { summary, positions, trades } = buildReport(three(), plan());
  const runPnl = summary.endEquity - summary.startEquity;
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  expect(sum(trades.map(({ pnl }) => pnl))).toBeCloseTo(runPnl, 6);
  expect(sum(positions.map(({ pnl }) => pnl))).toBeCloseTo(runPnl, 6);
  expect(sum(positions.map(({ endEquity }) => endEquity ?? NaN))).toBeCloseTo(summary.endEquity, 6);
  expect(sum(trades.map(({ commission }) => commission))).toBeCloseTo(summary.commission, 6);
  expect(positions.map(({ symbol }) => symbol)).toEqual([...SYMBOLS].sort());
  expect(summary.tradeCount + summary.openTrades).toBe(trades.length);
  for (const { symbol, quantity } of positions) {
    const open = trades.find((trade) => trade.symbol === symbol && trade.exitTime === null);
    expect(quantity).toBe(open?.quantity ?? 0);
  }
});

test('[BT-05] data sets share the cash equally and their curves are summed', () => {
  const shards = three();
  const report = buildReport(shards, plan());
  expect(shards.map(({ run }) => run.startEquity)).toEqual([10_000 / 3, 10_000 / 3, 10_000 / 3]);
  expect(report.summary.startEquity).toBe(10_000);
  expect(report.equity.time[0]).toBe(MAY_2021_US);
  expect(report.equity.value.at(-1)).toBeCloseTo(
    shards.reduce((sum, { run }) => sum + run.endEquity, 0),
    8,
  );
  expect(report.manifest).toMatchObject({ dataSha256: null, bars: 200 + 193 + 186, symbols: SYMBOLS });
});

test('[BT-05] shards that do not share the cash of the plan are a fault', () => {
  expect(() => buildReport([simulation('BTC/USDT', swingingBars(50), { shards: 3 })], plan())).toThrow('1 simulations start with 3333.33');
  expect(() => buildReport([], plan())).toThrow('0 simulations');
});

test('[BT-05] buy and hold buys at the first open with commission and slippage, floored to the lot, marked at the last close', () => {
  // By hand: open 100, slippage 1 % -> 101, commission 1 % -> 102.01 a unit; 1000 buys 9.80 in lots of 0.1; left 1000 - 9.8 x 102.01 = 0.302.
  const bars = swingingBars(3);
  bars.open.set([100, 100, 100]);
  bars.close.set([102, 90, 110]);
  const { benchmark } = simulate({
    plan: plan({ cash: 1000, commissionBps: 100, slippageBps: 100 }),
    strategy: idle,
    bars,
    instrument: instrument('BTC/USDT', { lot: 0.1 }),
    data: { sha256: '', synthetic: true },
    shards: 1,
  });
  const wanted = [1000, 0.302 + 9.8 * 102, 0.302 + 9.8 * 90, 0.302 + 9.8 * 110];
  wanted.forEach((value, i) => expect(benchmark.value[i]).toBeCloseTo(value, 9));
});

test('[BT-05] a benchmark that cannot buy one lot stays in cash', () => {
  const { benchmark } = simulate({
    plan: plan({ cash: 10 }),
    strategy: idle,
    bars: swingingBars(5),
    instrument: instrument('BTC/USDT', { lot: 1 }),
    data: { sha256: '', synthetic: true },
    shards: 1,
  });
  expect(Array.from(benchmark.value)).toEqual([10, 10, 10, 10, 10, 10]);
});

test('[BT-03] orders that never filled are in the report with their reason', () => {
  const bars = swingingBars(60);
  const data = { sha256: '', synthetic: true };
  const report = buildReport(
    [
      simulate({
        plan: { ...plan(), strategy: 'hopeful', params: {} },
        strategy: hopeful,
        bars,
        instrument: instrument('BTC/USDT'),
        data,
        shards: 1,
      }),
    ],
    plan(),
  );
  expect(report.unfilled).toEqual([
    {
      symbol: 'BTC/USDT',
      time: '2021-05-01T01:00:00Z',
      type: 'limit',
      side: 'buy',
      quantity: 1,
      limitPrice: 1,
      stopPrice: null,
      target: null,
      reason: 'END_OF_DATA',
    },
    {
      symbol: 'BTC/USDT',
      time: '2021-05-01T02:00:00Z',
      type: 'market',
      side: 'buy',
      quantity: 1e6,
      limitPrice: null,
      stopPrice: null,
      target: null,
      reason: 'INSUFFICIENT_FUNDS',
    },
  ]);
  expect(report.summary).toMatchObject({ unfilledOrders: 2, refusedOrders: 1, tradeCount: 0 });
});

test('[BT-05] bars before the start warm up and count in neither curve', () => {
  const bars = swingingBars(200);
  const whole = simulation('BTC/USDT', bars, { from: '2021-05-03T00:00:00Z', to: '2021-05-05T00:00:00Z' });
  expect(whole.run.bars).toBe(48);
  expect(Array.from(whole.benchmark.time)).toEqual(Array.from(whole.run.equity.time));
  expect(whole.prices.close).toEqual(Array.from(sliceBars(bars, 48, 96).close));
});

const idle = defineStrategy({ id: 'sma-cross', about: 'Does nothing.', params: smaCross.params, indicators: () => ({}), onBar() {} });
const hopeful = defineStrategy({
  id: 'hopeful',
  about: 'Asks for what the market never gives.',
  params: {},
  indicators: () => ({}),
  onBar({ bar, order }) {
    if (bar.timeUs === MAY_2021_US) order({ type: 'limit', side: 'buy', quantity: 1, limitPrice: 1 });
    if (bar.timeUs === MAY_2021_US + HOUR_US) order({ type: 'market', side: 'buy', quantity: 1e6 });
  },
});
