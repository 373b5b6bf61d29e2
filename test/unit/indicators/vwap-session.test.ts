import { expect, test } from 'vitest';
import { allocateBars } from '../../../shared/domain/bars.ts';
import { HOUR_US } from '../../../shared/domain/time.ts';
import { computeIndicator } from '../../../shared/indicators/batch.ts';
import { vwapSession } from '../../../shared/indicators/volume/vwap-session.ts';

/** Averages at bars of one price and volume each: `[time, price, volume]`. */
function averages(rows: readonly (readonly [string, number, number])[], values: { anchor?: number; start?: number } = {}): number[] {
  const bars = allocateBars(rows.length, HOUR_US);
  rows.forEach(([time, price, volume], i) => {
    bars.time[i] = Date.parse(time) * 1000;
    for (const column of [bars.open, bars.high, bars.low, bars.close]) column[i] = price;
    bars.volume[i] = volume;
  });
  return [...(computeIndicator(vwapSession(values), bars)[0] as Float64Array)];
}

test('[IN-01] the average of a session begins anew at midnight UTC, or at the minute that is asked for', () => {
  const rows = [
    ['2024-02-28T22:00Z', 10, 1],
    ['2024-02-28T23:00Z', 20, 3],
    ['2024-02-29T00:00Z', 30, 1],
    ['2024-02-29T01:00Z', 50, 1],
  ] as const;
  // (10 x 1 + 20 x 3) / 4 = 17.5, then the next day: 30, (30 + 50) / 2.
  expect(averages(rows)).toEqual([10, 17.5, 30, 40]);
  // From 01:00: the first three are one session, (10 + 60 + 30) / 5 = 20.
  expect(averages(rows, { start: 60 })).toEqual([10, 17.5, 20, 50]);
});

test('[IN-01] a week begins on Monday and a month on its first, leap days included', () => {
  const rows = [
    ['2024-02-25T12:00Z', 10, 1], // Sunday
    ['2024-02-26T12:00Z', 20, 1], // Monday
    ['2024-02-29T12:00Z', 30, 1], // Thursday, the leap day
    ['2024-03-01T00:00Z', 40, 1], // Friday
    ['2023-12-31T23:00Z', 50, 1],
    ['2024-01-01T00:00Z', 60, 1], // Monday
    ['2000-02-29T00:00Z', 70, 1],
    ['2000-03-01T00:00Z', 80, 1],
  ] as const;
  expect(averages(rows.slice(0, 4), { anchor: 1 })).toEqual([10, 20, 25, 30]);
  expect(averages(rows.slice(0, 4), { anchor: 2 })).toEqual([10, 15, 20, 40]);
  expect(averages(rows.slice(4, 6), { anchor: 1 })).toEqual([50, 60]);
  expect(averages(rows.slice(4, 6), { anchor: 2 })).toEqual([50, 60]);
  expect(averages(rows.slice(6), { anchor: 2 })).toEqual([70, 80]);
});

test('[IN-01] a session that has had no volume yet shows the price', () => {
  const rows = [
    ['2024-02-28T22:00Z', 10, 0],
    ['2024-02-28T23:00Z', 20, 2],
  ] as const;
  expect(averages(rows)).toEqual([10, 20]);
});
