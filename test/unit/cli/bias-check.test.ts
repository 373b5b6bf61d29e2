import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, skytape } from '../../support/command-line.ts';

test('[DX-02] bias-check ends with 0 for a clean strategy, with 1 and the name for rules on a level that depends on the start; it is of one data set', async () => {
  const cwd = emptyFolder();
  const close = (i: number) => 1000 + 80 * Math.sin(i / 9) + 20 * Math.sin(i / 2.3);
  const lines = Array.from({ length: 500 }, (_, i) => {
    const [open, now] = [close(Math.max(0, i - 1)), close(i)];
    return `${new Date(Date.UTC(2023, 0, 1, i)).toISOString()},${open},${Math.max(open, now)},${Math.min(open, now)},${now},10`;
  });
  writeFileSync(join(cwd, 'bars.csv'), `time,open,high,low,close,volume\n${lines.join('\n')}\n`);
  const check = (...args: string[]) => skytape(['bias-check', '--data', 'bars.csv', ...args], { cwd });
  const level = { above: ['obv()', 0] };
  writeFileSync(join(cwd, 'rules.json'), JSON.stringify({ entry: { long: level }, exit: { long: { not: level } } }));
  const [json, rules, several] = await Promise.all([
    check('--strategy', 'bollinger-reversion', '--json'),
    check('--rules', 'rules.json'),
    skytape(['bias-check', '--data', 'bars.csv', 'bars.csv', '--symbol', 'A', 'B', '--strategy', 'sma-cross'], { cwd }),
  ]);
  expect([json.code, JSON.parse(json.stdout)]).toEqual([
    0,
    expect.objectContaining({ strategy: 'bollinger-reversion', bars: 500, clean: true, faults: [] }),
  ]);
  expect([rules.code, rules.stdout]).toEqual([
    1,
    expect.stringMatching(/\nbiased:\n  obv\(\)\[close,volume\].* is -?\d.* when the history begins/),
  ]);
  expect([several.code, several.stderr]).toEqual([2, 'skytape: --data names 2 files; a check for bias is of one\n']);
});
