import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HOUR_US, toIso } from '../../../shared/domain/time.ts';
import { encodeCsv } from '../../../shared/market/csv-write.ts';
import { fixedBars } from '../../golden/fixed-bars.ts';
import { skytape } from '../../support/command-line.ts';
import { copyOfRepository } from '../../support/copy-of-repository.ts';

const BARS = fixedBars(60);
const opens = (row: number) => BARS.time[row] as number;

/** In at the close of row 10; what it does later is its `then`. */
const strategyWith = (then: string) => `import { defineStrategy } from '../shared/strategies/define.ts';
export default defineStrategy({
  id: 'own', about: '', params: {}, indicators: () => ({}),
  onBar({ bar, target }) {
    if (bar.timeUs === ${opens(10)}) target(1);
    ${then}
  },
});
`;

test('[SR-02] a strategy file that is replaced between two runs is the new logic on the same engine, and compare says so and from which bar', async () => {
  const root = copyOfRepository();
  writeFileSync(join(root, 'bars.csv'), encodeCsv(BARS));
  const run = (...args: string[]) => skytape(args, { cwd: root, root });
  const backtest = ['backtest', '--data', 'bars.csv', '--strategy', 'own', '--json'];
  const runWith = async (name: string, then: string) => {
    writeFileSync(join(root, 'strategies', 'own.ts'), strategyWith(then));
    const { stdout } = await run(...backtest);
    writeFileSync(join(root, name), stdout);
    return JSON.parse(stdout);
  };
  const held = await runWith('held.json', '');
  const sold = await runWith('sold.json', `if (bar.timeUs === ${opens(40)}) target(0);`);

  // Filled at the open after each close.
  expect(held.trades).toMatchObject([{ entryTime: toIso(opens(11)), exitTime: null }]);
  expect(sold.trades).toMatchObject([{ entryTime: toIso(opens(11)), exitTime: toIso(opens(41)) }]);
  const { codeVersion, ...inputs } = held.manifest;
  expect(sold.manifest).toEqual({ ...inputs, codeVersion: expect.not.stringContaining(codeVersion) });

  const { code, stdout } = await skytape(['compare', 'held.json', 'sold.json', '--json'], { cwd: root });
  const { causes, equity, since } = JSON.parse(stdout);
  // Until the close of row 40 both hold the same; the sale at the next open, and what it costs, is in the curve at the close of row 41.
  expect([code, causes, since, equity.since]).toEqual([1, ['code'], toIso(opens(41)), toIso(opens(41) + HOUR_US)]);
});
