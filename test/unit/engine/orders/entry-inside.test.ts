import { describe, expect, test } from 'vitest';
import type { OrderRequest, Protection } from '../../../../shared/domain/order.ts';
import type { StrategyContext } from '../../../../shared/strategies/define.ts';
import { barsOf, fillsOf, type Row, run, scripted } from '../world.ts';

const START: Row = [100, 100, 100, 100];

function fills(script: Readonly<Record<number, (context: StrategyContext) => void>>, rows: readonly Row[], options = {}) {
  return fillsOf(run(scripted(script), barsOf([START, ...rows]), { cash: 100_000, ...options }));
}

// Worked by hand: the open of a bar lies before an entry inside it, so no exit of that entry can execute at it, and none better than the price was.
describe('a breakout entered at 105 inside a bar that opened at 100 and fell to 99', () => {
  const breakout: OrderRequest = { type: 'stop', side: 'buy', quantity: 1, stopPrice: 105 };
  const bar: Row = [100, 106, 99, 104];
  const enter = (protection: Protection, options = {}) => fills({ 0: ({ order }) => void order(breakout, protection) }, [bar], options);
  const out = [
    [1, 'buy', 1, 105],
    [1, 'sell', 1, 103],
  ];

  test('[DX-03] [OM-01] its stop 2 below executes at 103, not at the open before it', () => {
    expect(enter({ stopLoss: { offset: 2 } })).toEqual(out);
    expect(enter({ trailingStop: { offset: 2 } })).toEqual(out);
  });

  test('[DX-03] [OM-01] so does a stop that follows it as an order of its own', () => {
    const stop: OrderRequest = { type: 'stop', side: 'sell', quantity: 1, stopPrice: 103 };
    expect(fills({ 0: ({ oto }) => void oto(breakout, [stop]) }, [bar])).toEqual(out);
  });

  test('[DX-03] slippage counts twice: in at 106.05, the stop 2 below that at 104.05 is under 105, out at 104.05 less 1 %', () => {
    const [[, , , entry] = [], [, , , exit] = []] = enter({ stopLoss: { offset: 2 } }, { slippageBps: 100 });
    expect(entry).toBeCloseTo(106.05, 10);
    expect(exit).toBeCloseTo(104.05 * 0.99, 10);
  });

  test('[DX-03] a stop that the slippage of its own entry lies past executes where the price was: 106.05 less 0.5 is above 105', () => {
    const [, [, , , exit] = []] = enter({ stopLoss: { offset: 0.5 } }, { slippageBps: 100 });
    expect(exit).toBeCloseTo(105 * 0.99, 10);
  });

  test('[BT-02] a liquidation is at the price where nothing is left over the margin, not at the open', () => {
    // 38 at 105 on 1,000 owe 2,990: 38 p - 2990 = 0.2 x 38 p at p = 2990 / 30.4 = 98.36; with a maintenance of 0.25 at 2990 / 28.5 = 104.91.
    const margin = (maintenance: number) =>
      fills({ 0: ({ order }) => void order({ ...breakout, quantity: 38 }) }, [bar], {
        cash: 1000,
        execution: { leverage: 4, maintenance },
      });
    expect(margin(0.2)).toHaveLength(1);
    expect(margin(0.25)[1]?.[3]).toBeCloseTo(2990 / 28.5, 10);
  });
});

describe('a scale-in at 90 that puts the stop of the whole above the price', () => {
  const first: OrderRequest = { type: 'market', side: 'buy', quantity: 1 };
  const second: OrderRequest = { type: 'limit', side: 'buy', quantity: 1, limitPrice: 90 };
  // Average of 110 and 90 is 100; 5 % below is 95, which 90 is past already.
  const script = {
    0: ({ order }: StrategyContext) => void order(first),
    1: ({ order }: StrategyContext) => void order(second, { stopLoss: { ratio: 0.05 } }),
  };

  test('[DX-03] nothing is sold at 95 while the price is 90', () => {
    const rows: Row[] = [
      [110, 110, 110, 110],
      [100, 101, 89, 95],
    ];
    expect(fills(script, rows)).toEqual([
      [1, 'buy', 1, 110],
      [2, 'buy', 1, 90],
      [2, 'sell', 2, 90],
    ]);
  });
});

test('[DX-03] a short entered inside is stopped where its stop stands: in at 95, out at 97, though the bar opened at 100', () => {
  const entry: OrderRequest = { type: 'stop', side: 'sell', quantity: 1, stopPrice: 95 };
  expect(fills({ 0: ({ order }) => void order(entry, { stopLoss: { offset: 2 } }) }, [[100, 101, 94, 96]])).toEqual([
    [1, 'sell', 1, 95],
    [1, 'buy', 1, 97],
  ]);
});
