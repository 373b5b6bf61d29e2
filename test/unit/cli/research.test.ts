import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { toIso } from '../../../shared/domain/time.ts';
import { encodeCsv } from '../../../shared/market/csv-write.ts';
import { fixedBars } from '../../golden/fixed-bars.ts';
import { emptyFolder, skytape } from '../../support/command-line.ts';
import { halvesOf } from '../../support/halves.ts';

const BARS = fixedBars(400);
const ROOT = resolve(import.meta.dirname, '../../..');
const average = (period: number) => ({ indicator: 'sma', params: { period } });
const CROSS = {
  name: 'cross-by-rules',
  entry: { long: { crossesAbove: [average(10), average(30)] } },
  exit: { long: { crossesBelow: [average(10), average(30)] } },
};

/** A folder with bars and rules, and the commands run in it. */
function desk() {
  const cwd = emptyFolder();
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(cwd, name), content);
  write('bars.csv', encodeCsv(BARS));
  write('cross.json', JSON.stringify(CROSS));
  const run = (...args: string[]) => skytape(args, { cwd });
  const json = async (...args: string[]) => JSON.parse((await run(...args)).stdout);
  return { write, run, json };
}

test('[PT-03] rules that say sma-cross trade as sma-cross does, and the manifest holds them', async () => {
  const { json } = desk();
  const options = ['--data', 'bars.csv', '--json', '--no-equity'];
  const [rules, code] = [
    await json('backtest', '--rules', 'cross.json', ...options),
    await json('backtest', '--strategy', 'sma-cross', ...options),
  ];
  expect(code.trades.length).toBeGreaterThan(3);
  expect(rules.trades).toEqual(code.trades);
  expect(rules.summary).toEqual(code.summary);
  expect(rules.manifest).toMatchObject({ strategy: 'cross-by-rules', rules: { name: 'cross-by-rules' } });
});

test('[PT-03] rules explain says them in English; a fault is one line that points into the JSON', async () => {
  const { write, run } = desk();
  const said = await run('rules', 'explain', 'cross.json');
  expect(said.stdout).toContain('Enters long when the simple moving average (period 10) crosses above');
  write('bad.json', '{"entry":{"long":{"above":[{"indicator":"smaa"},1]}}}');
  for (const args of [
    ['rules', 'explain', 'bad.json'],
    ['backtest', '--data', 'bars.csv', '--rules', 'bad.json'],
  ]) {
    const { code, stderr } = await run(...args);
    expect([code, stderr.trim()]).toEqual([2, expect.stringMatching(/^skytape: entry\.long\.above\[0\].*smaa.*sma[^a]/)]);
  }
  write('none.json', 'no rules');
  expect((await run('rules', 'explain', 'none.json')).stderr).toMatch(/^skytape: none\.json: rules: no JSON: /);
  const schema = JSON.parse((await run('rules', 'schema')).stdout);
  expect(schema.required).toEqual(['entry']);
});

test('[IN-03] [PT-03] rules name an indicator of the user like any other', async () => {
  const { write, run, json } = desk();
  const condition = (count: number) => ({ above: [{ indicator: 'rises-in-a-row', params: { most: 5 } }, count] });
  write('own.json', JSON.stringify({ entry: { long: condition(2.5) }, exit: { long: { not: condition(0.5) } } }));
  expect((await run('rules', 'explain', 'own.json')).stdout).toContain('rises in a row');
  const { trades } = await json('backtest', '--data', 'bars.csv', '--rules', 'own.json', '--json', '--no-equity');
  expect(trades.length).toBeGreaterThan(5);
});

test('[PT-03] a backtest takes a strategy or rules, not both and not neither', async () => {
  const { run } = desk();
  const both = await run('backtest', '--data', 'bars.csv', '--strategy', 'sma-cross', '--rules', 'cross.json');
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('rules are given beside strategy "sma-cross"')]);
  const neither = await run('backtest', '--data', 'bars.csv');
  expect([neither.code, neither.stderr]).toEqual([2, expect.stringContaining('--strategy')]);
});

test('[IN-02] indicators compute prints a column an output, null before it is known; parameters and bounds count', async () => {
  const { run, json } = desk();
  const { time, outputs } = await json('indicators', 'compute', 'sma', '--data', 'bars.csv', '--param', 'period=3', '--json');
  expect(time[0]).toBe('2021-01-01T00:00:00Z');
  expect(outputs.value.slice(0, 2)).toEqual([null, null]);
  expect(outputs.value[2]).toBeCloseTo(((BARS.close[0] as number) + (BARS.close[1] as number) + (BARS.close[2] as number)) / 3, 10);
  expect(outputs.value).toHaveLength(400);
  const { code, stderr } = await run('indicators', 'compute', 'rsi', '--data', 'bars.csv', '--param', 'period=0');
  expect([code, stderr]).toEqual([2, expect.stringContaining('period is 0, but must be')]);
  const unknown = await run('indicators', 'compute', 'smaa', '--data', 'bars.csv');
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('did you mean sma?')]);
});

test('[PT-01] patterns lists all formations, and scan finds them in time order', async () => {
  const { json } = desk();
  const all: { id: string; kind: string }[] = await json('patterns', '--json');
  expect(all.filter(({ kind }) => kind === 'candlestick')).toHaveLength(61);
  const found: { pattern: string; end: string; confirmedAt: string; rows: { end: number } }[] = await json(
    'patterns',
    'scan',
    '--data',
    'bars.csv',
    '--pattern',
    'doji',
    'engulfing',
    '--json',
  );
  expect(new Set(found.map(({ pattern }) => pattern))).toEqual(new Set(['doji', 'engulfing']));
  const times = found.map(({ confirmedAt }) => confirmedAt);
  expect(times).toEqual([...times].sort());
  for (const { end, rows } of found) expect(Date.parse(end) * 1000).toBe(BARS.time[rows.end]);
});

test('[CO-01] correlate prints a symmetric matrix of two files', async () => {
  const { write, run, json } = desk();
  const { open, high, low, close } = BARS;
  const [o, h, l, c] = [open, high, low, close].map((column) => column.map((price, i) => price * (1 + ((i * 37) % 11) / 500)));
  write(
    'ETHUSDT.csv',
    encodeCsv({ ...BARS, open: o as Float64Array, high: h as Float64Array, low: l as Float64Array, close: c as Float64Array }),
  );
  const { symbols, matrix, bars } = await json('correlate', '--data', 'bars.csv', '--data', 'ETHUSDT.csv', '--json');
  expect([symbols, bars]).toEqual([['BTC/USDT', 'ETH/USDT'], 400]);
  expect(matrix.pearson[0][1]).toBe(matrix.pearson[1][0]);
  expect(matrix.pearson[0][0]).toBe(1);
  const later = ['--from', toIso(BARS.time[100] as number)];
  expect((await json('correlate', '--data', 'bars.csv', 'ETHUSDT.csv', ...later, '--json')).bars).toBe(300);
  const alone = await run('correlate', '--data', 'bars.csv');
  expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('a correlation is of 2')]);
});

test('[PT-04] explore ranks what followed the entries of rules; few events are not tested', async () => {
  const { json, run } = desk();
  const { outcomes, universe, tests } = await json(
    'explore',
    '--data',
    'bars.csv',
    '--rules',
    'cross.json',
    '--horizon',
    '1',
    '5',
    '--json',
  );
  expect(universe).toEqual([{ symbol: 'BTC/USDT', bars: 400 }]);
  expect(new Set(outcomes.map(({ horizon }: { horizon: number }) => horizon))).toEqual(new Set([1, 5]));
  expect(tests).toBeLessThan(outcomes.length);
  for (const [args, said] of [
    [['--strategy', 'sma-cross', '--pattern', 'doji'], '--pattern is given beside a strategy or rules'],
    [['--param', 'fast=5'], '--param is given, but patterns have no parameters'],
  ] as const)
    expect(await run('explore', '--data', 'bars.csv', ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
  const [from, to] = [100, 250].map((bar) => toIso(BARS.time[bar] as number)) as [string, string];
  const part = await json('explore', '--data', 'bars.csv', '--from', from, '--to', to, '--pattern', 'doji', '--json');
  expect(part.universe).toEqual([{ symbol: 'BTC/USDT', bars: 150 }]);
  const round = await run('explore', '--data', 'bars.csv', '--from', to, '--to', from);
  expect([round.code, round.stderr]).toEqual([2, expect.stringContaining(`--to is ${from}, but must be later than --from (${to})`)]);
  const beyond = await run('correlate', '--data', 'bars.csv', '--from', '2030-01-01');
  expect([beyond.code, beyond.stderr]).toEqual([2, expect.stringContaining('bars.csv: no bar opens between --from and --to')]);
  const text = await run('explore', '--data', 'bars.csv', '--pattern', 'doji');
  expect(text.stdout).toMatch(/^\d+ tests on BTC\/USDT; \d+ pass at a false discovery rate of 0.05/);
});

test('[PT-05] ablate says what each part of a strategy contributes out of sample; one file or one account, days enough', async () => {
  const { write, json, run } = desk();
  write('long.csv', encodeCsv(fixedBars(3000)));
  const result = await json('ablate', '--data', 'long.csv', '--rules', 'cross.json', '--json');
  expect(result.strategy).toBe('cross-by-rules');
  expect(result.contributions).toHaveLength(2);
  write('ETHUSDT-1h.csv', encodeCsv(fixedBars(3000)));
  write(
    'beside.json',
    JSON.stringify({ entry: { long: { all: [CROSS.entry.long, { above: ['close of ETH/USDT', 1] }] } }, exit: CROSS.exit }),
  );
  const beside = await json('ablate', '--data', 'long.csv', '--with', 'ETHUSDT-1h.csv', '--rules', 'beside.json', '--json');
  expect(beside.contributions.map(({ part }: { part: string }) => part).toSorted()).toEqual(['entry.long.all[0]', 'entry.long.all[1]']);
  const both = await run('ablate', '--data', 'bars.csv', 'long.csv', '--strategy', 'sma-cross');
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('an ablation is of one')]);
  const pair = ['--data', 'long.csv', 'ETHUSDT-1h.csv', '--symbol', 'BTC/USDT', 'ETH/USDT'];
  const together = await json('ablate', ...pair, '--strategy', 'sma-cross', '--strategy', 'equal-weight', '--json');
  expect(together.contributions.map(({ part }: { part: string }) => part).toSorted()).toEqual(['sma-cross.fast', 'sma-cross.slow']);
  const bare = await run('ablate', ...pair, '--strategy', 'equal-weight');
  expect([bare.code, bare.stdout]).toEqual([0, expect.stringContaining('\nit has no parts to take away')]);
  const short = await run('ablate', '--data', 'bars.csv', '--strategy', 'sma-cross');
  expect([short.code, short.stderr]).toEqual([2, expect.stringContaining('daily returns are too few')]);
  // A trailing stop that the high of a bar lifts is met by its low once the order of prices is known.
  write('trail.json', JSON.stringify({ entry: CROSS.entry, trailingStop: { percent: 0.2 } }));
  write('fine.csv', halvesOf(new TextDecoder().decode(encodeCsv(fixedBars(3000)))));
  const known = await json('ablate', '--data', 'long.csv', '--rules', 'trail.json', '--detail', 'fine.csv', '--json');
  const assumed = await json('ablate', '--data', 'long.csv', '--rules', 'trail.json', '--json');
  expect(known.full.outOfSample.totalReturn).not.toBe(assumed.full.outOfSample.totalReturn);
  const wrong = await run('ablate', '--data', 'long.csv', '--detail', 'bars.csv', '--strategy', 'sma-cross');
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('detail has 1h bars, but must have bars of which')]);
});

test('[IN-03] indicators check holds a file to the contract, and names look-ahead', async () => {
  const { write, run } = desk();
  const sample = await run('indicators', 'check', join(ROOT, 'indicators/rises-in-a-row.ts'));
  expect([sample.code, sample.stdout.match(/^ {2}ok /gm)?.length]).toEqual([0, 5]);
  // Remembers across kernels, so that what it shows of a row depends on what came after in another run.
  write(
    'peek.ts',
    `import { defineIndicator } from '${ROOT}/shared/indicators/define.ts';
let last = 0;
const kernel = () => ({ update: (x) => { const seen = last; last = x; return seen; }, snapshot: () => [], restore: () => undefined });
export default defineIndicator({ id: 'peek', name: 'Peek', group: 'price', about: 'Cheats.', inputs: ['close'], parameters: {}, outputs: ['value'], unit: 1,
  warmup: () => 0, settle: () => 0, source: 'None.', kernel });`,
  );
  const cheat = await run('indicators', 'check', 'peek.ts');
  expect([cheat.code, cheat.stdout, cheat.stderr]).toEqual([
    2,
    expect.stringContaining('it looks ahead'),
    expect.stringContaining('peek breaks'),
  ]);
  const none = await run('indicators', 'check', 'bars.csv');
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('cannot load bars.csv')]);
});
