import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { StrategyInfo } from '../../../shared/contracts/schemas.ts';
import { emptyFolder, skytape, startSkytape } from '../../support/command-line.ts';

const run = (...args: string[]) => skytape(args, { cwd: emptyFolder() });
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };

test('[OP-01] help and version load nothing but the command line itself', async () => {
  const help = await run('--help');
  expect(help).toMatchObject({ code: 0, stderr: '' });
  for (const command of ['backtest', 'data', 'strategies', 'indicators', 'new']) expect(help.stdout).toContain(`\n  ${command}`);
  expect((await run()).stdout).toBe(help.stdout);
  expect((await run('--version')).stdout).toBe(`${version}\n`);
  const tookMs = async () => {
    const began = performance.now();
    await run('--version');
    return performance.now() - began;
  };
  // About 0.12 s on an idle core; ccxt alone would take 0.5 s and the CDK more. On a busy one the quickest of some counts.
  await expect.poll(tookMs).toBeLessThan(3_000);
});

test('[OP-01] help whose reader has gone away ends quietly', async () => {
  const { child, ended } = startSkytape(['--help'], { cwd: emptyFolder() });
  child.stdout.destroy();
  expect(await ended).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('[SR-01] strategies lists every strategy file with bounds, as text and as JSON', async () => {
  const strategies = JSON.parse((await run('strategies', '--json')).stdout);
  for (const id of ['bollinger-reversion', 'buy-and-hold', 'donchian-breakout', 'momentum', 'rsi-reversion', 'sma-cross']) {
    expect(strategies.map((one: { id: string }) => one.id)).toContain(id);
  }
  for (const one of strategies) expect(StrategyInfo.parse(one)).toEqual(one);
  const { stdout } = await run('strategies', 'sma-cross');
  expect(stdout).toMatch(/fast +10 +1 to 500/);
});

test('[IN-02] indicators shows the parameters of one, and refuses a period of 0', async () => {
  const rsi = JSON.parse((await run('indicators', 'rsi', '--json')).stdout);
  expect(rsi.params).toEqual([expect.objectContaining({ name: 'period', default: 14, kind: 'int' })]);
  const longer = JSON.parse((await run('indicators', 'rsi', '--param', 'period=30', '--json')).stdout);
  expect(longer.warmup).toBe(rsi.warmup + 16);
  const refused = await run('indicators', 'rsi', '--param', 'period=0');
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('period is 0, but must be a whole number from')]);
});

test.each([
  ['strategies', 'sma-cros', 'did you mean sma-cross?'],
  ['indicators', 'rsj', 'did you mean rsi?'],
])('[IN-02] %s names the nearest one for a mistyped id', async (command, id, said) => {
  const { code, stderr } = await run(command, id);
  expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
});
