import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { resolveStrategies, withAccount } from '../../../cli/account-options.ts';
import { requestOf, withRun } from '../../../cli/backtest-options.ts';
import { searchOf, type SweepOptions, withSearch } from '../../../cli/search-options.ts';
import { loadStudyData } from '../../../cli/study-data.ts';
import { readSweep, sweepIdentity, writeSweep } from '../../../cli/sweep-file.ts';
import { planSweep, type SweepPlan } from '../../../shared/application/sweep/plan.ts';
import pairs from '../../../strategies/pairs.ts';
import rsiReversion from '../../../strategies/rsi-reversion.ts';
import smaCross from '../../../strategies/sma-cross.ts';
import { csvOf, folderOfMarkets } from '../../support/account-bars.ts';
import { skytape } from '../../support/command-line.ts';
import { halvesOf } from '../../support/halves.ts';

const MIXED = ['--data', 'BTCEUR-1h.csv', 'ETHUSDT-1h.csv', '--currency', 'USDT', '--rates', 'EURUSDT-1h.csv'];
const TWO = ['--strategy', 'sma-cross=0.4', '--strategy', 'rsi-reversion', '--param', 'sma-cross.slow=30', '--sizing', 'fraction:0.5'];

test('[BT-08] [SR-12] a sweep over several strategies in several currencies: its best row is the backtest, on any number of workers', async () => {
  const cwd = folderOfMarkets();
  const ranges = ['--range', 'sma-cross.fast=3:9:3', '--range', 'rsi-reversion.period=7:14:7'];
  const funds = ['--cash', '10000:USDT', '--cash', '5000:EUR', '--conversion-bps', '10', '--json'];
  const constraint = ['--constraint', '2*sma-cross.fast-2 < rsi-reversion.period'];
  const swept = await skytape(['sweep', ...MIXED, ...TWO, ...ranges, ...constraint, ...funds, '--workers', '2'], { cwd });
  expect([swept.code, swept.stderr]).toEqual([0, expect.stringContaining('sweep: 3 combinations on 2 workers')]);
  const { manifest, rows, best, leftOut, overfitting } = JSON.parse(swept.stdout);
  // 3 with 7, 3 and 6 with 14: twice 9 less 2 is above both.
  expect([leftOut, overfitting.trials]).toEqual([3, 3]);
  const chosen = Object.entries(best.params).flatMap(([name, value]) => ['--param', `${name}=${String(value)}`]);
  const [one, again] = await Promise.all([
    skytape(['backtest', ...MIXED, ...TWO, ...chosen, ...funds], { cwd }).then(({ stdout }) => JSON.parse(stdout)),
    skytape(['sweep', ...MIXED, ...TWO, ...ranges, ...constraint, ...funds, '--workers', '1'], { cwd }).then(({ stdout }) =>
      JSON.parse(stdout),
    ),
  ]);
  for (const name of ['startEquity', 'endEquity', 'sharpe', 'maxDrawdown', 'tradeCount', 'profitFactor', 'turnover', 'exposure'])
    expect([name, best.summary[name]]).toEqual([name, one.summary[name]]);
  expect(one.summary.tradeCount).toBeGreaterThan(10);
  expect([manifest.beside, manifest.data]).toEqual([one.manifest.beside, one.manifest.data]);
  expect(manifest.beside).toMatchObject([{ kind: 'rate', name: 'EUR/USDT 1h' }]);
  expect(manifest.account).toMatchObject({ currency: 'USDT', cash: { EUR: 5000, USDT: 10_000 }, conversionBps: 10 });
  expect(manifest.account.strategies.map(({ share }: { share: number }) => share)).toEqual([0.4, 0.6]);
  expect([again.overfitting, again.rows]).toEqual([overfitting, rows]);
});

test('[BT-06] [BT-07] a portfolio strategy is walked forward, drawn and quoted with finer data of each instrument', async () => {
  const cwd = folderOfMarkets();
  for (const [i, name] of ['BTCUSDT', 'ETHUSDT'].entries()) writeFileSync(join(cwd, `${name}-30m.csv`), halvesOf(csvOf(5 * i)));
  const about = ['--data', 'BTCUSDT-1h.csv', 'ETHUSDT-1h.csv', '--detail', 'BTCUSDT-30m.csv', 'ETHUSDT-30m.csv', '--json'];
  const weights = [...about, '--strategy', 'equal-weight', '--param', 'months=1'];
  const ranges = ['--range', 'invested=0.5:1:0.25', '--range', 'band=0.01:0.05:0.04'];
  const crossing = [...about, '--strategy', 'sma-cross', '--account', 'shared', '--param', 'fast=3'];
  const kinds = ['--kinds', 'shuffle,bootstrap,costs,noise', '--paths', '100', '--reruns', '2'];
  const [walked, drawn, quoted] = await Promise.all([
    skytape(['walk-forward', ...weights, ...ranges, '--train', '10d', '--test', '5d', '--cpcv', '4,1', '--spa'], { cwd }),
    skytape(['monte-carlo', ...crossing, ...kinds], { cwd }),
    skytape(['quote', 'walk-forward', ...weights, ...ranges, '--train', '10d', '--test', '5d'], { cwd }),
  ]);
  expect([walked.code, walked.stderr]).toEqual([0, expect.stringContaining('walk-forward: 5 folds of 6 combinations')]);
  const { manifest, folds, cpcv, ability } = JSON.parse(walked.stdout);
  const covered = ({ data }: { data: { detail: { covered: number } }[] }) => data.map(({ detail }) => detail.covered);
  expect([covered(manifest), manifest.account.strategies[0].strategy]).toEqual([[900, 900], 'equal-weight']);
  // Each fold buys both at its beginning and sells both at its end.
  for (const { params, outOfSample } of folds) expect([Object.keys(params), outOfSample.trades]).toEqual([['invested', 'band'], 2]);
  expect([cpcv.splits, ability.cash.strategies]).toEqual([4, 6]);
  const chance = JSON.parse(drawn.stdout);
  expect([covered(chance.manifest), chance.manifest.account.currency]).toEqual([[900, 900], 'USDT']);
  expect(chance.kinds.shuffle.endEquity.p5).toBeCloseTo(chance.kinds.shuffle.endEquity.p95, 6);
  expect([chance.kinds.costs.runs.length, chance.kinds.noise.runs]).toEqual([6, 2]);
  expect(chance.kinds.costs.runs[0].totalReturn).toBeGreaterThan(chance.kinds.costs.runs[1].totalReturn);
  // Six combinations over 240 hours and the chosen one over 360, of two instruments, in five folds.
  expect(JSON.parse(quoted.stdout)).toMatchObject({ runs: 40, bars: 5 * 2 * (6 * 240 + 360) });
});

test('[BT-08] a sweep goes on from a file only where what it converts by is the same', async () => {
  const cwd = folderOfMarkets();
  const about = { strategy: 'sma-cross', params: {}, cash: 1000, sizing: 'all', commissionBps: 0, slippageBps: 0 };
  const backtest = { ...about, account: 'shared', currency: 'USDT' } as const;
  const ranges = { fast: '3:9:3', slow: '30:40:10' };
  const search = { ranges, method: 'grid', seed: 1, constraints: [], objective: 'sharpe', requirements: [] } as const;
  const plan = planSweep({ backtest, ...search }, [smaCross], 'test');
  const flags = { cash: 1000, sizing: 'all', commissionBps: 0, slippageBps: 0 };
  const paths = (...names: string[]) => names.map((name) => join(cwd, `${name}-1h.csv`));
  const on = (data: string[], rates: string[]) => loadStudyData({ ...flags, data, rates }, plan.backtest);
  const [asked, traded] = [await on(paths('BTCEUR', 'ETHUSDT'), paths('EURUSDT')), await on(paths('BTCEUR', 'ETHUSDT', 'EURUSDT'), [])];
  expect(asked.rates.map(({ instrument, origin }) => [instrument.symbol, origin.sha256.length])).toEqual([['EUR/USDT', 64]]);
  const file = join(cwd, 'half.json');
  writeSweep(file, sweepIdentity(plan, asked), { search: { results: [] }, numbers: Float64Array.of(1, Number.NaN) });
  expect(readSweep(file, sweepIdentity(plan, asked))?.numbers).toEqual(Float64Array.of(1, Number.NaN));
  expect(() => readSweep(file, sweepIdentity(plan, traded))).toThrow('was left by another sweep');
});

function planned(...args: string[]): SweepPlan {
  const command = withSearch(withAccount(withRun(new Command('search'))), 'rank');
  const options = resolveStrategies<SweepOptions>(command.parse(args, { from: 'user' }).opts());
  const backtest = { ...requestOf({ ...options, equity: false }), ...(options.rates && { rates: [...options.rates] }) };
  return planSweep({ backtest, ...searchOf(options) }, [pairs, rsiReversion, smaCross], 'test');
}

test('[DX-05] what a search on a shared account cannot do is refused by the names that it is asked in', () => {
  expect(planned(...TWO, '--range', 'sma-cross.fast=3:9:3', '--range', 'rsi-reversion.period=7:14:7').dimensions).toHaveLength(2);
  const cases: [args: string[], said: string][] = [
    [[...MIXED, '--strategy', 'sma-cross', '--method', 'lhs'], 'only a shared account converts currencies: ask for account shared'],
    [[...TWO, '--range', 'fast=3:9:3'], 'there is no parameter "fast" (there are: sma-cross.fast, sma-cross.slow'],
    [[...TWO, '--method', 'lhs', '--constraint', 'sma-cross.fats < 3'], '"sma-cross.fats" at character 1 is not known (did you mean'],
    [[...TWO, '--method', 'lhs', '--account', 'split'], 'several strategies take a shared one'],
    [['--strategy', 'pairs', '--method', 'lhs', '--account', 'split'], 'sees several instruments at once, which takes a shared one'],
  ];
  for (const [args, said] of cases) expect(() => planned(...args)).toThrow(said);
});
