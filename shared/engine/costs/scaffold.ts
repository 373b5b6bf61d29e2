/** Why a name cannot be that of a new model of costs, or nothing. `taken` are the ids that there are. */
export function costNameFault(name: string, taken: readonly string[] = []): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 60) {
    return `name "${name}" must be kebab-case, like my-broker: lower-case letters, digits and single hyphens, a letter first, at most 60`;
  }
  return taken.includes(name) ? `there is a model "${name}" in costs/ already; choose another name` : undefined;
}

/** Text of a new fee model, for `costs/ID.ts`: it works as it is. */
export function feesTemplate(id: string): string {
  return `import { defineFees } from '../shared/engine/costs/define.ts';

export default defineFees({
  id: '${id}',
  about: 'Half a cent a unit, at least 1 an order; makers pay nothing.',
  // Asked at every fill; the answer is money in the instrument's currency. \`before\` is what the same order has filled and paid so far.
  fee({ quantity, maker, before }) {
    if (maker) return 0;
    return Math.max(1, (before.quantity + quantity) * 0.005) - before.fee;
  },
});
`;
}

/** Text of its test, for `test/unit/costs/ID.test.ts`: it passes as it is. */
export function feesTestTemplate(id: string): string {
  return `import { expect, test } from 'vitest';
import fees from '../../../costs/${id}.ts';
import { flatBars, run, scripted } from '../engine/world.ts';

test('${id} takes half a cent a unit, at least 1', () => {
  const strategy = scripted({
    0: ({ order }) => void order({ type: 'market', side: 'buy', quantity: 4 }),
    1: ({ order }) => void order({ type: 'market', side: 'buy', quantity: 400 }),
  });
  const { fills } = run(strategy, flatBars([100, 100, 100]), { cash: 100_000, execution: { fees } });
  expect(fills.map(({ commission }) => commission)).toEqual([1, 2]);
});
`;
}

/** Text of a new slippage model, for \`costs/ID.ts\`: it works as it is. */
export function slippageTemplate(id: string): string {
  return `import { defineSlippage } from '../shared/engine/costs/define.ts';

export default defineSlippage({
  id: '${id}',
  about: 'A hundredth of a percent, and a tenth of a percent more for an order as large as the volume of the bar.',
  // Asked at every market and stop fill; the answer is an amount of price that the fill is worse by, 0 or above.
  slip({ price, quantity, volume }) {
    const share = volume > 0 ? Math.min(1, quantity / volume) : 1;
    return price * (0.0001 + 0.001 * share);
  },
});
`;
}

/** Text of its test, for `test/unit/costs/ID.test.ts`: it passes as it is. */
export function slippageTestTemplate(id: string): string {
  return `import { expect, test } from 'vitest';
import slippage from '../../../costs/${id}.ts';
import { flatBars, run, scripted } from '../engine/world.ts';

test('${id} makes a buy dearer', () => {
  const bars = flatBars([100, 100]);
  bars.volume.fill(40);
  const strategy = scripted({ 0: ({ order }) => void order({ type: 'market', side: 'buy', quantity: 4 }) });
  const { fills } = run(strategy, bars, { execution: { slippage } });
  // A tenth of the volume: 100 x (0.0001 + 0.001 x 0.1).
  expect(fills[0]?.price).toBeCloseTo(100.02, 10);
});
`;
}
