import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, skytape, startSkytape } from '../../support/command-line.ts';
import { halvesOf } from '../../support/halves.ts';

/** Hourly closes of two waves, on which averages cross. */
function folderWithBars(rows = 1500): string {
  const cwd = emptyFolder();
  const close = (i: number) => 1000 + 80 * Math.sin(i / 30) + 25 * Math.sin(i / 7);
  const lines = Array.from({ length: rows }, (_, i) => {
    const [open, now] = [close(Math.max(0, i - 1)), close(i)];
    const time = new Date(Date.UTC(2023, 0, 1, i)).toISOString().replace('.000', '');
    return `${time},${open},${Math.max(open, now) + 1},${Math.min(open, now) - 1},${now},10`;
  });
  writeFileSync(join(cwd, 'bars.csv'), `time,open,high,low,close,volume\n${lines.join('\n')}\n`);
  return cwd;
}

const SWEEP = ['sweep', '--data', 'bars.csv', '--strategy', 'sma-cross', '--range', 'fast=3:11:4', '--range', 'slow=10:40:10'];
/** All but how long it took, and the version of the code, which is not what is compared here. */
const untimed = (json: string) => json.replace(/,"seconds":.*$/s, '').replace(/"codeVersion":"[^"]*"/, '');

test('[BT-08] a sweep prints rows, best, the odds of overfitting and its speed as one JSON object', async () => {
  const cwd = folderWithBars();
  const { code, stdout, stderr } = await skytape([...SWEEP, '--json'], { cwd });
  expect([code, stderr]).toEqual([0, expect.stringContaining('sweep: 11 combinations on')]);
  const { manifest, rows, best, leftOut, overfitting, seconds, barsPerSecond } = JSON.parse(stdout);
  expect(Object.keys(JSON.parse(stdout)).slice(-2)).toEqual(['seconds', 'barsPerSecond']);
  // Three values of fast by four of slow, less slow 10 under fast 11.
  expect([rows.length, leftOut]).toEqual([11, 1]);
  expect(best).toEqual(rows[0]);
  expect(overfitting).toMatchObject({ trials: 11, deflatedSharpe: expect.any(Number), pbo: expect.any(Number) });
  expect(barsPerSecond / ((11 * 1500) / seconds)).toBeCloseTo(1, 3);
  expect(manifest).toMatchObject({ strategy: 'sma-cross', bars: 1500, seed: 1, search: { method: 'grid' } });
  const { fast, slow } = best.params;
  const one = ['backtest', '--data', 'bars.csv', '--strategy', 'sma-cross', '--param', `fast=${fast}`, '--param', `slow=${slow}`, '--json'];
  const { summary } = JSON.parse((await skytape(one, { cwd })).stdout);
  for (const name of ['endEquity', 'sharpe', 'sortino', 'maxDrawdown', 'tradeCount', 'profitFactor', 'turnover', 'exposure', 'sqn'])
    expect([name, best.summary[name]]).toEqual([name, summary[name]]);
});

test('[BT-08] [DX-04] the same sweep gives the same bytes on one worker and on three, and again; a backtest before it is one trial more', async () => {
  const cwd = folderWithBars();
  await skytape(['backtest', '--data', 'bars.csv', '--strategy', 'sma-cross', '--param', 'slow=90'], { cwd });
  const run = async (...more: string[]) =>
    untimed((await skytape([...SWEEP, '--method', 'genetic', '--trials', '10', '--json', ...more], { cwd })).stdout);
  const first = await run('--workers', '1');
  expect(first).toContain('"best"');
  expect(first).toMatch(/"overfitting":\{[^}]*"trials":11\b/);
  expect(await run('--workers', '3')).toBe(first);
});

test('[BT-08] options of a backtest count, rows go to a file and a page, and a table with the verdict to the terminal', async () => {
  const cwd = folderWithBars();
  const args = [
    ...SWEEP,
    '--cash',
    '5000',
    '--commission-bps',
    '0',
    '--from',
    '2023-01-10',
    '--top',
    '3',
    '--out',
    'rows.csv',
    '--report',
    'page.html',
  ];
  const { code, stdout } = await skytape(args, { cwd });
  expect(code).toBe(0);
  const lines = readFileSync(join(cwd, 'rows.csv'), 'utf8').trim().split('\n');
  expect([lines.length, lines[0]?.split(',').slice(0, 4)]).toEqual([12, ['fast', 'slow', 'startEquity', 'endEquity']]);
  expect(lines[1]?.split(',')[2]).toBe('5000');
  expect(stdout).toMatch(/^FAST +SLOW +SCORE/);
  expect(stdout.split('\n').filter((line) => /^\d+ +\d+ /.test(line))).toHaveLength(3);
  expect(stdout).toContain('verdict: ');
  // The page holds all eleven combinations, whatever the terminal shows.
  const page = readFileSync(join(cwd, 'page.html'), 'utf8');
  expect(page.match(/<td style="background:#/g)).toHaveLength(11);
  expect(page).not.toMatch(/https?:\/\//);
});

test('[BT-09] a sweep with fees of a file pays them: its best row is the backtest with the same file', async () => {
  const cwd = folderWithBars();
  const fees = ['--fees', 'stamp-duty', '--json'];
  const swept = await skytape([...SWEEP, ...fees], { cwd });
  expect([swept.code, swept.stderr]).toEqual([0, expect.stringContaining('sweep: 11 combinations,')]);
  const { manifest, best } = JSON.parse(swept.stdout);
  expect(manifest.engine.execution).toEqual({ fees: 'stamp-duty' });
  const params = [`fast=${best.params.fast}`, `slow=${best.params.slow}`].flatMap((param) => ['--param', param]);
  const one = await skytape(['backtest', '--data', 'bars.csv', '--strategy', 'sma-cross', ...params, ...fees], { cwd });
  const { summary } = JSON.parse(one.stdout);
  expect(summary.commission).toBeGreaterThan(0);
  expect([best.summary.commission, best.summary.endEquity]).toEqual([summary.commission, summary.endEquity]);
});

test('[DX-03] a sweep with finer data looks inside the bars: its best row is the backtest with the same data', async () => {
  const cwd = folderWithBars(600);
  writeFileSync(join(cwd, 'fine.csv'), halvesOf(readFileSync(join(cwd, 'bars.csv'), 'utf8')));
  const rules = {
    params: { stop: { default: 0.1, min: 0.02, max: 5 } },
    entry: { long: { above: ['close', 'sma(3)'] } },
    stopLoss: { percent: '$stop' },
    takeProfit: { percent: 0.08 },
  };
  writeFileSync(join(cwd, 'rules.json'), JSON.stringify(rules));
  const about = ['--data', 'bars.csv', '--rules', 'rules.json', '--detail', 'fine.csv', '--json'];
  const swept = JSON.parse((await skytape(['sweep', ...about, '--range', 'stop=0.05:0.15:0.05', '--workers', '2'], { cwd })).stdout);
  expect(swept.manifest.data[0].detail).toMatchObject({ timeframe: '30m', covered: 600 });
  const run = (...more: string[]) => skytape(['backtest', ...more, '--param', `stop=${swept.best.params.stop}`], { cwd });
  const [one, without] = await Promise.all([run(...about), run(...about.filter((word) => !['--detail', 'fine.csv'].includes(word)))]);
  const [{ summary }, blind] = [JSON.parse(one.stdout), JSON.parse(without.stdout)];
  expect([swept.best.summary.tradeCount, swept.best.summary.endEquity]).toEqual([summary.tradeCount, summary.endEquity]);
  expect(blind.summary.endEquity).not.toBe(summary.endEquity);
});

test('[BT-08] an interrupt leaves a file from which the sweep goes on to the same end', async () => {
  const cwd = folderWithBars(3000);
  const args = ['sweep', '--data', 'bars.csv', '--strategy', 'sma-cross', '--method', 'tpe', '--trials', '300', '--seed', '5', '--json'];
  const interrupted = () => {
    const { child, ended } = startSkytape([...args, '--resume', 'half.json'], { cwd });
    let told = '';
    child.stderr.on('data', (chunk: string) => {
      const [before, running] = [told, 'sweep: 300 combinations on'];
      told += chunk;
      // Once: a second one ends the program where it is.
      if (told.includes(running) && !before.includes(running)) child.kill('SIGINT');
    });
    return ended;
  };
  let { code, stderr } = await interrupted();
  // One that had its end before it heard of the interrupt is started again.
  while (code === 0) ({ code, stderr } = await interrupted());
  expect([code, stderr]).toEqual([130, expect.stringMatching(/stopped after \d+ of 300 combinations; go on with --resume half.json/)]);
  const other = await skytape([...args, '--resume', 'half.json', '--cash', '1'], { cwd });
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('half.json was left by another sweep')]);
  const resumed = await skytape([...args, '--resume', 'half.json'], { cwd });
  expect([resumed.code, existsSync(join(cwd, 'half.json'))]).toEqual([0, false]);
  expect(untimed(resumed.stdout)).toBe(untimed((await skytape(args, { cwd })).stdout));
});

const RANGES = ['--range', 'fast=3:11:4', '--range', 'slow=10:40:10'];

test('[BT-08] a wrong option is refused with one line that says what would be right', async () => {
  const cwd = folderWithBars(50);
  const refusals: readonly [string[], string][] = [
    [['--range', 'fast=9:5:1'], 'range fast=9:5:1 goes from 9 down to 5'],
    [['--objective', 'sharp', ...RANGES], '"sharp" at character 1 is not known (did you mean sharpe?)'],
    [['--method', 'annealing'], '--method is "annealing", but must be one of grid, random, lhs, tpe, genetic, cma-es'],
    [['--constraint', 'fast > slow', ...RANGES], 'no combination of the grid is allowed'],
    [['--detail', 'bars.csv', 'bars.csv', ...RANGES], '--detail names 2 files for 1 data sets'],
    [['--workers', '0'], '--workers is 0, but must be a whole number above 0'],
    [['--out', 'rows.txt'], '--out is rows.txt, but must end in .csv or .json'],
  ];
  const run = ([options]: (typeof refusals)[number]) =>
    skytape(['sweep', '--data', 'bars.csv', '--strategy', 'sma-cross', ...options], { cwd });
  for (const [i, { code, stdout, stderr }] of (await Promise.all(refusals.map(run))).entries()) {
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(refusals[i]?.[1] as string)]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});
