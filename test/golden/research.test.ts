import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { goldenSeries } from '../../scripts/golden/golden-series.ts';
import { testUnitRoot } from '../../shared/research/correlation/dickey-fuller.ts';
import { testCointegration } from '../../shared/research/correlation/engle-granger.ts';
import { testMean } from '../../shared/research/statistics/hac.ts';

interface Answer {
  readonly statistic: number;
  readonly p: number;
  readonly critical: readonly [number, number, number];
}

interface Answers {
  readonly name: string;
  readonly unitRoot: Readonly<Record<'n' | 'c' | 'ct', Answer & { readonly lags: number; readonly rows: number }>>;
  readonly cointegration: Readonly<Record<'c' | 'ct', Answer>>;
  readonly changes: readonly { readonly lags: number; readonly mean: number; readonly error: number }[];
}

/** Made by scripts/golden/research.ts with statsmodels 0.15.0: adfuller and coint with autolag AIC, OLS with cov_type HAC. */
const golden: { answers: readonly Answers[] } = JSON.parse(readFileSync(new URL('research/statsmodels.json', import.meta.url), 'utf8'));
const series = goldenSeries();

/** Both work in doubles by different roads: normal equations here, a pseudo-inverse there. */
const near = (value: number, expected: number) => expect(Math.abs(value - expected)).toBeLessThan(1e-8 * Math.max(1, Math.abs(expected)));

function expectSame(
  found: { statistic: number; p: number; critical: Readonly<Record<'1%' | '5%' | '10%', number>> },
  answer: Answer,
): void {
  near(found.statistic, answer.statistic);
  near(found.p, answer.p);
  for (const [i, level] of (['1%', '5%', '10%'] as const).entries()) near(found.critical[level], answer.critical[i] as number);
}

test.each(golden.answers)('[CO-02] $name: unit root, cointegration and HAC error are those of statsmodels', (answers) => {
  const { dependent, regressors } = series.find(({ name }) => name === answers.name) ?? { dependent: new Float64Array(), regressors: [] };
  for (const trend of ['n', 'c', 'ct'] as const) {
    const found = testUnitRoot(dependent, { trend });
    expectSame(found, answers.unitRoot[trend]);
    expect([found.lags, found.rows]).toEqual([answers.unitRoot[trend].lags, answers.unitRoot[trend].rows]);
  }
  for (const trend of ['c', 'ct'] as const) expectSame(testCointegration(dependent, regressors, { trend }), answers.cointegration[trend]);
  const changes = dependent.slice(1).map((value, t) => value - (dependent[t] as number));
  for (const { lags, mean, error } of answers.changes) {
    const found = testMean(changes, lags);
    near(found.mean, mean);
    near(found.standardError, error);
  }
});

test('[CO-02] the golden file has an answer for every series', () => {
  expect(golden.answers.map(({ name }) => name)).toEqual(series.map(({ name }) => name));
});
