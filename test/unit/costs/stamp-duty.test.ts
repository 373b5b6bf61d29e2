import { expect, test } from 'vitest';
import stampDuty from '../../../costs/stamp-duty.ts';
import { flatBars, run, scripted } from '../engine/world.ts';

test('[BT-09] stamp-duty takes half a percent of a purchase and nothing of a sale', () => {
  const strategy = scripted({
    0: ({ order }) => void order({ type: 'market', side: 'buy', quantity: 4 }),
    1: ({ order }) => void order({ type: 'market', side: 'sell', quantity: 4 }),
  });
  const { fills } = run(strategy, flatBars([100, 100, 110]), { execution: { fees: stampDuty } });
  expect(fills.map(({ commission }) => commission)).toEqual([2, 0]);
});
