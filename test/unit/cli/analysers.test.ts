import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, skytape } from '../../support/command-line.ts';
import { copyOfRepository } from '../../support/copy-of-repository.ts';

const closes = Array.from({ length: 120 }, (_, i) => 1000 + (i < 40 ? -i : i < 80 ? i - 80 : 80 - i));
const csv = `time,open,high,low,close,volume\n${closes
  .map((close, i) => `${new Date(Date.UTC(2024, 0, 1, i)).toISOString()},${close},${close + 1},${close - 1},${close},10`)
  .join('\n')}\n`;
const RUN = ['backtest', '--data', 'bars.csv', '--strategy', 'sma-cross', '--param', 'fast=3', '--param', 'slow=10'];

function folder(): string {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'bars.csv'), csv);
  return cwd;
}

test('[BT-09] the shipped analyser is listed, and its answer stands in JSON and tearsheet when asked for', async () => {
  const cwd = folder();
  const listed = await skytape(['analysers', '--json'], { cwd });
  expect(JSON.parse(listed.stdout)).toContainEqual({ id: 'trades-by-weekday', about: expect.stringContaining('weekday') });
  const asked = await skytape([...RUN, '--analyser', 'trades-by-weekday', '--json', '--report', 'out.html'], { cwd });
  const { analysers, manifest, summary } = JSON.parse(asked.stdout);
  expect(manifest.analysers).toEqual(['trades-by-weekday']);
  expect(analysers['trades-by-weekday'].reduce((sum: number, day: { trades: number }) => sum + day.trades, 0)).toBe(summary.tradeCount);
  expect(readFileSync(join(cwd, 'out.html'), 'utf8')).toContain('<h2>trades-by-weekday</h2>');
});

test('[BT-09] an unknown analyser is one line that names those that there are', async () => {
  const { code, stderr } = await skytape([...RUN, '--analyser', 'nothing'], { cwd: folder() });
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^skytape: there is no analyser "nothing" \(there are: .*trades-by-weekday.*\)\n$/),
  ]);
});

test('[BT-09] a new analyser answers at once, and one whose code fails is one line', async () => {
  const root = copyOfRepository();
  const cwd = folder();
  expect((await skytape(['new', 'analyser', 'by-symbol'], { cwd, root })).stdout).toContain('--analyser by-symbol');
  const { stdout } = await skytape([...RUN, '--analyser', 'by-symbol', '--json'], { cwd, root });
  expect(JSON.parse(stdout).analysers['by-symbol']).toMatchObject([{ symbol: 'BTC/USDT' }]);
  const file = join(root, 'analysers', 'by-symbol.ts');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(
      'analyse({ trades }) {',
      "analyse({ trades }) {\n    if (trades.length >= 0) throw new Error('out of bananas');",
    ),
  );
  const { code, stderr } = await skytape([...RUN, '--analyser', 'by-symbol'], { cwd, root });
  expect([code, stderr]).toEqual([2, expect.stringContaining('skytape: analyser "by-symbol" failed: out of bananas')]);
});
