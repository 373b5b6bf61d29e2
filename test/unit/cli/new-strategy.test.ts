import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { skytape } from '../../support/command-line.ts';
import { copyOfRepository } from '../../support/copy-of-repository.ts';

const run = (root: string, ...args: string[]) => skytape(args, { cwd: root, root });

test('[SR-01] a new strategy is listed and trades without touching anything else', async () => {
  const root = copyOfRepository();
  const made = await run(root, 'new', 'strategy', 'my-idea');
  expect(made.stdout).toContain('wrote strategies/my-idea.ts\nwrote test/unit/strategies/my-idea.test.ts\n');
  expect((await run(root, 'strategies')).stdout).toContain('my-idea');
  await run(root, 'data', 'synthesise', 'demo');
  const { stdout } = await run(root, 'backtest', '--data', 'demo', '--strategy', 'my-idea', '--json', '--no-equity');
  expect(JSON.parse(stdout).summary.tradeCount).toBeGreaterThan(0);
});

test('[SR-01] new strategy refuses a name that is taken or not kebab-case, and overwrites nothing', async () => {
  const root = copyOfRepository();
  const before = readFileSync(join(root, 'strategies', 'sma-cross.ts'), 'utf8');
  const taken = await run(root, 'new', 'strategy', 'sma-cross');
  expect([taken.code, taken.stderr]).toEqual([2, 'skytape: strategies/sma-cross.ts is there already; choose another name\n']);
  expect(readFileSync(join(root, 'strategies', 'sma-cross.ts'), 'utf8')).toBe(before);
  const named = await run(root, 'new', 'strategy', 'My Idea');
  expect([named.code, named.stderr]).toEqual([2, expect.stringContaining('must be kebab-case')]);
});

test('[IN-03] a new indicator computes, keeps the contract and is listed without touching anything else', async () => {
  const root = copyOfRepository();
  const made = await run(root, 'new', 'indicator', 'my-distance');
  expect(made.stdout).toContain('wrote indicators/my-distance.ts\nwrote test/unit/indicators/my-distance.test.ts\n');
  expect((await run(root, 'indicators', 'my-distance')).stdout).toContain('my-distance');
  expect((await run(root, 'indicators', 'check', 'indicators/my-distance.ts')).code).toBe(0);
  const taken = await run(root, 'new', 'indicator', 'sma');
  expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining('there is an indicator "sma" already')]);
});

const strategyThat = (body: string) =>
  `import { defineStrategy } from '../shared/strategies/define.ts';\nexport default defineStrategy({ id: 'broken', about: '', params: {}, indicators: () => ({}),\n${body} });\n`;

test.each([
  [
    'throws',
    strategyThat(`onBar() { throw new Error('out of ideas'); }`),
    'strategy broken failed at strategies/broken.ts:3: out of ideas',
  ],
  ['aims for what is no number', strategyThat(`onBar({ target }) { target('all' as unknown as number); }`), 'all'],
  ['has no default export', 'export const strategy = 1;\n', 'strategies/broken.ts: its default export is not a strategy'],
  [
    'has another id than its file',
    strategyThat('onBar() {}').replace(`'broken'`, `'other'`),
    'its id is "other", but must equal the file name',
  ],
  ['is not TypeScript', 'export default {{;\n', 'strategies/broken.ts: '],
])('[SR-01] a strategy that %s gives one readable line and exit code 2', async (_, text, said) => {
  const root = copyOfRepository();
  mkdirSync(join(root, 'strategies'), { recursive: true });
  writeFileSync(join(root, 'strategies', 'broken.ts'), text);
  await run(root, 'data', 'synthesise', 'demo', '--bars', '50');
  const { code, stdout, stderr } = await run(root, 'backtest', '--data', 'demo', '--strategy', 'broken');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(said);
  expect(stderr).toMatch(/^skytape: [^\n]+\n$/);
});
