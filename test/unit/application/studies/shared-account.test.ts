import { beforeEach, describe, expect, test } from 'vitest';
import { parquetBarFiles } from '../../../../shared/adapters/files/parquet.ts';
import { buildReport } from '../../../../shared/application/backtest/build-report.ts';
import { planBacktest } from '../../../../shared/application/backtest/plan.ts';
import { equityRows } from '../../../../shared/application/backtest/report-text.ts';
import { subjectOf } from '../../../../shared/application/backtest/subject.ts';
import { barsKey } from '../../../../shared/application/datasets/keys.ts';
import { putJson } from '../../../../shared/application/json-objects.ts';
import { runMonteCarlo } from '../../../../shared/application/monte-carlo/run.ts';
import { sourceOf } from '../../../../shared/application/monte-carlo/source.ts';
import { summaryKey } from '../../../../shared/application/runs/keys.ts';
import { writePages } from '../../../../shared/application/runs/pages.ts';
import { sweepManifest } from '../../../../shared/application/sweep/manifest.ts';
import { countsOf, planSweep } from '../../../../shared/application/sweep/plan.ts';
import { sweepResult } from '../../../../shared/application/sweep/result.ts';
import { runSweep } from '../../../../shared/application/sweep/run.ts';
import { runSweepShard } from '../../../../shared/application/sweep/shard.ts';
import { simulationsOf } from '../../../../shared/application/sweep/simulations.ts';
import { abilityOf } from '../../../../shared/application/walk-forward/ability.ts';
import { combinationReturns } from '../../../../shared/application/walk-forward/combination-returns.ts';
import { runCombinatorial } from '../../../../shared/application/walk-forward/combinatorial.ts';
import { walkForwardManifest } from '../../../../shared/application/walk-forward/manifest.ts';
import { runWalkForward } from '../../../../shared/application/walk-forward/run.ts';
import type { QuoteRequest, StudyKind, Sweep, SweepRequest } from '../../../../shared/contracts/studies.ts';
import { allocateBars, type Bars } from '../../../../shared/domain/bars.ts';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import { inferInstrument } from '../../../../shared/market/instrument.ts';
import type { RunRecord } from '../../../../shared/ports/run-store.ts';
import type { Params } from '../../../../shared/research/optimise/space.ts';
import { randomBars } from '../../../support/random-bars.ts';
import { asked, dataset, digest, memoryLedger, platform, strategies, TENANT } from './world.ts';

const BARS = 800;
const hourly = (seed: number): Bars => ({
  ...randomBars(BARS, seed),
  timeframeUs: HOUR_US,
  time: Float64Array.from({ length: BARS }, (_, i) => i * HOUR_US),
});

/** Two bars for each: up to the high, then down to the low and to the close. */
function halved({ length, timeframeUs, time, open, high, low, close }: Bars): Bars {
  const half = allocateBars(2 * length, timeframeUs / 2);
  for (let i = 0; i < length; i++) {
    const at = time[i] as number;
    half.time.set([at, at + half.timeframeUs], 2 * i);
    half.open.set([open[i] as number, high[i] as number], 2 * i);
    half.high.set([high[i] as number, high[i] as number], 2 * i);
    half.low.set([open[i] as number, low[i] as number], 2 * i);
    half.close.set([high[i] as number, close[i] as number], 2 * i);
    half.volume.set([5, 5], 2 * i);
  }
  return half;
}

const [btc, eth, eur] = [hourly(1), hourly(2), hourly(3)];
/** What the platform has, by id. */
const FILES: Readonly<Record<string, { readonly symbol: string; readonly bars: Bars }>> = {
  BTC: { symbol: 'BTC/USDT', bars: btc },
  ETH: { symbol: 'ETH/EUR', bars: eth },
  RATE: { symbol: 'EUR/USDT', bars: eur },
  FINE: { symbol: 'BTC/USDT', bars: halved(btc) },
  FINER: { symbol: 'ETH/EUR', bars: halved(eth) },
};
const sha = (id: string) => digest(id);
const encoded = new Map(Object.entries(FILES).map(([id, { bars }]) => [id, parquetBarFiles.encode(bars)]));

let on: ReturnType<typeof platform>;
beforeEach(async () => {
  // A quote asks a clock that moves by a tenth of a second whenever it is asked how long a few runs take.
  on = platform({ reads: true, tickUs: 100_000 });
  for (const [id, { symbol, bars }] of Object.entries(FILES)) {
    const timeframe = bars.timeframeUs === HOUR_US ? '1h' : '30m';
    await on.datasets.create(TENANT, { ...dataset, id, symbol, timeframe, bars: bars.length, toUs: BARS * HOUR_US, sha256: sha(id) });
    await on.objects.put(barsKey(TENANT, id), encoded.get(id) as Uint8Array<ArrayBuffer>, { contentType: 'x' });
  }
});

async function ended(kind: StudyKind, body: object) {
  const { id } = await on.start(kind, body);
  await on.execute(id);
  return on.read.get(TENANT, kind, id);
}

/** What a request reads, as the command line reads files. */
function dataOf({ datasets = [], rates = [], detail = [] }: QuoteRequest['request']) {
  const fileOf = (id: string) => {
    const { symbol, bars } = FILES[id] as (typeof FILES)[string];
    return { bars, instrument: inferInstrument({ symbol, assetClass: 'crypto' }), origin: { sha256: sha(id), synthetic: false } };
  };
  const finer = (id: string | undefined) => (id === undefined ? {} : { detail: { bars: fileOf(id).bars, sha256: sha(id) } });
  return { data: datasets.map((id, i) => ({ ...fileOf(id), ...finer(detail[i]) })), rates: rates.map(fileOf) };
}

const SHARED = { datasets: ['BTC', 'ETH'], rates: ['RATE'], currency: 'USDT', account: 'shared' };
/** Two strategies, each with its share, on an account that starts with two currencies. */
const SEVERAL = {
  ...SHARED,
  cash: { USDT: 8000, EUR: 2000 },
  conversionBps: 5,
  strategies: [
    { strategy: 'sma-cross', params: { slow: 30 }, share: 0.6 },
    { strategy: 'rsi-reversion', params: {} },
  ],
};
const RANGES = { 'sma-cross.fast': '3:9:3', 'rsi-reversion.period': '5:15:5' };
const REBALANCED = { ...SHARED, strategy: 'equal-weight', ranges: { invested: '0.25:0.75:0.25', band: '0:0.1:0.1' } };
const BRACKET = {
  params: { days: { default: 3, min: 2, max: 4 } },
  entry: { long: { above: ['close', 'sma($days)'] } },
  exit: { long: { below: ['close', 'sma($days)'] } },
  stopLoss: { percent: 0.1 },
  takeProfit: { percent: 0.1 },
};

/** The plan of a search as the command line makes it of the same request, and what it runs on. */
function searchOf(body: object) {
  const { request } = asked('sweep', body);
  const { ranges, method, trials, seed, constraints, objective, goal, requirements } = request as SweepRequest;
  const search = { ranges, method, trials, seed, constraints, objective, goal, requirements };
  const plan = planSweep({ backtest: request as SweepRequest, ...search }, strategies, 'v1');
  return { plan, strategy: subjectOf(strategies, plan.backtest), ...dataOf(request) };
}

async function sweptHere(body: object) {
  const world = { ...searchOf(body), ledger: memoryLedger(), digest };
  const evaluate = async (combinations: readonly Params[]) => runSweepShard({ ...world, combinations });
  const { ledgerSha256, ...result } = await sweepResult(world, await runSweep({ ...world, evaluate }));
  const manifest = sweepManifest({ ...world, ledgerSha256 }, result.rows[0]?.params as Params);
  const { method, objective, goal } = world.plan;
  return { manifest, method, objective, goal, leftOut: countsOf(world.plan, world.strategy).leftOut, ...result };
}

describe('studies of a shared account', () => {
  test.each([
    ['several strategies in two currencies', { ...SEVERAL, ranges: RANGES }],
    ['a strategy that sees several instruments', REBALANCED],
    ['rules with finer data', { ...SHARED, rules: BRACKET, detail: ['FINE', 'FINER'], ranges: { days: '2:4:1' } }],
  ])('[BT-08] [SR-12] a sweep of %s comes to the very bytes of the command line', async (_, body) => {
    const study = (await ended('sweep', body)) as Sweep;
    expect([study.status, study.error]).toEqual(['DONE', null]);
    const here = await sweptHere(body);
    expect(JSON.stringify(study.result)).toBe(JSON.stringify(here));
    expect(here.rows.length).toBeGreaterThan(2);
    expect(here.rows[0]?.summary.turnover).toBeGreaterThan(0.2);
    if ('detail' in body) expect(here.rows).not.toEqual((await sweptHere({ ...body, detail: undefined })).rows);
  });

  test.each([
    ['several strategies', { ...SEVERAL, ranges: { 'sma-cross.fast': '3:9:3' } }],
    ['a strategy that sees several instruments', REBALANCED],
  ])('[BT-06] [SR-12] a walk-forward of %s comes to the very bytes of the command line', async (_, body) => {
    const study = await ended('walk-forward', { ...body, folds: 2, cpcv: { groups: 4, testGroups: 2 }, spa: true });
    expect([study.status, study.error]).toEqual(['DONE', null]);
    const { plan: sweep, ...given } = searchOf(body);
    const plan = { sweep, division: { spans: null, folds: 2, anchored: false, gaps: { purge: 0, embargo: 0 } } };
    const evaluate = async (own: typeof sweep, combinations: readonly Params[]) => runSweepShard({ ...given, plan: own, combinations });
    const report = await runWalkForward({ ...given, plan, ledger: memoryLedger(), digest, evaluate });
    const input = { ...given, plan: sweep };
    const returns = await combinationReturns(input);
    const here = {
      manifest: walkForwardManifest({ ...given, plan }),
      ...report,
      cpcv: runCombinatorial(input, returns, { groups: 4, testGroups: 2, gaps: plan.division.gaps }),
      ability: abilityOf(input, returns),
    };
    expect(JSON.stringify(study.result)).toBe(JSON.stringify(here));
  });

  /** The run that a simulation draws from, and what it is run on. */
  function runHere(body: object) {
    const { request } = asked('monte-carlo', body);
    const plan = planBacktest(request, strategies, 'v1');
    const world = { plan, strategy: subjectOf(strategies, plan), ...dataOf(request) };
    const report = buildReport(simulationsOf(world), plan);
    return { world, report, run: { ...report, equity: equityRows(report.equity) } };
  }
  const CHANCE = { paths: 300, ruinRatio: 0.5, missRatio: 0.1, noise: 0.1, reruns: 3, entries: true, seed: 7 };

  test.each([
    ['several strategies', SEVERAL],
    ['rules with finer data', { ...SHARED, rules: BRACKET, detail: ['FINE', 'FINER'] }],
  ])('[BT-07] [SR-12] a simulation of %s comes to the very bytes of the command line', async (_, body) => {
    const study = await ended('monte-carlo', { ...body, ...CHANCE });
    expect([study.status, study.error]).toEqual(['DONE', null]);
    const { world, run } = runHere(body);
    const kinds = ['shuffle', 'bootstrap', 'blocks', 'missed', 'costs', 'noise'] as const;
    const plan = { kinds, paths: 300, ruinRatio: 0.5, missRatio: 0.1, noise: 0.1, reruns: 3, entries: true, seed: 7 };
    const result = await runMonteCarlo({ plan, source: sourceOf(run), world });
    expect(JSON.stringify(study.result)).toBe(JSON.stringify({ manifest: { ...run.manifest, seed: 7, monteCarlo: plan }, ...result }));
    // Finer data says nothing of other prices: what the runs on them are put beside goes without it.
    const coarse = runHere({ ...body, detail: undefined }).run.summary.totalReturn;
    expect(result.kinds.noise?.observed.totalReturn).toBe(coarse);
    expect(run.summary.totalReturn === coarse).toBe(!('detail' in body));
  });

  test('[DX-05] a quote of them counts the bars of every instrument', async () => {
    const quote = await on.quote(TENANT, asked('sweep', { ...SEVERAL, ranges: RANGES }));
    expect([quote.unit, quote.bars, quote.runs, quote.withinCap]).toEqual(['bars', 2 * BARS * 9, 9, true]);
    const dear = await on.quote(TENANT, asked('walk-forward', { ...REBALANCED, folds: 2, maxDollars: 0 }));
    expect([dear.unit, dear.withinCap]).toEqual(['bars', false]);
  });

  test('[DX-05] a simulation of a finished backtest has a quote in steps of its paths, and keeps to its cap', async () => {
    const { report, run } = runHere(SEVERAL);
    const { manifest, summary, trades, equity } = run;
    const where = { tenant: TENANT, runId: 'RUN' };
    await writePages(on.objects, { ...where, list: 'trades' }, trades.length, (from, to) => trades.slice(from, to));
    await writePages(on.objects, { ...where, list: 'equity' }, equity.length, (from, to) => equity.slice(from, to));
    await putJson(on.objects, summaryKey(TENANT, 'RUN'), { manifest, summary, counts: { trades: trades.length, equity: equity.length } });
    await on.runs.create(TENANT, { id: 'RUN', status: 'DONE', symbols: [], shards: {}, createdUs: 1 } as unknown as RunRecord);
    const body = { backtest: 'RUN', kinds: ['shuffle', 'costs', 'bootstrap'], paths: 4000 };
    const quote = await on.quote(TENANT, asked('monte-carlo', body));
    const closed = report.trades.filter(({ exitTime }) => exitTime !== null).length;
    // Two kinds of so many paths, each a step for every trade, and the trades themselves; 2,500 paths go into a shard.
    expect([quote.unit, quote.bars, quote.runs, quote.aws.shards]).toEqual(['steps', closed * (1 + 2 * 4000), 1 + 2 * 4000, 1 + 2 * 2]);
    expect(quote.aws.lambdaSeconds).toBeLessThan(60);
    await expect(on.start('monte-carlo', { ...body, maxLambdaSeconds: 1 })).rejects.toMatchObject({
      kind: 'unprocessable',
      field: 'maxLambdaSeconds',
    });
    const study = await ended('monte-carlo', { ...body, maxLambdaSeconds: 60 });
    expect([study.status, study.shards.total]).toEqual(['DONE', 5]);
    const none = { ...summary, trades: [] };
    await putJson(on.objects, summaryKey(TENANT, 'NONE'), { manifest, summary: none, counts: { trades: 0, equity: 0 } });
    await on.runs.create(TENANT, { id: 'NONE', status: 'DONE', symbols: [], shards: {}, createdUs: 2 } as unknown as RunRecord);
    await expect(on.quote(TENANT, asked('monte-carlo', { backtest: 'NONE' }))).rejects.toMatchObject({ field: 'backtest' });
  });

  test.each([
    [
      'strategies.1.strategy',
      {
        ...SEVERAL,
        strategies: [
          { strategy: 'sma-cross', params: {} },
          { strategy: 'nope', params: {} },
        ],
      },
    ],
    [
      'strategies.1.params.slow',
      {
        ...SEVERAL,
        strategies: [
          { strategy: 'sma-cross', params: {} },
          { strategy: 'sma-cross', params: { slow: 1e9 } },
        ],
      },
    ],
    ['strategies', { ...SEVERAL, strategies: [{ strategy: 'sma-cross', params: {}, share: 0.5 }] }],
    ['ranges', { ...SEVERAL, ranges: { fast: '3:9:3' } }],
    ['account', { ...SEVERAL, account: 'split' }],
    ['currency', { datasets: ['BTC'], strategy: 'sma-cross', currency: 'USDT' }],
    ['cash', { datasets: ['BTC'], strategy: 'sma-cross', cash: { USDT: 1 } }],
    ['rates.0', { ...SEVERAL, rates: ['nothing'] }],
    ['detail', { ...SEVERAL, detail: ['FINE'] }],
    ['detail.0', { ...SEVERAL, detail: ['FINER', 'FINE'] }],
  ])('[DX-05] a sweep at fault in %s is refused by that name, and nothing is written', async (field, body) => {
    await expect(on.start('sweep', { method: 'random', trials: 4, ...body })).rejects.toMatchObject({ kind: 'invalid', field });
    for await (const key of on.objects.list('studies/')) expect(key).toBe('');
  });

  test('[DX-05] a simulation draws from a backtest or from a plan of its own', async () => {
    await expect(on.start('monte-carlo', { backtest: 'RUN', account: 'shared' })).rejects.toMatchObject({ field: 'account' });
    await expect(on.start('monte-carlo', { backtest: 'RUN', strategies: SEVERAL.strategies })).rejects.toMatchObject({
      field: 'strategies',
    });
  });
});
