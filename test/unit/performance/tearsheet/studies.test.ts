import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buildReport } from '../../../../shared/application/backtest/build-report.ts';
import { equityRows } from '../../../../shared/application/backtest/report-text.ts';
import { type MonteCarloPlan, runMonteCarlo } from '../../../../shared/application/monte-carlo/run.ts';
import { sourceOf } from '../../../../shared/application/monte-carlo/source.ts';
import { monteCarloTearsheet } from '../../../../shared/application/monte-carlo/tearsheet.ts';
import { sweepManifest } from '../../../../shared/application/sweep/manifest.ts';
import { sweepResult } from '../../../../shared/application/sweep/result.ts';
import { runSweep } from '../../../../shared/application/sweep/run.ts';
import { runSweepShard } from '../../../../shared/application/sweep/shard.ts';
import { type SweepReport, sweepTearsheet } from '../../../../shared/application/sweep/tearsheet.ts';
import { planSweep, type SweepRequest } from '../../../../shared/application/sweep/plan.ts';
import { walkForwardTearsheet } from '../../../../shared/application/walk-forward/tearsheet.ts';
import type { Params } from '../../../../shared/research/optimise/space.ts';
import smaCross from '../../../../strategies/sma-cross.ts';
import { instrument, plan, simulation, swingingBars } from '../../application/backtest/fixtures.ts';
import { FIVE_FOLDS, sweepOf, walked } from '../../application/walk-forward/world.ts';
import { walkBars } from '../../research/world.ts';

const EVIL = '<img src=x onerror=alert(1)>';
const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const count = (page: string, pattern: RegExp) => page.match(pattern)?.length ?? 0;

async function swept(change: Partial<SweepRequest> = {}): Promise<SweepReport> {
  const backtest = { strategy: 'sma-cross', params: {}, cash: 10_000, sizing: 'all', commissionBps: 10, slippageBps: 0 };
  const request: SweepRequest = {
    backtest,
    ranges: { fast: '3:9:3', slow: '6:15:3' },
    method: 'grid',
    seed: 1,
    constraints: [],
    objective: 'sharpe',
    requirements: [],
    ...change,
  };
  const planned = planSweep(request, [smaCross], 'test');
  const data = [{ bars: swingingBars(900), instrument: instrument(EVIL), origin: { sha256: 'ab', synthetic: true } }];
  const evaluate = async (combinations: readonly Params[]) => runSweepShard({ plan: planned, strategy: smaCross, data, combinations });
  const outcome = await runSweep({ plan: planned, strategy: smaCross, evaluate });
  const ledger = { overlapping: async () => [], add: async () => undefined };
  const world = { plan: planned, strategy: smaCross, data };
  const { ledgerSha256, ...result } = await sweepResult({ ...world, ledger, digest }, outcome);
  return { manifest: sweepManifest({ ...world, ledgerSha256 }, result.rows[0]?.params ?? {}), leftOut: 3, ...result };
}

/** Whatever ends up in it, a page fetches nothing and runs nothing of its data. */
function expectSound(page: string): void {
  expect(page).toContain("default-src 'none'");
  const own = page.replace(/<script>[\s\S]*?<\/script>/, '').replaceAll('&lt;img src=x', '');
  expect(own.match(/<img|NaN|Infinity|undefined|\[object|https?:|src=|<script/g)).toBeNull();
}

test('[BT-08] the page of a sweep has a cell for every combination, the best on top of the table, and where the best stands', async () => {
  const report = await swept();
  const page = sweepTearsheet(report);
  expectSound(page);
  // fast 3, 6, 9 by slow 6, 9, 12, 15 without those in which slow is not above fast: 4 + 3 + 2 = 9 combinations, 12 places.
  expect(report.rows).toHaveLength(9);
  const map = page.slice(page.indexOf('<table class="map'), page.indexOf('</table>'));
  expect(count(map, /<td style="background:#[0-9a-f]{6};color:#(000000|ffffff)"/g)).toBe(9);
  expect(count(map, /<td class="none">/g)).toBe(3);
  const { params, summary } = report.rows[0] as SweepReport['rows'][number];
  expect(map).toContain(`title="${(summary.sharpe as number).toFixed(2)}: fast ${params.fast}, slow ${params.slow}"`);
  expect(page).toContain(`<tr><td>1</td><td>${params.fast}</td><td>${params.slow}</td><td>${(summary.sharpe as number).toFixed(2)}</td>`);
  expect(page).toContain('Plateau or peak');
  expect(page).toContain('9 combinations from');
  expect(page).toContain('Synthetic data');
  const cut = sweepTearsheet({ ...report, rows: report.rows.slice(0, 4), total: 9 });
  expect(cut).toContain('the best 4 of 9 combinations');
  expect(page).not.toContain('Drawings and tables hold');
});

test('[DX-04] the page says in a sentence whether it is luck, with trials, both deflated ratios and the probability of overfitting', async () => {
  const report = await swept();
  const verdict = {
    ...(report.overfitting as NonNullable<SweepReport['overfitting']>),
    deflatedSharpe: 0.9712,
    deflatedExcessSharpe: 0.4321,
    pbo: 0.25,
  };
  const sentences = {
    skill: 'more than luck would explain',
    luck: 'may well be luck',
    drift: 'the market, not the strategy',
    'too short': 'Nobody can tell yet',
  };
  for (const [kind, sentence] of Object.entries(sentences)) {
    const page = sweepTearsheet({ ...report, overfitting: { ...verdict, verdict: kind as keyof typeof sentences } });
    expect(page).toContain(sentence);
    for (const shown of ['97.1 %', '43.2 %', '25.0 %']) expect(page).toContain(shown);
  }
  expect(sweepTearsheet({ ...report, overfitting: null })).toContain('There is nothing to judge');
});

test('[BT-08] an objective of which less is better, a formula, and requirements that nothing meets make pages too', async () => {
  const least = await swept({ objective: 'maxDrawdown' });
  const page = sweepTearsheet(least);
  const depths = least.rows.map(({ summary }) => summary.maxDrawdown as number);
  expect(depths[0]).toBe(Math.min(...depths));
  expect(page).toContain(`best ${(100 * Math.min(...depths)).toFixed(2)} %`);
  expect(page).toContain('the lowest Max drawdown');
  expect(sweepTearsheet(await swept({ objective: 'sharpe - 2 * maxDrawdown' }))).toContain('sharpe - 2 * maxDrawdown by parameters');
  const none = sweepTearsheet(await swept({ requirements: ['tradeCount > 1000000'] }));
  expectSound(none);
  expect(none).toContain('9 combinations have no value');
});

test('[BT-06] the page of a walk forward has a row and a boundary for each fold, what is kept, and the regimes', async () => {
  const bars = walkBars(3000, 3);
  const sweep = sweepOf(smaCross, { fast: '3:9:3', slow: '12:18:3' });
  const report = await walked({ strategy: smaCross, sweep, bars });
  const { backtest: _, fixed, seed, ...search } = sweep;
  const base = (await swept()).manifest;
  const page = walkForwardTearsheet({ manifest: { ...base, params: fixed, seed, search, walkForward: FIVE_FOLDS }, ...report, cpcv: null });
  expectSound(page);
  expect(count(page, /<path class="fold"/g)).toBe(4);
  const folds = page.slice(page.indexOf('<h2>Folds</h2>'));
  expect(count(folds.slice(0, folds.indexOf('</table>')), /<tr><td>/g)).toBe(5);
  const [first] = report.folds;
  const [inside, outside] = [first?.inSample.sharpe, first?.outOfSample.sharpe];
  const kept =
    typeof inside === 'number' && typeof outside === 'number' && inside > 0 ? `${Math.round((100 * outside) / inside)} %` : 'n/a';
  expect(folds).toContain(`<td>${kept}</td>`);
  for (const { regime } of report.stitched.regimes) expect(page).toContain(`<th scope="row">${regime}</th>`);
});

const PLAN: MonteCarloPlan = {
  kinds: ['shuffle', 'bootstrap', 'costs'],
  paths: 400,
  ruinRatio: 0.5,
  missRatio: 0.1,
  noise: 0.1,
  reruns: 3,
  entries: false,
  seed: 7,
};

test('[BT-07] the page of a simulation has a fan and two distributions for each kind, and says the risk of ruin', async () => {
  const { manifest, summary, trades, equity } = buildReport([simulation(EVIL, swingingBars(900))], plan());
  const result = await runMonteCarlo({ plan: PLAN, source: sourceOf({ manifest, summary, trades, equity: equityRows(equity) }) });
  const page = monteCarloTearsheet({ manifest: { ...manifest, monteCarlo: PLAN }, ...result });
  expectSound(page);
  expect([count(page, /<polygon class="fan-outer"/g), count(page, /<polygon class="fan-inner"/g)]).toEqual([2, 2]);
  const bootstrap = result.kinds.bootstrap as NonNullable<typeof result.kinds.bootstrap>;
  expect(page).toContain(`<dt>Ruin</dt><dd>${(100 * bootstrap.riskOfRuin).toFixed(1)} %</dd>`);
  expect(bootstrap.histograms.endEquity.counts.reduce((sum, own) => sum + own, 0)).toBe(400);
  // All paths of a shuffle end where the run did: one value instead of bars.
  expect(page).toContain('All 400 paths:');
  expect(page).toContain('<h2>Dearer</h2>');
});
