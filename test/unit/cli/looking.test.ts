import { copyFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { datasetSources } from '../../../cli/dataset.ts';
import { detailSources } from '../../../cli/execution-files.ts';
import { buildProgram } from '../../../cli/program.ts';
import { toIso } from '../../../shared/domain/time.ts';
import { encodeCsv } from '../../../shared/market/csv-write.ts';
import { fixedBars } from '../../golden/fixed-bars.ts';
import { emptyFolder } from '../../support/command-line.ts';

const printed = vi.hoisted((): string[] => []);
vi.mock('../../../cli/terminal.ts', async (original) => ({
  ...(await original<object>()),
  print: (text: string) => void printed.push(text),
}));

const BARS = fixedBars(200);
const at = (row: number) => toIso(BARS.time[row] as number);
let file = '';
beforeEach(() => {
  const folder = emptyFolder();
  vi.stubEnv('SKYTAPE_HOME', folder);
  file = join(folder, 'bars.csv');
  writeFileSync(file, encodeCsv(BARS));
});

/** What a command prints as JSON. */
async function json(...args: string[]) {
  printed.length = 0;
  await buildProgram('0').parseAsync([...args, '--json'], { from: 'user' });
  return JSON.parse(printed.join('\n'));
}

test('[IN-02] indicators compute of a range shows its rows, the first and not the last, as they are over all bars', async () => {
  const compute = ['indicators', 'compute', 'ema', '--data', file];
  const whole = await json(...compute);
  const part = await json(...compute, '--from', at(50), '--to', at(60));
  expect(part.time).toEqual(whole.time.slice(50, 60));
  expect(part.outputs.value).toEqual(whole.outputs.value.slice(50, 60));
  await expect(json(...compute, '--from', at(60), '--to', at(50))).rejects.toThrow(`--to is ${at(50)}, but must be later than --from`);
  await expect(json(...compute, '--from', '2030-01-01')).rejects.toThrow('no bar opens between --from and --to');
});

test('[PT-01] patterns scan of a range gives what became known in it, formed on bars before it or not', async () => {
  const scan = ['patterns', 'scan', '--data', file];
  const whole: { start: string; confirmedAt: string }[] = await json(...scan);
  const part: typeof whole = await json(...scan, '--from', at(50), '--to', at(120));
  expect(part).toEqual(whole.filter(({ confirmedAt }) => confirmedAt >= at(50) && confirmedAt < at(120)));
  expect(part.some(({ start }) => start < at(50))).toBe(true);
});

test('[MD-07] the same data twice is refused, however it is spelt; a file of several instruments may come again for another', () => {
  const folder = join(file, '..');
  symlinkSync(file, join(folder, 'link.csv'));
  copyFileSync(file, join(folder, 'other.csv'));
  expect(() => datasetSources([file, file], {})).toThrow(/^.*bars\.csv is given twice; give each once$/);
  const spelt = `${folder}/./bars.csv`;
  for (const other of [spelt, join(folder, 'link.csv')])
    expect(() => datasetSources([file, other], {})).toThrow(`${file} and ${other} are the same file, given twice; give each once`);
  expect(datasetSources([file, join(folder, 'other.csv')], {})).toHaveLength(2);
  expect(datasetSources([file, file], { symbol: ['BTC/USDT', 'ETH/USDT'] })).toHaveLength(2);
  expect(() => datasetSources([file, file], { symbol: ['BTC/USDT', 'BTC/USDT'] })).toThrow('given twice');
  // Two timeframes of an instrument have the same finer data.
  expect(detailSources({ data: ['a', 'b'], detail: [file, file] })).toHaveLength(2);
});

test('[PT-04] [PT-05] what has no route on a platform says so', async () => {
  for (const command of ['explore', 'ablate', 'bias-check', 'trials', 'indicators compute'])
    await expect(json(...command.split(' '), '--api', 'http://127.0.0.1:1')).rejects.toThrow('runs on this machine only');
});
