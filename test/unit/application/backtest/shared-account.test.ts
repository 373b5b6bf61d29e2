import { expect, test } from 'vitest';
import { buildReport } from '../../../../shared/application/backtest/build-report.ts';
import { planBacktest } from '../../../../shared/application/backtest/plan.ts';
import { reportToJson } from '../../../../shared/application/backtest/report-text.ts';
import { subjectOf } from '../../../../shared/application/backtest/subject.ts';
import { type SharedSource, simulateShared } from '../../../../shared/application/backtest/simulate-shared.ts';
import { decodeSimulations, encodeSimulations } from '../../../../shared/application/backtest/simulation-text.ts';
import { tearsheetOf } from '../../../../shared/application/backtest/tearsheet.ts';
import { WalletRow } from '../../../../shared/contracts/cash.ts';
import { BacktestRequest, SleeveRow, TradeRow, UnfilledRow } from '../../../../shared/contracts/schemas.ts';
import { renderTerminal } from '../../../../shared/performance/terminal.ts';
import { STRATEGIES } from '../../../../strategies/registry.generated.ts';
import { instrument, swingingBars } from './fixtures.ts';

const request = (over: Record<string, unknown>) => BacktestRequest.parse({ datasets: ['a', 'b'], ...over });
const planOf = (over: Record<string, unknown>) => planBacktest(request(over), STRATEGIES, '0.1.0-test');
const source = (symbol: string, phase: number, length = 400): SharedSource => ({
  bars: swingingBars(length, { phase }),
  instrument: instrument(symbol),
  data: { sha256: symbol.charCodeAt(0).toString(16).padStart(64, '0'), synthetic: false },
});
const SOURCES = [source('ETH/USDT', 5), source('BTC/USDT', 0)];

const TWO = {
  strategies: [
    { strategy: 'sma-cross', params: { fast: 2, slow: 5 }, share: 0.25 },
    { strategy: 'equal-weight', params: {} },
  ],
  sizing: 'fraction:0.5',
};

function reportOf(over: Record<string, unknown>, sources = SOURCES, rates: SharedSource[] = []) {
  const plan = planOf(over);
  const simulations = simulateShared({ plan, strategy: subjectOf(STRATEGIES, plan), sources, rates });
  return { plan, simulations, report: buildReport(simulations, plan) };
}

test('[SR-12] two strategies on one account: a line for each, whose equity and trades add up to the whole', () => {
  const { report } = reportOf(TWO);
  const { sleeves = [], summary, trades, positions } = report;
  expect(sleeves.map(({ name, startEquity }) => [name, startEquity])).toEqual([
    ['sma-cross', 2500],
    ['equal-weight', 7500],
  ]);
  for (const sleeve of sleeves) expect(SleeveRow.parse(sleeve)).toEqual(sleeve);
  for (const trade of trades) expect(TradeRow.parse(trade)).toEqual(trade);
  const { unfilled } = reportOf({ ...TWO, sizing: 'all' }).report;
  expect(new Set(unfilled.map(({ reason, strategy }) => `${reason} ${strategy}`))).toContain('INSUFFICIENT_FUNDS sma-cross');
  for (const order of unfilled) expect(UnfilledRow.parse(order)).toEqual(order);
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  expect(sum(sleeves.map(({ endEquity }) => endEquity))).toBeCloseTo(summary.endEquity, 6);
  expect(sum(sleeves.map(({ tradeCount }) => tradeCount))).toBe(summary.tradeCount);
  expect(sum(positions.map(({ pnl }) => pnl))).toBeCloseTo(summary.endEquity - summary.startEquity, 6);
  expect(sum(positions.map(({ commission }) => commission))).toBeCloseTo(summary.commission, 6);
  expect(positions.map(({ symbol, startEquity }) => [symbol, startEquity])).toEqual([
    ['BTC/USDT', null],
    ['ETH/USDT', null],
  ]);
  expect(new Set(trades.map(({ strategy }) => strategy))).toEqual(new Set(['equal-weight', 'sma-cross']));
  for (const { symbol, quantity } of positions) {
    const held = sleeves.flatMap((sleeve) => sleeve.positions.filter((position) => position.symbol === symbol));
    expect(sum(held.map((position) => position.quantity))).toBeCloseTo(quantity, 7);
  }
  expect(report.manifest).toMatchObject({ strategy: 'sma-cross + equal-weight', params: {}, account: { currency: 'USDT' } });
});

test('[SR-11] the order of the data sets orders the manifest and changes nothing else', () => {
  const text = (sources: SharedSource[]) => {
    const { manifest, ...rest } = JSON.parse(
      reportToJson(reportOf({ strategy: 'cross-sectional-momentum', params: { lookback: 20, skip: 2 } }, sources).report, { equity: true }),
    );
    return { symbols: manifest.symbols, rest };
  };
  const [one, other] = [text(SOURCES), text(SOURCES.toReversed())];
  expect([one.symbols, other.symbols]).toEqual([
    ['ETH/USDT', 'BTC/USDT'],
    ['BTC/USDT', 'ETH/USDT'],
  ]);
  expect(other.rest).toEqual(one.rest);
  expect(one.rest.trades.length).toBeGreaterThan(0);
});

test('[SR-12] the order of the strategies orders their lines and changes nothing else, though they share the volume of each bar', () => {
  const three = [
    { strategy: 'sma-cross', params: { fast: 2, slow: 5 }, share: 0.3 },
    { strategy: 'equal-weight', params: {} },
    { strategy: 'sma-cross', params: { fast: 3, slow: 9 }, share: 0.1 },
    { strategy: 'rsi-reversion', params: { period: 3 }, share: 0.2 },
  ];
  const sources = [...SOURCES, source('ADA/USDT', 9), source('SOL/USDT', 13)];
  const told = (strategies: typeof three, given: SharedSource[]) => {
    const over = { strategies, sizing: 'fraction:0.3', cash: 5000, execution: { volumeLimit: 1 } };
    const { manifest, sleeves, ...rest } = JSON.parse(reportToJson(reportOf(over, given).report, { equity: true }));
    return {
      names: manifest.strategy,
      sleeves: sleeves.toSorted((a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)),
      rest,
    };
  };
  const [one, other] = [
    told(three, sources),
    told(
      three.toReversed(),
      [2, 0, 3, 1].map((i) => sources[i] as SharedSource),
    ),
  ];
  expect(other.names).toBe('rsi-reversion + sma-cross + equal-weight + sma-cross');
  expect(other.rest).toEqual(one.rest);
  expect(other.sleeves).toEqual(one.sleeves);
  expect(new Set(one.rest.trades.map(({ strategy }: { strategy: string }) => strategy))).toEqual(
    new Set(['equal-weight', 'rsi-reversion', 'sma-cross', 'sma-cross-2']),
  );
});

test('[BT-03] what a shared run leaves comes back from its text bit for bit', () => {
  const { plan, simulations, report } = reportOf(TWO);
  const back = decodeSimulations(encodeSimulations(simulations));
  expect(back).toEqual(simulations);
  expect(reportToJson(buildReport(back, plan), { equity: true })).toBe(reportToJson(report, { equity: true }));
});

test('[SR-11] one instrument on a shared account trades as in a run of its own', () => {
  const alone = { strategy: 'sma-cross', params: { fast: 2, slow: 5 } };
  const shared = reportOf({ ...alone, account: 'shared' }, [source('BTC/USDT', 0)]).report;
  const both = reportOf({ ...alone, account: 'shared' }).report;
  expect(shared.trades.length).toBeGreaterThan(20);
  expect(shared.trades[0]).not.toHaveProperty('strategy');
  // All of the cash in the one that comes first leaves nothing for the other.
  expect(both.unfilled.some(({ reason }) => reason === 'INSUFFICIENT_FUNDS')).toBe(true);
});

test('[SR-11] an instrument in another currency needs its pair, which the manifest names', () => {
  const sources = [source('BTC/EUR', 0), source('ETH/USDT', 5)];
  const rates = [source('EUR/USDT', 3)];
  const equal = { strategy: 'equal-weight', currency: 'USDT' };
  const { report, simulations } = reportOf(equal, sources, rates);
  expect(report.manifest.beside).toEqual([{ kind: 'rate', name: 'EUR/USDT 1h', sha256: rates[0]?.data.sha256 }]);
  expect(report.manifest.account?.currency).toBe('USDT');
  expect(simulations[0]?.benchmark.value[0]).toBeCloseTo(5000, 6);
  expect(() => reportOf(equal, sources)).toThrow('give the bars of EUR/USDT or USDT/EUR');
});

test('[BT-05] [SR-11] what fills would have moved the market by counts in the currency of the account: at 2 USDT a EUR twice as much', () => {
  const about = { strategy: 'sma-cross', params: { fast: 2, slow: 5 }, account: 'shared' };
  const euro = source('EUR/USDT', 0);
  for (const column of ['open', 'high', 'low', 'close'] as const) euro.bars[column].fill(2);
  const inEuro = reportOf(about, [source('BTC/EUR', 0)]);
  const inDollars = reportOf({ ...about, cash: 20_000, currency: 'USDT' }, [source('BTC/EUR', 0)], [euro]);
  const [impact, doubled] = [inEuro, inDollars].map(({ simulations }) => simulations[0]?.impact as number);
  expect(impact).toBeGreaterThan(0);
  expect(doubled).toBeCloseTo(2 * (impact as number), 8);
  expect(inDollars.report.summary.endEquity).toBeCloseTo(2 * inEuro.report.summary.endEquity, 6);
});

test('[SR-12] the summary, the page and their words: what each strategy made, and one account', () => {
  const { report, simulations } = reportOf(TWO);
  const text = renderTerminal(report);
  expect(text).toContain('By strategy');
  // What each runs with: equal-weight by its defaults.
  expect(text.split('\n').slice(0, 2).join(' ')).toContain(
    'sma-cross + equal-weight sma-cross.fast=2 sma-cross.slow=5 equal-weight.band=0',
  );
  expect(text).toMatch(/^equal-weight +-?[\d.]+ %/m);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  const page = tearsheetOf(report, simulations);
  expect(page).toContain('By strategy');
  expect(page).toContain('sma-cross.fast=2 sma-cross.slow=5 equal-weight.band=0');
  expect(page).toContain('ETH/USDT (equal-weight)');
  expect(page).toContain('10,000.00 USDT, one account');
});

test.each([
  [{ strategy: 'equal-weight', account: 'split' }, 'account', 'equal-weight sees several instruments at once'],
  [{ strategy: 'sma-cross', currency: 'USD' }, 'currency', 'only a shared account converts currencies'],
  [{ strategy: 'sma-cross', rates: ['x'] }, 'rates', 'only a shared account converts currencies'],
  [{ strategy: 'sma-cross', cash: { USD: 5 } }, 'cash', 'only a shared account holds several'],
  [{ strategy: 'sma-cross', conversionBps: 5 }, 'conversionBps', 'only a shared account converts currencies'],
  [{ strategy: 'equal-weight', conversionBps: 5 }, 'conversionBps', 'only changed where cash is given by currency'],
  [{ ...TWO, strategy: 'sma-cross' }, 'strategies', 'a backtest runs one or the other'],
  [{ ...TWO, account: 'split' }, 'account', 'several strategies take a shared one'],
  [{ strategies: [{ strategy: 'nope' }] }, 'strategies.0.strategy', 'there is no strategy "nope"'],
  [{ strategies: [{ strategy: 'sma-cross', share: 0.5 }] }, 'share', 'add up to 0.5, but must add up to 1'],
  [{ strategies: [{ strategy: 'sma-cross', params: { fast: 99, slow: 3 } }] }, 'sma-cross.slow', 'must be above fast (99)'],
])('[DX-05] a request that makes no sense is refused by the name of its field: %j', (over, field, said) => {
  expect(() => planOf(over)).toThrow(expect.objectContaining({ field, message: expect.stringContaining(said) }));
});

test('[SR-11] an account that starts in two currencies says what became of each, in JSON, in words and on the page', () => {
  const rates = [source('EUR/USDT', 3)];
  const both = { strategy: 'equal-weight', currency: 'USDT', cash: { EUR: 5000, USDT: 10_000 }, conversionBps: 10 };
  const { report, simulations, plan } = reportOf(both, [source('BTC/EUR', 0), source('ETH/USDT', 5)], rates);
  const { wallets = [], summary, positions, manifest } = report;
  for (const wallet of wallets) expect(WalletRow.parse(wallet)).toEqual(wallet);
  expect(wallets.map(({ currency, start }) => [currency, start])).toEqual([
    ['USDT', 10_000],
    ['EUR', 5000],
  ]);
  const rate = rates[0]?.bars.open[0] as number;
  expect(summary.startEquity).toBeCloseTo(10_000 + 5000 * rate, 6);
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const cash = sum(wallets.map(({ currencyGain, conversionCost }) => currencyGain - conversionCost));
  expect(sum(positions.map(({ pnl }) => pnl)) + cash).toBeCloseTo(summary.endEquity - summary.startEquity, 6);
  expect(wallets.some(({ conversionCost }) => conversionCost > 0)).toBe(true);
  expect(manifest.account).toMatchObject({ currency: 'USDT', cash: { EUR: 5000, USDT: 10_000 }, conversionBps: 10 });
  expect(manifest.engine.cash).toBe(summary.startEquity);
  expect(renderTerminal(report)).toContain('Cash by currency');
  expect(tearsheetOf(report, simulations)).toContain('Cash by currency');
  const back = decodeSimulations(encodeSimulations(simulations));
  expect(reportToJson(buildReport(back, plan), { equity: true })).toBe(reportToJson(report, { equity: true }));
});
