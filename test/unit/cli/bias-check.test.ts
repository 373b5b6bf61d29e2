import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, skytape } from '../../support/command-line.ts';
import { halvesOf } from '../../support/halves.ts';

test('[DX-02] bias-check ends with 0 for a clean strategy, with 1 and the name for rules on a level that depends on the start; it is of one data set or one account', async () => {
  const cwd = emptyFolder();
  const close = (i: number) => 1000 + 80 * Math.sin(i / 9) + 20 * Math.sin(i / 2.3);
  const lines = Array.from({ length: 500 }, (_, i) => {
    const [open, now] = [close(Math.max(0, i - 1)), close(i)];
    return `${new Date(Date.UTC(2023, 0, 1, i)).toISOString()},${open},${Math.max(open, now)},${Math.min(open, now)},${now},10`;
  });
  const bars = `time,open,high,low,close,volume\n${lines.join('\n')}\n`;
  writeFileSync(join(cwd, 'bars.csv'), bars);
  writeFileSync(join(cwd, 'fine.csv'), halvesOf(bars));
  const check = (...args: string[]) => skytape(['bias-check', '--data', 'bars.csv', ...args], { cwd });
  const level = { above: ['obv()', 0] };
  writeFileSync(join(cwd, 'rules.json'), JSON.stringify({ entry: { long: level }, exit: { long: { not: level } } }));
  const trail = { entry: { long: { above: ['close', 'sma(5)'] } }, trailingStop: { percent: 0.5 } };
  writeFileSync(join(cwd, 'trail.json'), JSON.stringify(trail));
  const [json, rules, several, together, assumed, known] = await Promise.all([
    check('--strategy', 'bollinger-reversion', '--json'),
    check('--rules', 'rules.json'),
    skytape(['bias-check', '--data', 'bars.csv', 'bars.csv', '--symbol', 'A', 'B', '--strategy', 'sma-cross'], { cwd }),
    skytape(
      [
        'bias-check',
        '--data',
        'bars.csv',
        'bars.csv',
        '--symbol',
        'A',
        'B',
        '--strategy',
        'sma-cross',
        '--strategy',
        'equal-weight',
        '--json',
      ],
      { cwd },
    ),
    check('--rules', 'trail.json', '--json'),
    check('--rules', 'trail.json', '--json', '--detail', 'fine.csv'),
  ]);
  expect([json.code, JSON.parse(json.stdout)]).toEqual([
    0,
    expect.objectContaining({ strategy: 'bollinger-reversion', bars: 500, clean: true, faults: [] }),
  ]);
  expect([rules.code, rules.stdout]).toEqual([
    1,
    expect.stringMatching(/\nbiased:\n  obv\(\)\[close,volume\].* is -?\d.* when the history begins/),
  ]);
  expect([several.code, several.stderr]).toEqual([
    2,
    'skytape: there are 2 data sets; a check for bias is of one, or of all on a shared account\n',
  ]);
  // Two strategies take one account, on which there may be several instruments.
  expect([together.code, JSON.parse(together.stdout)]).toEqual([
    0,
    expect.objectContaining({ strategy: 'sma-cross + equal-weight', bars: 1000, indicators: 2, clean: true }),
  ]);
  // A trailing stop that the high of a bar lifts is met by its low: more trades, and none of them tells of what comes later.
  expect([assumed.code, known.code, JSON.parse(known.stdout).clean]).toEqual([0, 0, true]);
  expect(JSON.parse(known.stdout).trades).toBeGreaterThan(JSON.parse(assumed.stdout).trades);
});
