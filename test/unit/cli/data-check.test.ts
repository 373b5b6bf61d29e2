import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, skytape } from '../../support/command-line.ts';

const DAYS = [
  'time,open,high,low,close',
  '2024-07-02,10,12,9,11',
  '2024-07-03,11,13,10,12',
  '2024-07-05,12,9,14,11',
  '2024-07-09,11,12,10,11',
];

test('[MD-09] data check prints a score and every defect with code and time, and knows the holiday of the calendar', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'bars.csv'), `${DAYS.join('\n')}\n`);
  const { stdout, code } = await skytape(['data', 'check', 'bars.csv', '--calendar', 'NYSE', '--timeframe', '1d', '--json'], { cwd });
  expect(JSON.parse(stdout)).toEqual({
    score: 60,
    bars: 4,
    symbol: null,
    timeframe: '1d',
    calendar: 'NYSE',
    cleanDays: 3,
    flawedDays: [
      { date: '2024-07-05', score: 0, bars: 1, missing: 0, flawed: 1 },
      { date: '2024-07-08', score: 0, bars: 0, missing: 1, flawed: 0 },
    ],
    defects: [
      { code: 'high-below-low', at: '2024-07-05T00:00:00Z', detail: 'line 4: high 9 is below low 14' },
      { code: 'missing', at: '2024-07-08T00:00:00Z', detail: '1 bar missing before 2024-07-09T00:00:00Z' },
    ],
  });
  expect(code).toBe(0);
});

test('[MD-09] data check reads trades and quotes too', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'trades.csv'), 'timestamp_ms,id,side,price,amount\n1610064000278,1,buy,10,0.1\n1610064030000,2,sell,-2,0.2\n');
  const { stdout } = await skytape(['data', 'check', 'trades.csv', '--json'], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({ score: 50, bars: 0, ticks: 1, kind: 'trades', defects: [{ code: 'negative', at: 'line 3' }] });
});

test('[MD-09] data check refuses what it cannot judge in one line and exits 2', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'old.csv'), 'time,open,high,low,close\n1985-07-02,10,12,9,11\n1985-07-03,11,13,10,12\n');
  for (const [args, line] of [
    [['old.csv', '--calendar', 'NYSE'], 'time 1985-07-02T00:00:00Z lies outside the years 1990 to 2049 that the calendar NYSE covers'],
    [['old.csv', '--calendar', 'LSE'], '--calendar is "LSE", but must be one of '],
    [['none.csv'], 'no such file'],
  ] as const) {
    const { stderr, stdout, code } = await skytape(['data', 'check', ...args], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});
