/**
 * Makes test/golden/research/statsmodels.json with statsmodels. Run by hand, once; it is no dependency of the product or of its tests.
 *
 *   python3 -m venv SOME-FOLDER && SOME-FOLDER/bin/pip install statsmodels==0.15.0
 *   node scripts/golden/research.ts SOME-FOLDER/bin/python
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { goldenSeries } from './golden-series.ts';

const GOLDEN = new URL('../../test/golden/research/statsmodels.json', import.meta.url);

/** Runs in a process of its own: series on stdin, answers on stdout. */
const ASK_STATSMODELS = `
import json, sys
import numpy as np
import statsmodels
import statsmodels.api as sm
from statsmodels.tsa.stattools import adfuller, coint

def unit_root(values, trend):
    statistic, p, lags, rows, critical, _ = adfuller(values, regression=trend, autolag='AIC')[:6]
    return dict(statistic=statistic, p=p, lags=int(lags), rows=int(rows), critical=[critical[k] for k in ('1%', '5%', '10%')])

def cointegration(y, x, trend):
    statistic, p, critical = tuple(coint(y, x, trend=trend, autolag='aic'))[:3]
    return dict(statistic=statistic, p=p, critical=list(critical))

def mean(values, lags):
    fit = sm.OLS(values, np.ones(len(values))).fit(cov_type='HAC', cov_kwds=dict(maxlags=lags))
    return dict(lags=lags, mean=fit.params[0], error=fit.bse[0])

answers = []
for series in json.load(sys.stdin):
    y = np.array(series['dependent'])
    x = np.array(series['regressors']).T
    answers.append(dict(
        name=series['name'],
        unitRoot={trend: unit_root(y, trend) for trend in ('n', 'c', 'ct')},
        cointegration={trend: cointegration(y, x, trend) for trend in ('c', 'ct')},
        changes=[mean(np.diff(y), lags) for lags in (0, 4, 19)],
    ))
json.dump(dict(statsmodels=statsmodels.__version__, answers=answers), sys.stdout, indent=1)
`;

const [python = 'python3'] = process.argv.slice(2);
const series = goldenSeries().map(({ name, dependent, regressors }) => ({
  name,
  dependent: Array.from(dependent),
  regressors: regressors.map((column) => Array.from(column)),
}));
const { status, stdout, stderr } = spawnSync(python, ['-c', ASK_STATSMODELS], { input: JSON.stringify(series), encoding: 'utf8' });
if (status !== 0) throw new Error(`${python} ended with ${status}: ${stderr}`);
writeFileSync(GOLDEN, `${stdout}\n`);
