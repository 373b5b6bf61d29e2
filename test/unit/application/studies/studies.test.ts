import { beforeEach, describe, expect, test } from 'vitest';
import { buildReport } from '../../../../shared/application/backtest/build-report.ts';
import { planBacktest, strategyOf } from '../../../../shared/application/backtest/plan.ts';
import { equityRows } from '../../../../shared/application/backtest/report-text.ts';
import { simulate } from '../../../../shared/application/backtest/simulate.ts';
import { runMonteCarlo } from '../../../../shared/application/monte-carlo/run.ts';
import { sourceOf } from '../../../../shared/application/monte-carlo/source.ts';
import { runsPerShard, SHARDS_MAX } from '../../../../shared/application/studies/chunks.ts';
import { resultKey } from '../../../../shared/application/studies/keys.ts';
import { countsOf, planSweep } from '../../../../shared/application/sweep/plan.ts';
import { sweepManifest } from '../../../../shared/application/sweep/manifest.ts';
import { sweepResult } from '../../../../shared/application/sweep/result.ts';
import { runSweep } from '../../../../shared/application/sweep/run.ts';
import { runSweepShard } from '../../../../shared/application/sweep/shard.ts';
import { abilityOf } from '../../../../shared/application/walk-forward/ability.ts';
import { combinationReturns } from '../../../../shared/application/walk-forward/combination-returns.ts';
import { runCombinatorial } from '../../../../shared/application/walk-forward/combinatorial.ts';
import { walkForwardManifest } from '../../../../shared/application/walk-forward/manifest.ts';
import { runWalkForward } from '../../../../shared/application/walk-forward/run.ts';
import type { StudyKind, Sweep, SweepRequest } from '../../../../shared/contracts/studies.ts';
import type { Params } from '../../../../shared/research/optimise/space.ts';
import smaCross from '../../../../strategies/sma-cross.ts';
import { asked, broken, data, digest, memoryLedger, platform, strategies, TENANT } from './world.ts';

const SEARCH = { strategy: 'sma-cross', ranges: { fast: '2:12:1', slow: '14:23:1' } };
type Platform = ReturnType<typeof platform>;

let on: Platform;
beforeEach(() => {
  broken.now = true;
  on = platform();
});

async function ended(kind: StudyKind, body: object) {
  const { id } = await on.start(kind, body);
  const shards = await on.execute(id);
  return { id, shards, study: await on.read.get(TENANT, kind, id) };
}

/** The plan of a search as the command line makes it of the same request. */
function planOf(body: object) {
  const { datasets: _, ...request } = asked('sweep', body).request as SweepRequest;
  const { ranges, method, trials, seed, constraints, objective, goal, requirements, ...backtest } = request;
  return planSweep({ backtest, ranges, method, trials, seed, constraints, objective, goal, requirements }, strategies, 'v1');
}

/** What the command line prints for it. */
async function sweptHere(body: object) {
  const plan = planOf(body);
  const world = { plan, strategy: smaCross, data, ledger: memoryLedger(), digest };
  const evaluate = async (combinations: readonly Params[]) => runSweepShard({ ...world, combinations });
  const { ledgerSha256, ...result } = await sweepResult(world, await runSweep({ ...world, evaluate }));
  const manifest = sweepManifest({ ...world, ledgerSha256 }, result.rows[0]?.params as Params);
  const { method, objective, goal } = plan;
  return { manifest, method, objective, goal, leftOut: countsOf(plan, smaCross).leftOut, ...result };
}

describe('a sweep on the platform', () => {
  test.each([
    ['a grid', { ...SEARCH }],
    ['a draw with conditions', { ...SEARCH, method: 'random', trials: 60, objective: 'maxDrawdown', requirements: ['tradeCount >= 60'] }],
    ['a search that learns', { ...SEARCH, method: 'tpe', trials: 40, seed: 3 }],
    ['a population', { ...SEARCH, method: 'genetic', trials: 40, constraints: ['2*fast < slow'] }],
  ])('[BT-08] %s comes to the very bytes of the command line', async (_, body) => {
    const { study, id } = await ended('sweep', body);
    const here = await sweptHere(body);
    expect([study.status, study.error]).toEqual(['DONE', null]);
    expect(JSON.stringify(study.result)).toBe(JSON.stringify(here));
    const page = await on.read.rows(TENANT, id, { limit: 10_000, order: 'objective' });
    expect(JSON.stringify(page.rows)).toBe(JSON.stringify(here.rows));
    expect(page.next).toBeNull();
    expect(study.runs).toEqual({ total: here.rows.length, done: here.rows.length, failed: 0 });
  });

  test('[DX-05] a hundred and ten combinations are three shards; rows come in the order of the objective or as they were tried, in pages', async () => {
    const { study, id, shards } = await ended('sweep', SEARCH);
    expect([shards, study.shards.total, study.progress]).toEqual([3, 3, 1]);
    const tried = await on.read.rows(TENANT, id, { limit: 3, order: 'tried' });
    expect(tried.rows.map(({ params }) => params)).toEqual([14, 15, 16].map((slow) => ({ fast: 2, slow })));
    expect((await on.read.rows(TENANT, id, { limit: 1, cursor: tried.next as string, order: 'tried' })).rows[0]?.params).toEqual({
      fast: 2,
      slow: 17,
    });
    await expect(on.read.rows(TENANT, id, { limit: 1, cursor: '111', order: 'tried' })).rejects.toThrow(/is not the next of a page/);
  });

  test('[DX-04] the best is put beside its neighbours: a plateau or a lone peak', async () => {
    const { plateau, result } = (await ended('sweep', SEARCH)).study as Sweep;
    expect(plateau?.best.params).toEqual(result?.best?.params);
    expect(plateau?.best.metric).toBe(result?.best?.summary['sharpe']);
    expect(plateau?.kind).toBe('grid');
  });

  test('[DX-04] a sweep that runs again finds its own trials in the ledger and adds none: its result is the same to the byte', async () => {
    const first = await ended('sweep', SEARCH);
    const tried = on.ledger.trials.length;
    const again = await ended('sweep', SEARCH);
    expect(JSON.stringify(again.study.result)).toBe(JSON.stringify(first.study.result));
    expect([tried, on.ledger.trials.length]).toEqual([110, 110]);
    const other = await ended('sweep', { ...SEARCH, ranges: { fast: '2:3:1', slow: '40:41:1' } });
    expect((other.study as Sweep).result?.overfitting?.trials).toBe(114);
    expect((other.study as Sweep).result?.manifest['ledgerSha256']).not.toBe((first.study as Sweep).result?.manifest['ledgerSha256']);
  });

  test('[DX-05] every step may run twice: the second time writes the same', async () => {
    const { id } = await on.start('sweep', { ...SEARCH, method: 'tpe', trials: 30 });
    const input = { tenant: TENANT, kind: 'sweep' as const, studyId: id, attempt: 1 };
    const texts: string[] = [];
    let planned = await on.plan({ ...input, batch: 0 });
    while (planned.more) {
      const before = planned.batch - 1;
      expect(await on.plan({ ...input, batch: before })).toEqual(planned);
      for (const shard of planned.shards)
        for (let twice = 0; twice < 2; twice++) expect(await on.shard({ ...input, shard })).toEqual({ ok: true });
      planned = await on.plan({ ...input, batch: planned.batch });
    }
    for (let twice = 0; twice < 2; twice++) {
      await on.summarise(input);
      texts.push(new TextDecoder().decode(await on.objects.get(resultKey(input))));
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]?.length).toBeGreaterThan(1000);
  });

  test('[DX-05] a combination that throws and a shard that dies sink nothing else, and a retry runs only their shards again', async () => {
    on.lose.add(1);
    const body = { strategy: 'fragile', ranges: { setting: '1:9:1' }, method: 'grid' };
    const { id, study } = await ended('sweep', { ...body, method: 'random', trials: 9 });
    expect(study.status).toBe('FAILED');
    expect(study.failures).toEqual([{ shard: 1, runs: 9, error: expect.stringMatching(/out of time or memory/), params: null }]);
    on.lose.clear();
    const retried = await on.retry(TENANT, 'sweep', id);
    expect([retried.status, retried.error]).toEqual(['QUEUED', null]);
    expect(await on.execute(`${id}-2`)).toBe(1);
    const second = (await on.read.get(TENANT, 'sweep', id)) as Sweep;
    expect([second.status, second.runs]).toEqual(['DONE', { total: 9, done: 8, failed: 1 }]);
    expect(second.failures).toEqual([{ shard: 1, runs: 1, error: 'out of bananas', params: { setting: 4 } }]);
    expect(second.error).toMatch(/^1 of 9 runs failed, in 1 of 1 shards; the first: out of bananas$/);
    expect(second.result?.rows.map(({ params }) => params['setting']).sort()).toEqual([1, 2, 3, 5, 6, 7, 8, 9]);
    broken.now = false;
    await on.retry(TENANT, 'sweep', id);
    expect(await on.execute(`${id}-3`)).toBe(1);
    const third = (await on.read.get(TENANT, 'sweep', id)) as Sweep;
    expect([third.result?.rows.length, third.failures, third.error]).toEqual([9, [], null]);
    await expect(on.retry(TENANT, 'sweep', id)).rejects.toThrow(/nothing of sweep .* failed/);
  });

  test('[DX-05] one shard of three that dies leaves the others ranked, and its retry leaves them alone', async () => {
    on.lose.add(2);
    const { id, study } = await ended('sweep', SEARCH);
    expect([study.status, study.shards, study.runs]).toEqual([
      'DONE',
      { total: 3, done: 2, failed: 1 },
      { total: 110, done: 60, failed: 50 },
    ]);
    expect((study as Sweep).result?.rows).toHaveLength(60);
    on.lose.clear();
    await on.retry(TENANT, 'sweep', id);
    expect((await on.read.get(TENANT, 'sweep', id)).runs).toEqual({ total: 110, done: 60, failed: 0 });
    expect(await on.execute(`${id}-2`)).toBe(1);
    const whole = await on.read.get(TENANT, 'sweep', id);
    expect(JSON.stringify(whole.result)).toBe(JSON.stringify(await sweptHere(SEARCH)));
  });

  test('[DX-05] progress counts shards and combinations; what is cancelled stays so, and a retry goes on from there', async () => {
    const { id } = await on.start('sweep', SEARCH);
    const input = { tenant: TENANT, kind: 'sweep' as const, studyId: id, attempt: 1 };
    await on.plan({ ...input, batch: 0 });
    for (const shard of [1, 2]) await on.shard({ ...input, shard });
    const running = await on.read.get(TENANT, 'sweep', id);
    expect([running.status, running.shards, running.runs.done]).toEqual(['RUNNING', { total: 3, done: 2, failed: 0 }, 100]);
    expect(running.progress).toBeCloseTo(100 / 110, 12);
    await expect(on.retry(TENANT, 'sweep', id)).rejects.toThrow(/can be run again once it has ended/);
    await on.cancel(TENANT, 'sweep', id);
    await on.summarise(input);
    expect((await on.read.get(TENANT, 'sweep', id)).status).toBe('CANCELLED');
    expect(on.workflow.stopped).toEqual([id]);
    await on.retry(TENANT, 'sweep', id);
    expect(await on.execute(`${id}-2`)).toBe(1);
    expect(JSON.stringify((await on.read.get(TENANT, 'sweep', id)).result)).toBe(JSON.stringify(await sweptHere(SEARCH)));
    await on.cancel(TENANT, 'sweep', id);
    await expect(on.read.get(TENANT, 'sweep', id)).rejects.toThrow(/there is no sweep/);
    expect(await keysOf(on)).toEqual([]);
  });

  test('[DX-05] above a cap the start is refused with the quote and the cap, and nothing is written', async () => {
    await expect(on.start('sweep', { ...SEARCH, maxDollars: 0 })).rejects.toMatchObject({
      kind: 'unprocessable',
      field: 'maxDollars',
      message: expect.stringMatching(/^the quote is \$0\.\d{4} and \d+\.\d Lambda-seconds, which is above the cap of \$0$/),
    });
    await expect(on.start('sweep', { ...SEARCH, maxLambdaSeconds: 0.1 })).rejects.toMatchObject({ field: 'maxLambdaSeconds' });
    expect(await keysOf(on)).toEqual([]);
    const quote = await on.quote(TENANT, asked('sweep', { ...SEARCH, maxDollars: 5 }));
    expect([quote.bars, quote.runs, quote.aws.shards, quote.withinCap]).toEqual([220_000, 110, 3, true]);
  });

  test.each([
    ['ranges', { ranges: { fast: '5:1:1' } }],
    ['constraints', { constraints: ['fast <'] }],
    ['requirements', { requirements: ['trades > 3'] }],
    ['objective', { objective: 'luck' }],
    ['params.fast', { params: { fast: 1e9 } }],
    ['datasets.0', { datasets: ['nothing'] }],
  ])('[BT-08] a request at fault in %s is refused by that name', async (field, over) => {
    await expect(on.start('sweep', { ...SEARCH, ...over })).rejects.toMatchObject({ kind: 'invalid', field });
  });

  test('[DX-05] a million combinations are ten thousand shards at most, two hundred are a few', () => {
    const cut = (runs: number, searches = 1, bars = 100_000) =>
      searches * Math.ceil(runs / runsPerShard({ runs, searches, bars, learns: false }));
    expect(cut(200)).toBe(4);
    expect(cut(1_000_000)).toBe(SHARDS_MAX);
    expect(cut(250_000, 30)).toBeLessThanOrEqual(SHARDS_MAX);
    expect(cut(10, 1, 100_000_000)).toBe(10);
  });
});

describe('a walk-forward on the platform', () => {
  test.each([
    [
      'a grid',
      { ...SEARCH, ranges: { fast: '2:6:2', slow: '14:24:5' } },
      { folds: 3, anchored: false, purge: 0, cpcv: { groups: 6, testGroups: 2 }, spa: true },
    ],
    ['a search that learns', { ...SEARCH, method: 'tpe', trials: 24 }, { folds: 3, anchored: true, purge: 5, cpcv: undefined, spa: false }],
  ])('[BT-06] %s comes to the very bytes of the command line', async (_, search, walk) => {
    const { folds, anchored, purge, cpcv, spa } = walk;
    const { study } = await ended('walk-forward', { ...search, ...walk });
    expect([study.status, study.error]).toEqual(['DONE', null]);
    const sweep = planOf(search);
    const plan = { sweep, division: { spans: null, folds, anchored, gaps: { purge, embargo: 0 } } };
    const evaluate = async (own: typeof sweep, combinations: readonly Params[]) =>
      runSweepShard({ plan: own, strategy: smaCross, data, combinations });
    const report = await runWalkForward({ plan, strategy: smaCross, data, ledger: memoryLedger(), digest, evaluate });
    const input = { plan: sweep, strategy: smaCross, data };
    const returns = spa ? await combinationReturns(input) : undefined;
    const here = {
      manifest: walkForwardManifest({ plan, strategy: smaCross, data }),
      ...report,
      cpcv: returns && cpcv ? runCombinatorial(input, returns, { ...cpcv, gaps: plan.division.gaps }) : null,
      ability: returns ? abilityOf(input, returns) : null,
    };
    expect(JSON.stringify(study.result)).toBe(JSON.stringify(here));
  });

  test('[BT-06] folds that the history does not have are refused before anything is written', async () => {
    await expect(on.start('walk-forward', { ...SEARCH, train: '365d', test: '30d' })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(on.start('walk-forward', { ...SEARCH, train: '10d' })).rejects.toMatchObject({ field: 'test' });
    const cpcv = (groups: number, testGroups: number) => on.start('walk-forward', { ...SEARCH, cpcv: { groups, testGroups } });
    await expect(cpcv(2, 6)).rejects.toMatchObject({ kind: 'invalid', field: 'cpcv.testGroups' });
    await expect(cpcv(60, 30)).rejects.toMatchObject({ kind: 'invalid', field: 'cpcv.groups' });
    expect(await keysOf(on)).toEqual([]);
  });
});

describe('a Monte Carlo simulation on the platform', () => {
  const body = { strategy: 'sma-cross', params: { fast: 5, slow: 20 }, paths: 2600, reruns: 6, entries: true, seed: 7 };

  async function drawnHere() {
    const {
      datasets: _,
      kinds: _kinds,
      ...request
    } = asked('monte-carlo', body).request as ReturnType<typeof asked>['request'] & { kinds?: never };
    const plan = planBacktest(request as unknown as Parameters<typeof planBacktest>[0], strategies, 'v1');
    const strategy = strategyOf(strategies, plan);
    const simulations = data.map(({ bars, instrument, origin }) => simulate({ plan, strategy, bars, instrument, data: origin, shards: 1 }));
    const report = buildReport(simulations, plan);
    const run = { ...report, equity: equityRows(report.equity) };
    const drawing = {
      kinds: ['shuffle', 'bootstrap', 'blocks', 'missed', 'costs', 'noise'] as const,
      paths: 2600,
      ruinRatio: 0.5,
      missRatio: 0.1,
      noise: 0.1,
      reruns: 6,
      entries: true,
      seed: 7,
    };
    const result = await runMonteCarlo({ plan: drawing, source: sourceOf(run), world: { plan, strategy, data } });
    return { manifest: { ...run.manifest, seed: 7, monteCarlo: drawing }, ...result };
  }

  test('[BT-07] comes to the very bytes of the command line, whatever shards its paths fall into', async () => {
    const { study } = await ended('monte-carlo', body);
    expect([study.status, study.error]).toEqual(['DONE', null]);
    expect(study.shards.total).toBe(1 + 4 * 2 + 1 + 1 + 1);
    expect(JSON.stringify(study.result)).toBe(JSON.stringify(await drawnHere()));
  });

  test('[BT-07] paths of a shard that dies are left out and said to be, until a retry draws them', async () => {
    on.lose.add(2);
    const { id, study } = await ended('monte-carlo', body);
    expect(study.status).toBe('DONE');
    expect(study.failures).toMatchObject([{ shard: 2, runs: 2500 }]);
    expect(JSON.parse(JSON.stringify(study.result)).kinds.shuffle.paths).toBe(100);
    on.lose.clear();
    await on.retry(TENANT, 'monte-carlo', id);
    expect(await on.execute(`${id}-2`)).toBe(1);
    expect(JSON.stringify((await on.read.get(TENANT, 'monte-carlo', id)).result)).toBe(JSON.stringify(await drawnHere()));
  });

  test('[BT-07] a backtest to draw from must be there, and may not be run again', async () => {
    await expect(on.start('monte-carlo', { backtest: '01J00000000000000000000009' })).rejects.toMatchObject({ field: 'backtest' });
    await expect(on.start('monte-carlo', { backtest: '01J00000000000000000000009', kinds: ['noise'] })).rejects.toMatchObject({
      field: 'kinds',
    });
    await expect(on.start('monte-carlo', { backtest: 'x', strategy: 'sma-cross' })).rejects.toMatchObject({ field: 'strategy' });
  });
});

async function keysOf({ objects }: Platform): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of objects.list('studies/')) keys.push(key);
  return keys;
}
