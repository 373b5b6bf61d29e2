import { expect, test } from 'vitest';
import type { Bars } from '../../../../shared/domain/bars.ts';
import { PivotGraph, type PivotValues } from '../../../../shared/patterns/chart/pivot-graph.ts';
import { barsOfCloses, randomBars } from '../../../support/random-bars.ts';

const PERCENT: PivotValues = { reversalAtr: 3, reversalPercent: 10, atrPeriod: 14 };

/** Each pivot as it becomes known: `known on bar: side bar price`. */
function pivotsOf(bars: Bars, values: PivotValues): string[] {
  const graph = new PivotGraph(4, values);
  const seen: string[] = [];
  for (let row = 0; row < bars.length; row++) {
    if (!graph.update(bars.high[row] as number, bars.low[row] as number, bars.close[row] as number, 0)) continue;
    const { side, bar, price } = graph.pivots.at(-1) ?? { side: 0, bar: NaN, price: NaN };
    seen.push(`${row}: ${side === 1 ? 'high' : 'low'} ${bar} ${price}`);
  }
  return seen;
}

test('[PT-02] an extreme is a pivot on the first bar that comes back from it by more than the reversal, not before', () => {
  // By hand: 10 % of 120 is 12, so 108 is not enough and 107 is; 10 % of 99 is 9.9, so 109 is enough.
  const bars = barsOfCloses([100, 120, 112, 108, 107, 99, 104, 109, 115]);
  expect(pivotsOf(bars, PERCENT)).toEqual(['1: low 0 100', '4: high 1 120', '7: low 5 99']);
});

test('[PT-02] of equal extremes the first is the pivot, and a bar that makes a new extreme confirms nothing', () => {
  const bars = barsOfCloses([100, 120, 110, 120, 100]);
  expect(pivotsOf(bars, PERCENT)).toEqual(['1: low 0 100', '4: high 1 120']);
  const outside = barsOfCloses([100, 120, 115]);
  outside.high[2] = 130;
  outside.low[2] = 90;
  expect(pivotsOf(outside, PERCENT)).toEqual(['1: low 0 100']);
});

test('[PT-02] by ATR nothing is a pivot before the ATR is known, and the extremes before it still count', () => {
  // Every true range is 2, so the ATR of 5 is 2 from bar 5 on and a pivot needs a way back of more than 4.
  const bars = barsOfCloses([100, 102, 104, 102, 100, 98, 96, 98, 100, 102]);
  expect(pivotsOf(bars, { reversalAtr: 2, reversalPercent: 0, atrPeriod: 5 })).toEqual(['5: high 2 104', '9: low 6 96']);
});

test('[PT-02] highs and lows alternate, each is the farthest price of its leg, and only the last are remembered', () => {
  const bars = randomBars(3000, 11);
  const graph = new PivotGraph(6, { reversalAtr: 2, reversalPercent: 0, atrPeriod: 14 });
  let checked = 0;
  for (let row = 0; row < bars.length; row++) {
    if (!graph.update(bars.high[row] as number, bars.low[row] as number, bars.close[row] as number, 0)) continue;
    const [before, last] = graph.pivots.slice(-2);
    expect(graph.pivots.length).toBeLessThanOrEqual(6);
    if (!before || !last || before.bar < 30) continue;
    expect(last.side).toBe(before.side === 1 ? -1 : 1);
    const leg = (last.side === 1 ? bars.high : bars.low).subarray(before.bar + 1, row + 1);
    expect(last.price).toBe(last.side === 1 ? Math.max(...leg) : Math.min(...leg));
    checked++;
  }
  expect(checked).toBeGreaterThan(100);
});
