import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { buildProgram } from '../../../cli/program.ts';
import { trialsFile } from '../../../cli/trials-file.ts';
import { emptyFolder } from '../../support/command-line.ts';

const printed = vi.hoisted((): string[] => []);
vi.mock('../../../cli/terminal.ts', async (original) => ({
  ...(await original<object>()),
  print: (text: string) => void printed.push(text),
}));

let home = '';
beforeEach(() => {
  home = emptyFolder();
  vi.stubEnv('SKYTAPE_HOME', home);
});

/** What a command prints. */
async function said(...args: string[]): Promise<string> {
  printed.length = 0;
  await buildProgram('0').parseAsync(args, { from: 'user' });
  return printed.join('\n');
}

const DAY_US = 86_400_000_000;
const on = (symbol: string, key: string, fromDay = 0) => ({
  instruments: [symbol],
  key,
  fromUs: fromDay * DAY_US,
  toUs: (fromDay + 10) * DAY_US,
  sharpe: 0.1,
});

test('[DX-04] trials lists what was tried by strategy and history, with the dates of all of it', async () => {
  expect(await said('trials')).toContain('no trials in ');
  await trialsFile('sma-cross').add([on('BTC/USDT', 'a'), on('BTC/USDT', 'b')]);
  await trialsFile('sma-cross').add([on('BTC/USDT', 'b', 5), on('BTC/USDT', 'c', 5)]);
  await trialsFile('rsi-reversion').add([on('ETH/USDT', 'a')]);
  // As lines were before they named the strategy.
  const path = join(home, 'trials.jsonl');
  writeFileSync(path, `${readFileSync(path, 'utf8')}${JSON.stringify(on('ETH/USDT', 'z'))}\n`);
  expect((await said('trials')).split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['STRATEGY', 'INSTRUMENTS', 'FROM', 'TO', 'TRIALS'],
    ['sma-cross', 'BTC/USDT', '1970-01-01T00:00:00Z', '1970-01-16T00:00:00Z', '3'],
    ['rsi-reversion', 'ETH/USDT', '1970-01-01T00:00:00Z', '1970-01-11T00:00:00Z', '1'],
    ['-', 'ETH/USDT', '1970-01-01T00:00:00Z', '1970-01-11T00:00:00Z', '1'],
  ]);
  expect(JSON.parse(await said('trials', '--symbol', 'ETH/USDT', '--strategy', 'rsi-reversion', '--json'))).toEqual({
    trials: 1,
    histories: [
      { strategy: 'rsi-reversion', instruments: ['ETH/USDT'], from: '1970-01-01T00:00:00Z', to: '1970-01-11T00:00:00Z', trials: 1 },
    ],
  });
});

test('[DX-04] trials forget says what would be lost, and forgets only with --yes, only what is named', async () => {
  await trialsFile('sma-cross').add([on('BTC/USDT', 'a'), on('BTC/USDT', 'b')]);
  await trialsFile('rsi-reversion').add([on('BTC/USDT', 'c')]);
  const before = readFileSync(join(home, 'trials.jsonl'), 'utf8');
  const forget = ['trials', 'forget', '--strategy', 'sma-cross'];
  await expect(said(...forget)).rejects.toThrow(
    /^this would forget 2 trials of 3 for good: .*less like luck than it is; add --yes to do it$/,
  );
  expect(readFileSync(join(home, 'trials.jsonl'), 'utf8')).toBe(before);
  expect(await said(...forget, '--yes')).toBe('forgot 2 trials; 1 left');
  expect((await trialsFile('').overlapping(on('BTC/USDT', ''))).map(({ key }) => key)).toEqual(['c']);
  await expect(said(...forget, '--yes')).rejects.toThrow('no such trials in ');
  expect(JSON.parse(await said('trials', 'forget', '--yes', '--json'))).toEqual({ forgotten: 1, left: 0 });
  expect(readFileSync(join(home, 'trials.jsonl'), 'utf8')).toBe('');
});
