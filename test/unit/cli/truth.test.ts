import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, skytape } from '../../support/command-line.ts';

/** Eight hundred closes, six hours apart, of two waves. */
function folderWithBars(): string {
  const cwd = emptyFolder();
  const close = (i: number) => 1000 + 80 * Math.sin(i / 30) + 25 * Math.sin(i / 7);
  const lines = Array.from({ length: 800 }, (_, i) => {
    const [open, now] = [close(Math.max(0, i - 1)), close(i)];
    const time = new Date(Date.UTC(2023, 0, 1, 6 * i)).toISOString();
    return `${time},${open},${Math.max(open, now) + 1},${Math.min(open, now) - 1},${now},10`;
  });
  writeFileSync(join(cwd, 'bars.csv'), `time,open,high,low,close,volume\n${lines.join('\n')}\n`);
  return cwd;
}

const ON_BARS = ['--data', 'bars.csv', '--symbol', 'BTC/USDT', '--strategy', 'sma-cross'];
const RANGES = ['--range', 'fast=3:11:4', '--range', 'slow=20:40:10'];
const SPANS = ['--train', '60d', '--test', '20d', '--purge', '2'];

test('[BT-06] walk-forward prints folds, what is kept and the regimes, and writes a page', async () => {
  const cwd = folderWithBars();
  const run = (...more: string[]) => skytape(['walk-forward', ...ON_BARS, ...RANGES, ...SPANS, ...more], { cwd });
  const [json, text] = await Promise.all([run('--json', '--cpcv', '5,2'), run('--report', 'page.html', '--anchored')]);
  expect([json.code, json.stderr]).toEqual([0, expect.stringContaining('walk-forward: 6 folds of 9 combinations')]);
  const { manifest, folds, stitched, outOfSampleSharpe, degradation, equity, cpcv } = JSON.parse(json.stdout);
  // 200 days: 60 and half a day apart before the first test, then six whole tests of 20.
  expect([folds.length, equity.length, stitched.periods]).toEqual([6, 121, 120]);
  expect(folds[0].test.from).toBe('2023-03-22T00:00:00Z');
  expect(folds[0].train.to).toBe('2023-03-21T12:00:00Z');
  expect(folds[5].test.to).toBe('2023-07-20T00:00:00Z');
  expect(Object.keys(degradation)).toEqual(['inSampleSharpe', 'outOfSampleSharpe', 'kept']);
  expect(outOfSampleSharpe.low).toBeLessThan(outOfSampleSharpe.high);
  expect([cpcv.splits, cpcv.sharpes.length]).toEqual([10, 4]);
  expect(manifest).toMatchObject({ strategy: 'sma-cross', seed: 1, walkForward: { gaps: { purge: 2, embargo: 0 } } });
  expect([text.code, text.stdout]).toEqual([0, expect.stringMatching(/^FOLD +TEST FROM +TO +FAST SLOW +IN +SHARPE +OUT/)]);
  const page = readFileSync(join(cwd, 'page.html'), 'utf8');
  expect(page).toContain('<h2>Folds</h2>');
  expect(page.match(/<td class="text">fast \d+, slow \d+<\/td>/g)).toHaveLength(6);
  expect(page.match(/<path class="fold"/g)).toHaveLength(5);
  expect(page).not.toMatch(/https?:\/\//);
});

test('[BT-07] monte-carlo draws from a report, or runs a strategy and compares its entries with random ones', async () => {
  const cwd = folderWithBars();
  writeFileSync(join(cwd, 'run.json'), (await skytape(['backtest', ...ON_BARS, '--json'], { cwd })).stdout);
  const drawn = ['--kinds', 'shuffle,bootstrap,blocks,costs', '--paths', '500', '--json'];
  const [report, direct] = await Promise.all([
    skytape(['monte-carlo', '--run', 'run.json', ...drawn], { cwd }),
    skytape(['monte-carlo', ...ON_BARS, '--paths', '500', '--reruns', '5', '--null', 'random-entry', '--json', '--report', 'chance.html'], {
      cwd,
    }),
  ]);
  const [{ kinds }, { kinds: more, randomEntry, manifest }] = [JSON.parse(report.stdout), JSON.parse(direct.stdout)];
  expect(Object.keys(kinds)).toEqual(['shuffle', 'bootstrap', 'blocks', 'costs']);
  for (const kind of ['shuffle', 'bootstrap', 'blocks']) expect(more[kind]).toEqual(kinds[kind]);
  expect([kinds.costs.runs, more.costs.runs.length, more.noise.runs, randomEntry.draws]).toEqual([null, 6, 5, 500]);
  const page = readFileSync(join(cwd, 'chance.html'), 'utf8');
  expect([page.match(/class="fan-outer"/g)?.length, page.includes('Entries at random')]).toEqual([4, true]);
  expect(manifest).toMatchObject({ seed: 1, monteCarlo: { paths: 500, ruinRatio: 0.5 } });
});

test('[DX-05] quote says seconds and dollars before anything is run, and refuses what is above the cap', async () => {
  const cwd = folderWithBars();
  const [sweep, dear] = await Promise.all([
    skytape(['quote', 'sweep', ...ON_BARS, ...RANGES, '--json', '--workers', '2'], { cwd }),
    skytape(['quote', 'walk-forward', ...ON_BARS, ...RANGES, ...SPANS, '--cap-usd', '0'], { cwd }),
  ]);
  const { bars, runs, barsPerSecond, here, aws } = JSON.parse(sweep.stdout);
  expect([sweep.code, bars, runs, aws.shards]).toEqual([0, 7200, 9, 1]);
  expect(here.seconds).toBeCloseTo(7200 / barsPerSecond / 2, 12);
  expect([dear.code, dear.stderr]).toEqual([2, expect.stringContaining('which is above the cap of $0')]);
});

test('[BT-06] a wrong option is refused with one line that says what would be right', async () => {
  const cwd = folderWithBars();
  const refusals: readonly [string[], string][] = [
    [['walk-forward', ...ON_BARS, ...RANGES, '--train', '60d'], '--test must be given beside --train'],
    [['monte-carlo', '--run', 'run.json', '--kinds', 'noise'], 'noise runs the strategy again'],
    [['monte-carlo'], '--run, or --data with --strategy or --rules, must be given'],
    [['quote', 'swep'], 'kind is "swep", but must be one of sweep, walk-forward, monte-carlo; see skytape quote --help'],
  ];
  const ended = await Promise.all(refusals.map(([args]) => skytape(args, { cwd })));
  for (const [i, { code, stdout, stderr }] of ended.entries()) {
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(refusals[i]?.[1] as string)]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});
