import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildReport } from '../../../shared/application/backtest/build-report.ts';
import { reportToJson } from '../../../shared/application/backtest/report-text.ts';
import { EXAMPLES } from '../../../shared/contracts/examples.ts';
import type { Bars } from '../../../shared/domain/bars.ts';
import { HOUR_US } from '../../../shared/domain/time.ts';
import { compareReports } from '../../../shared/research/truth/compare.ts';
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

test('[DX-02] with --api the two are ids of finished runs, their trades and curves read page by page', async () => {
  const cwd = emptyFolder();
  const [a, b] = [{}, { commissionBps: 20 }].map((over) => JSON.parse(report(swingingBars(300), over)));
  const runs: Readonly<Record<string, typeof a>> = { A: a, B: b };
  const server = createServer((request, response) => {
    const [, id = '', part] = /^\/backtests\/([^/?]+)\/?([a-z]*)/.exec(request.url ?? '') ?? [];
    const { manifest, summary, trades, equity } = runs[id] as typeof a;
    const cursor = new URL(request.url ?? '', 'http://localhost').searchParams.get('cursor');
    const page = <T>(items: readonly T[]) => (cursor === null ? [items.slice(0, 3), '3'] : [items.slice(3), null]);
    const [items, next] = page<unknown>(part === 'trades' ? trades : equity);
    const run = { ...(EXAMPLES.getBacktest?.response as object), id, status: 'DONE', manifest, summary };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(part === 'trades' ? { trades: items, next } : part === 'equity' ? { equity: items, next } : run));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const options = { cwd, env: { SKYTAPE_TOKEN: 'any' } };
  const { code, stdout } = await skytape(['compare', 'A', 'B', '--api', `http://127.0.0.1:${port}`, '--json'], options);
  // A platform is asked for these parts alone.
  const read = ({ manifest, summary, trades, equity }: typeof a) => ({ manifest, summary, trades, equity });
  expect([code, JSON.parse(stdout)]).toEqual([1, { a: 'A', b: 'B', equityCompared: true, ...compareReports(read(a), read(b)) }]);
});
