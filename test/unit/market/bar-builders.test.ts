import { expect, test } from 'vitest';
import { type Bars, sliceBars } from '../../../shared/domain/bars.ts';
import { MINUTE_US } from '../../../shared/domain/time.ts';
import { computeIndicator } from '../../../shared/indicators/batch.ts';
import { atr } from '../../../shared/indicators/volatility/atr.ts';
import { rangeBars } from '../../../shared/market/range-bars.ts';
import { renkoBars } from '../../../shared/market/renko.ts';
import { barsOfCloses, randomBars } from '../../support/random-bars.ts';

const rowsOf = (bars: Bars) => Array.from({ length: bars.length }, (_row, i) => [bars.open[i], bars.close[i]]);
const random = randomBars(2000, 11);
const ordered = (bars: Bars) => bars.time.every((time, i) => i === 0 || time > (bars.time[i - 1] as number));
const last = (column: Float64Array) => column[column.length - 1] as number;

test('[IN-01] renko bricks of a walk drawn by hand: one on in its direction, two against it, none for less than a brick', () => {
  // 10 12 13.9 (one brick to 12, then 1.9 is none) 16 (two more) 15 13 (not yet) 12 (two against 16..14: one to 12) 11
  const bricks = renkoBars(barsOfCloses([10, 12, 13.9, 16, 15, 13, 12, 11, 20]), 2);
  expect(rowsOf(bricks)).toEqual([
    [10, 12],
    [12, 14],
    [14, 16],
    [14, 12],
    [14, 16],
    [16, 18],
    [18, 20],
  ]);
  const minutes = [1, 3, 3, 6, 8, 8, 8];
  expect([...bricks.time]).toEqual(minutes.map((minute, i) => minute * MINUTE_US + minutes.slice(0, i).filter((m) => m === minute).length));
  expect([...bricks.volume]).toEqual([2, 2, 0, 3, 2, 0, 0]);
  expect([...bricks.high]).toEqual([12, 14, 16, 14, 16, 18, 20]);
  expect([...bricks.low]).toEqual([10, 12, 14, 12, 14, 16, 18]);
});

test('[IN-01] a price on the edge of a brick counts although a tenth has no exact double', () => {
  expect(rowsOf(renkoBars(barsOfCloses([0.3, 0.1, 0.4]), 0.1))).toHaveLength(4);
});

test('[IN-01] renko bricks sized by the average true range take the size known at their bar, and none before there is one', () => {
  const [sizes] = computeIndicator(atr(14), random) as [Float64Array];
  const bricks = renkoBars(random, sizes);
  expect(bricks.length).toBeGreaterThan(100);
  expect(bricks.time[0]).toBeGreaterThan(14 * MINUTE_US);
  for (let i = 0; i < bricks.length; i++) {
    const row = Math.floor((bricks.time[i] as number) / MINUTE_US);
    expect(Math.abs((bricks.close[i] as number) - (bricks.open[i] as number))).toBeCloseTo(sizes[row] as number, 9);
  }
});

test('[IN-01] range bars of a bar drawn by hand: a falling bar goes up first, and what is not a whole range is left growing', () => {
  // 10 up to 13, down to 8, up to 9, with a range of 2.
  const bar = barsOfCloses([10, 9]);
  bar.open[1] = 10;
  bar.high[1] = 13;
  bar.low[1] = 8;
  const grown = rangeBars(bar, 2);
  expect(rowsOf(grown)).toEqual([
    [10, 12],
    [12, 11],
    [11, 9],
  ]);
  expect([...grown.high]).toEqual([12, 13, 11]);
  expect([...grown.low]).toEqual([10, 11, 9]);
  expect([...grown.volume]).toEqual([2, 0, 0]);
});

test('[IN-01] every range bar is as high as the range, opens where the one before closed, and volume is neither lost nor made', () => {
  const grown = rangeBars(random, 1);
  expect(grown.length).toBeGreaterThan(500);
  for (let i = 0; i < grown.length; i++) {
    expect((grown.high[i] as number) - (grown.low[i] as number)).toBeCloseTo(1, 9);
    if (i > 0) expect(grown.open[i]).toBe(grown.close[i - 1]);
  }
  const end = random.time.findIndex((time) => time > last(grown.time));
  const traded = random.volume.slice(0, end).reduce((sum, volume) => sum + volume, 0);
  expect(grown.volume.reduce((sum, volume) => sum + volume, 0)).toBeCloseTo(traded, 6);
});

test.each([
  ['renko', (bars: Bars) => renkoBars(bars, 0.7)],
  ['range', (bars: Bars) => rangeBars(bars, 1.3)],
])('[IN-04] %s bars ascend in time, and those of a part of the bars do not change when bars are appended', (_kind, build) => {
  const whole = build(random);
  expect(ordered(whole)).toBe(true);
  const part = build(sliceBars(random, 0, 777));
  expect(part.length).toBeGreaterThan(10);
  expect(part).toEqual(build(sliceBars(random, 0, 777)));
  expect(rowsOf(part)).toEqual(rowsOf(whole).slice(0, part.length));
  expect([...part.time]).toEqual(Array.from(whole.time.subarray(0, part.length)));
});

test('[IN-01] a brick or a range that is not above 0, or that makes thousands of bars of one, is refused by its value', () => {
  const bars = barsOfCloses([10, 1000]);
  expect(() => renkoBars(bars, 0)).toThrow('the brick of bar 0 is 0, but must be a number above 0');
  expect(() => rangeBars(bars, -1)).toThrow('the range is -1, but must be a number above 0');
  expect(() => renkoBars(bars, 1e-9)).toThrow(/a brick of 1e-9 makes \d+ bricks of one bar at 1000/);
  expect(() => rangeBars(bars, 1e-3)).toThrow('a range of 0.001 makes more than 10000 bars of one bar');
  expect(renkoBars(bars, 1000).length).toBe(0);
});
