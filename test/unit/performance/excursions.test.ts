import { expect, test } from 'vitest';
import { allocateBars, type Bars } from '../../../shared/domain/bars.ts';
import { DAY_US } from '../../../shared/domain/time.ts';
import { excursions } from '../../../shared/performance/excursions.ts';
import { summarise } from '../../../shared/performance/summarise.ts';
import { curve, facts, trade } from './facts.ts';

/** Daily bars of open, high, low, close. */
function barsOf(...rows: (readonly [number, number, number, number])[]): Bars {
  const bars = allocateBars(rows.length, DAY_US);
  rows.forEach(([open, high, low, close], i) => {
    bars.time[i] = i * DAY_US;
    bars.open[i] = open;
    bars.high[i] = high;
    bars.low[i] = low;
    bars.close[i] = close;
  });
  return bars;
}

/** In at the first open, out at the third: the wide range of the bar of the exit came after it. */
const bars = barsOf([100, 103, 98, 102], [102, 105, 101, 104], [104, 200, 1, 104], [104, 104, 104, 104]);
const held = { entryTimeUs: 0, exitTimeUs: 2 * DAY_US, entryPrice: 100, exitPrice: 104 };

test('[BT-05] the hand trade has MFE +5 % and MAE -2 % long, mirrored short', () => {
  // Highest 105 and lowest 98 between an entry at 100 and the exit at the third open.
  const [long, short] = excursions(bars, [trade(0, 4, held), trade(0, -4, { ...held, side: 'short' })]);
  expect(long?.mfe).toBeCloseTo(0.05, 12);
  expect(long?.mae).toBeCloseTo(-0.02, 12);
  expect(short?.mfe).toBeCloseTo(0.02, 12);
  expect(short?.mae).toBeCloseTo(-0.05, 12);
});

test('[BT-05] the bar of the exit counts with its open and the exit price alone', () => {
  const gap = barsOf([100, 101, 99, 100], [120, 130, 80, 90]);
  const [stopped] = excursions(gap, [trade(0, -5, { ...held, exitTimeUs: DAY_US, exitPrice: 95 })]);
  expect(stopped?.mfe).toBeCloseTo(0.2, 12);
  expect(stopped?.mae).toBeCloseTo(-0.05, 12);
});

test('[BT-05] in and out in one bar is the two prices, and an entry that only rose has no MAE', () => {
  const [quick] = excursions(bars, [trade(0, 3, { ...held, exitTimeUs: 0, exitPrice: 103 })]);
  expect(quick).toEqual({ mfe: 103 / 100 - 1, mae: 0 });
  expect(Object.is(quick?.mae, 0)).toBe(true);
  const [short] = excursions(bars, [trade(0, 3, { ...held, side: 'short', exitTimeUs: 0, exitPrice: 97 })]);
  expect(Object.is(short?.mae, 0)).toBe(true);
});

test('[BT-05] an open round trip counts to the last bar, one whose fill lies inside a bar from that bar on', () => {
  const open = { ...held, exitTimeUs: null, exitPrice: null, markPrice: 104 };
  expect(excursions(bars, [trade(0, 4, open)])[0]).toEqual({ mfe: 1, mae: -0.99 });
  const [late] = excursions(bars, [trade(0, 4, { ...open, entryTimeUs: 3 * DAY_US + 5 })]);
  expect(late?.mfe).toBeCloseTo(0.04, 12);
});

test('[BT-05] averages and the edge ratio look at closed round trips whose bars are known', () => {
  const equity = curve([
    [0, 100],
    [1, 100],
  ]);
  const trades = [
    trade(0, 1, { mfe: 0.05, mae: -0.02 }),
    trade(1, 1, { mfe: 0.03, mae: 0 }),
    trade(2, 1),
    trade(3, 1, { exitTimeUs: null, mfe: 9, mae: -9 }),
  ];
  const summary = summarise(facts({ equity, trades }));
  expect(summary.averageMfe).toBeCloseTo(0.04, 12);
  expect(summary.averageMae).toBeCloseTo(-0.01, 12);
  expect(summary.edgeRatio).toBeCloseTo(4, 12);
  expect(summarise(facts({ equity, trades: [trade(0, 1)] }))).toMatchObject({ averageMfe: null, averageMae: null, edgeRatio: null });
});
