/** Why a name cannot be that of a new analyser, or nothing. `taken` are the ids that there are. */
export function analyserNameFault(name: string, taken: readonly string[] = []): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 60) {
    return `analyser name "${name}" must be kebab-case, like trades-by-hour: lower-case letters, digits and single hyphens, a letter first, at most 60`;
  }
  return taken.includes(name) ? `there is an analyser "${name}" already; choose another name` : undefined;
}

/** Text of a new analyser, for `analysers/ID.ts`: it compiles and answers as it is. Throws when the id is not kebab-case. */
export function analyserTemplate(id: string): string {
  checkName(id);
  return `import { defineAnalyser } from '../shared/performance/analyser.ts';

export default defineAnalyser({
  id: '${id}',
  about: 'Trades and pnl of each instrument.',
  // Called once, when the run has ended. The answer is any JSON: what is undefined is null, never NaN.
  analyse({ trades }) {
    const symbols = [...new Set(trades.map(({ symbol }) => symbol))].sort();
    return symbols.map((symbol) => {
      const own = trades.filter((trade) => trade.symbol === symbol);
      return { symbol, trades: own.length, pnl: own.reduce((sum, { pnl }) => sum + pnl, 0) };
    });
  },
});
`;
}

/** Text of its test, for `test/unit/analysers/ID.test.ts`: it passes as it is. Throws when the id is not kebab-case. */
export function analyserTestTemplate(id: string): string {
  checkName(id);
  return `import { expect, test } from 'vitest';
import analyser from '../../../analysers/${id}.ts';
import { summarise } from '../../../shared/performance/summarise.ts';
import { curve, facts, trade } from '../performance/facts.ts';

test('${id} adds up the trades of each instrument', () => {
  const equity = curve([
    [0, 1000],
    [1, 1009],
  ]);
  const trades = [trade(0, 4, { symbol: 'ETH/USDT' }), trade(1, 3), trade(2, 2)];
  const run = facts({ equity, trades });
  expect(analyser.analyse({ ...run, summary: summarise(run) })).toEqual([
    { symbol: 'BTC/USDT', trades: 2, pnl: 5 },
    { symbol: 'ETH/USDT', trades: 1, pnl: 4 },
  ]);
});
`;
}

function checkName(id: string): void {
  const fault = analyserNameFault(id);
  if (fault !== undefined) throw new Error(fault);
}
