import { expect, test } from 'vitest';
import { withRead, withTrade } from '../../../console/source/logic/moving-bar.ts';

const MINUTE = 1_800_000_000;
const trade = (price: string, seconds: number) => ({ price, eventTimeUs: (MINUTE + seconds) * 1_000_000 });
const bar = (time: number, [open, high, low, close]: readonly [number, number, number, number]) => ({ time, open, high, low, close });

test('[UI-02] trades of a minute grow its bar, whose close is the last by event time, and the next minute begins another', () => {
  const first = withTrade(undefined, trade('10', 1));
  expect(first).toEqual({ ...bar(MINUTE, [10, 10, 10, 10]), lastUs: (MINUTE + 1) * 1_000_000 });
  const grown = [trade('12', 5), trade('8', 3), trade('11', 59)].reduce(withTrade, first);
  expect(grown).toMatchObject(bar(MINUTE, [10, 12, 8, 11]));
  expect(withTrade(grown, trade('12', 5))).toEqual(grown);
  expect(withTrade(grown, trade('7', 60))).toMatchObject(bar(MINUTE + 60, [7, 7, 7, 7]));
});

test('[UI-02] a trade of a minute before changes nothing: that bar comes again by itself', () => {
  const now = withTrade(undefined, trade('10', 60));
  expect(withTrade(now, trade('99', 59))).toBe(now);
});

test('[UI-02] a bar that was read while trades came does not take them back', () => {
  const heard = withTrade(withTrade(undefined, trade('10', 1)), trade('13', 2));
  expect(withRead(heard, bar(MINUTE, [9, 12, 8, 12]))).toMatchObject(bar(MINUTE, [9, 13, 8, 13]));
  expect(withRead(heard, bar(MINUTE - 60, [1, 1, 1, 1]))).toBe(heard);
  expect(withRead(heard, bar(MINUTE + 60, [2, 2, 2, 2]))).toEqual({ ...bar(MINUTE + 60, [2, 2, 2, 2]), lastUs: 0 });
  expect(withRead(withRead(undefined, bar(MINUTE, [1, 2, 1, 2])), bar(MINUTE, [1, 3, 1, 1]))).toMatchObject(bar(MINUTE, [1, 3, 1, 1]));
});
