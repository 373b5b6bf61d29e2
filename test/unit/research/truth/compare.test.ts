import { expect, test } from 'vitest';
import type { BacktestManifest, TradeLine } from '../../../../shared/performance/report.ts';
import type { Summary } from '../../../../shared/performance/summary.ts';
import { type ComparableReport, compareReports } from '../../../../shared/research/truth/compare.ts';

const MANIFEST: BacktestManifest = {
  dataSha256: 'aa',
  bars: 4,
  from: '2024-01-01T00:00:00Z',
  to: '2024-01-05T00:00:00Z',
  symbols: ['BTC/USDT'],
  timeframe: '1d',
  assetClass: 'crypto',
  synthetic: false,
  strategy: 'sma-cross',
  params: { fast: 5, slow: 20 },
  codeVersion: '0.1.0',
  seed: null,
  engine: { cash: 1000, sizing: 'all', commissionBps: 10, slippageBps: 0, from: null, to: null },
  data: [],
};

function tradeOf(entryTime: string, exitTime: string | null, pnl: number): TradeLine {
  const prices = { quantity: 1, entryPrice: 100, exitPrice: exitTime === null ? null : 100 + pnl, markPrice: 100 + pnl };
  return {
    symbol: 'BTC/USDT',
    side: 'long',
    entryTime,
    exitTime,
    ...prices,
    pnl,
    returnRatio: pnl / 100,
    commission: 0,
    slippage: 0,
    bars: 1,
    mfe: null,
    mae: null,
  };
}

const REPORT: ComparableReport = {
  manifest: MANIFEST,
  summary: { endEquity: 1015, tradeCount: 2, sharpe: null } as Summary,
  trades: [tradeOf('2024-01-02T00:00:00Z', '2024-01-03T00:00:00Z', 10), tradeOf('2024-01-04T00:00:00Z', '2024-01-05T00:00:00Z', 5)],
  equity: [
    ['2024-01-01T00:00:00Z', 1000],
    ['2024-01-03T00:00:00Z', 1010],
    ['2024-01-04T00:00:00Z', 1010],
    ['2024-01-05T00:00:00Z', 1015],
  ],
};

test('[DX-02] a run and the same run again differ in nothing', () => {
  expect(compareReports(REPORT, structuredClone(REPORT))).toEqual({
    same: true,
    since: null,
    causes: [],
    inputs: [],
    summary: [],
    equity: null,
    trades: null,
    others: [],
  });
});

test('[DX-02] runs that differ in another part alone are not the same: it is named, where both have it', () => {
  const a = { ...REPORT, unfilled: [{ type: 'limit', limitPrice: 90 }], positions: [], sleeves: [] } as ComparableReport;
  const b = { ...REPORT, unfilled: [{ type: 'limit', limitPrice: 91 }], positions: [] } as ComparableReport;
  expect(compareReports(a, b)).toMatchObject({ same: false, since: null, inputs: [], others: ['unfilled'] });
});

test('[DX-02] other data, code, parameters and costs are named by their paths', () => {
  const manifest = {
    ...MANIFEST,
    dataSha256: 'bb',
    codeVersion: '0.2.0',
    seed: 7,
    rules: { enter: 'x' },
    params: { fast: 5, slow: 30, stop: 2 },
    engine: { ...MANIFEST.engine, commissionBps: 5 },
  };
  const { same, causes, inputs, since } = compareReports(REPORT, { ...REPORT, manifest });
  expect(same).toBe(false);
  expect(since).toBe(null);
  expect(causes).toEqual(['data', 'params', 'code', 'seed', 'engine', 'strategy']);
  expect(inputs).toEqual([
    { field: 'dataSha256', cause: 'data', a: 'aa', b: 'bb' },
    { field: 'params.slow', cause: 'params', a: 20, b: 30 },
    { field: 'params.stop', cause: 'params', a: null, b: 2 },
    { field: 'codeVersion', cause: 'code', a: '0.1.0', b: '0.2.0' },
    { field: 'seed', cause: 'seed', a: null, b: 7 },
    { field: 'engine.commissionBps', cause: 'engine', a: 10, b: 5 },
    { field: 'rules', cause: 'strategy', a: null, b: { enter: 'x' } },
  ]);
});

test('[DX-02] on one account the parameters of each strategy, which there are with which shares, and what the account is made of are told apart', () => {
  const member = (strategy: string, fast: number, share: number) => ({ strategy, params: { fast }, share });
  const on = (strategies: ReturnType<typeof member>[], currency = 'USD') => ({
    ...REPORT,
    manifest: { ...MANIFEST, account: { strategies, currency } },
  });
  const one = on([member('sma-cross', 5, 0.5), member('momentum', 9, 0.5)]);
  const causes = (other: ComparableReport) => compareReports(one, other).inputs.map(({ field, cause }) => [field, cause]);
  expect(causes(on([member('sma-cross', 5, 0.5), member('momentum', 8, 0.5)]))).toEqual([['account.strategies[1].params.fast', 'params']]);
  expect(causes(on([member('sma-cross', 5, 0.5), member('grid', 9, 0.4)]))).toEqual([
    ['account.strategies[1].strategy', 'strategy'],
    ['account.strategies[1].share', 'strategy'],
  ]);
  expect(causes(on([member('sma-cross', 5, 0.5), member('momentum', 9, 0.5)], 'EUR'))).toEqual([['account.currency', 'engine']]);
  expect(causes(REPORT)).toEqual([['account', 'engine']]);
  const rate = { ...one, manifest: { ...one.manifest, beside: [{ kind: 'rate', name: 'EUR/USD 1d', sha256: 'cc' }] } } as const;
  expect(causes(rate)).toEqual([['beside', 'data']]);
});

test('[DX-02] the first point of equity and the first trade that differ say since when', () => {
  const [first, second] = REPORT.trades as [TradeLine, TradeLine];
  const later: ComparableReport = {
    ...REPORT,
    summary: { ...REPORT.summary, endEquity: 1007 },
    trades: [first, { ...second, exitPrice: 97, markPrice: 97, pnl: -3, returnRatio: -0.03 }],
    equity: [...(REPORT.equity?.slice(0, 3) ?? []), ['2024-01-05T00:00:00Z', 1007]],
  };
  const result = compareReports(REPORT, later);
  expect(result.since).toBe('2024-01-05T00:00:00Z');
  expect(result.summary).toEqual([{ field: 'endEquity', a: 1015, b: 1007 }]);
  expect(result.equity).toEqual({ row: 3, since: '2024-01-05T00:00:00Z', a: 1015, b: 1007, largest: 8 });
  expect(result.trades).toMatchObject({ index: 1, since: '2024-01-05T00:00:00Z', counts: { a: 2, b: 2 } });
  expect(result.trades?.fields).toEqual(['exitPrice', 'markPrice', 'pnl', 'returnRatio']);
  // Entered at another time, a trade differs from its earlier entry on; a second's decimals come after the second.
  const entered = compareReports(REPORT, { ...REPORT, trades: [first, { ...second, entryTime: '2024-01-04T00:00:00.500Z' }] });
  expect(entered.since).toBe('2024-01-04T00:00:00Z');
});

test('[DX-02] a trade or a point that only one run has is a difference; without curves the trades still say since when', () => {
  const shorter = { ...REPORT, trades: REPORT.trades.slice(0, 1), equity: REPORT.equity?.slice(0, 3) ?? [] };
  const result = compareReports(shorter, REPORT);
  expect(result.trades).toMatchObject({ index: 1, since: '2024-01-04T00:00:00Z', a: null, fields: [], counts: { a: 1, b: 2 } });
  expect(result.equity).toEqual({ row: 3, since: '2024-01-05T00:00:00Z', a: null, b: 1015, largest: 0 });
  expect(result.since).toBe('2024-01-04T00:00:00Z');
  const { equity: _, ...bare } = shorter;
  expect(compareReports(bare, REPORT)).toMatchObject({ equity: null, since: '2024-01-04T00:00:00Z' });
  // The same value at another time is another point; what is absent and what is null are the same nothing.
  const moved = [...(REPORT.equity?.slice(0, 3) ?? []), ['2024-01-06T00:00:00Z', 1015] as const];
  expect(compareReports(REPORT, { ...REPORT, equity: moved }).equity).toMatchObject({ row: 3, since: '2024-01-05T00:00:00Z', largest: 0 });
  const { seed: _seed, ...unseeded } = MANIFEST;
  expect(compareReports(REPORT, { ...REPORT, manifest: unseeded as BacktestManifest }).same).toBe(true);
});
