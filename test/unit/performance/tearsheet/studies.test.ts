import { expect, test } from 'vitest';
import { monteCarloTearsheet } from '../../../../shared/application/monte-carlo/tearsheet.ts';
import { type SweepReport, sweepTearsheet } from '../../../../shared/application/sweep/tearsheet.ts';
import { walkForwardTearsheet } from '../../../../shared/application/walk-forward/tearsheet.ts';
import { simulated, swept, walkedForward } from './study-results.ts';

const count = (page: string, pattern: RegExp) => page.match(pattern)?.length ?? 0;

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
  const report = await walkedForward();
  const page = walkForwardTearsheet(report);
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

test('[BT-07] the page of a simulation has a fan and two distributions for each kind, and says the risk of ruin', async () => {
  const result = await simulated();
  const page = monteCarloTearsheet(result);
  expectSound(page);
  expect([count(page, /<polygon class="fan-outer"/g), count(page, /<polygon class="fan-inner"/g)]).toEqual([2, 2]);
  const bootstrap = result.kinds.bootstrap as NonNullable<typeof result.kinds.bootstrap>;
  expect(page).toContain(`<dt>Ruin</dt><dd>${(100 * bootstrap.riskOfRuin).toFixed(1)} %</dd>`);
  expect(bootstrap.histograms.endEquity.counts.reduce((sum, own) => sum + own, 0)).toBe(400);
  // All paths of a shuffle end where the run did: one value instead of bars.
  expect(page).toContain('All 400 paths:');
  expect(page).toContain('<h2>Dearer</h2>');
});
