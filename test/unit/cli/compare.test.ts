import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildReport } from '../../../shared/application/backtest/build-report.ts';
import { reportToJson } from '../../../shared/application/backtest/report-text.ts';
import type { Bars } from '../../../shared/domain/bars.ts';
import { HOUR_US } from '../../../shared/domain/time.ts';
import { emptyFolder, skytape } from '../../support/command-line.ts';
import { plan, simulation, swingingBars } from '../application/backtest/fixtures.ts';

const report = (bars: Bars, over: Record<string, unknown> = {}) =>
  reportToJson(buildReport([simulation('BTC/USDT', bars, over)], plan(over)), { equity: true });

test('[DX-02] equal runs compare with 0; of others it says what differs and since which bar, with 1', async () => {
  const cwd = emptyFolder();
  const bars = swingingBars(300);
  const changed = { ...bars, close: bars.close.map((close, row) => (row < 200 ? close : close + 0.5)) };
  const one = report(bars);
  writeFileSync(join(cwd, 'a.json'), one);
  writeFileSync(join(cwd, 'again.json'), report(bars));
  writeFileSync(join(cwd, 'dear.json'), report(bars, { commissionBps: 20 }));
  writeFileSync(join(cwd, 'other.json'), report(changed));
  const compare = (...args: string[]) => skytape(['compare', ...args], { cwd });
  const [same, dear, other] = await Promise.all([
    compare('a.json', 'again.json'),
    compare('a.json', 'dear.json', '--json'),
    compare('a.json', 'other.json'),
  ]);
  expect([same.code, same.stdout]).toEqual([0, 'the runs are equal\n']);

  const { same: equal, causes, inputs, trades, since, equityCompared } = JSON.parse(dear.stdout);
  expect([dear.code, equal, causes, equityCompared]).toEqual([1, false, ['engine'], true]);
  expect(inputs).toEqual([{ field: 'engine.commissionBps', a: 10, b: 20, cause: 'engine' }]);
  // Twice the commission buys less from the first entry on.
  expect([trades.index, since]).toEqual([0, JSON.parse(one).trades[0].entryTime]);

  expect(other.code).toBe(1);
  // The position at row 200 is worth half a unit more at its close, or the next trade is another: known at the close of row 200 at the earliest.
  const told = /^the runs differ since (.*)$/m.exec(other.stdout)?.[1] as string;
  expect(Date.parse(told) * 1000).toBeGreaterThanOrEqual((bars.time[200] as number) + HOUR_US);
  expect(other.stdout).toContain('inputs that differ: none\n');
  expect(other.stdout).toMatch(/^RESULT +FIRST +SECOND$/m);
});

test('[DX-02] what is no report is refused with one line', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'other.json'), '{"manifest":{}}');
  const { code, stdout, stderr } = await skytape(['compare', 'other.json', 'other.json'], { cwd });
  expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining('other.json is no report (manifest.strategy')]);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
