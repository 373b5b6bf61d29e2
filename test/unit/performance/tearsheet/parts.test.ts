import { expect, test } from 'vitest';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import { condensePrices } from '../../../../shared/performance/price-series.ts';
import { timeTicks, valueTicks } from '../../../../shared/drawing/axis.ts';
import { visibleIndices } from '../../../../shared/performance/tearsheet/downsample.ts';
import { html, trusted } from '../../../../shared/performance/tearsheet/markup.ts';
import { monthlyReturns } from '../../../../shared/performance/months.ts';
import { swingingBars } from '../../application/backtest/fixtures.ts';
import { curve } from '../facts.ts';

const us = (iso: string) => Date.parse(iso) * 1000;

test('[BT-05] months return what a hand sheet says, a close at midnight ends the month before, empty months stay empty', () => {
  const years = monthlyReturns(
    curve([
      [us('2021-11-10T00:00Z'), 100],
      [us('2021-11-20T00:00Z'), 105],
      [us('2021-12-01T00:00Z'), 110],
      [us('2021-12-31T12:00Z'), 99],
      [us('2022-03-01T12:00Z'), 198],
    ]),
  );
  expect(years.map(({ year }) => year)).toEqual([2021, 2022]);
  expect(years[0]?.months[10]).toBeCloseTo(0.1, 12);
  expect(years[0]?.months[11]).toBeCloseTo(-0.1, 12);
  expect(years[0]?.total).toBeCloseTo(-0.01, 12);
  expect(years[1]?.months.slice(0, 3)).toEqual([undefined, undefined, 1]);
  expect(years[1]?.total).toBeCloseTo(1, 12);
});

test('[BT-05] a month on equity that is not positive has no return', () => {
  const [year] = monthlyReturns(
    curve([
      [us('2021-01-01T00:00Z'), 100],
      [us('2021-01-20T00:00Z'), -5],
      [us('2021-02-20T00:00Z'), 10],
    ]),
  );
  expect(year?.months.slice(0, 2)).toEqual([-1.05, null]);
});

test('[BT-05] thinning a line keeps both ends and every extreme', () => {
  const values = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i / 7_000) + (i === 54_321 ? 9 : 0) - (i === 12_345 ? 9 : 0));
  const kept = visibleIndices(values, 500);
  expect(kept.length).toBeLessThanOrEqual(2_000);
  expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
  expect(kept).toEqual(expect.arrayContaining([0, 12_345, 54_321, 99_999]));
  expect(visibleIndices(Float64Array.of(1, 2, 3))).toEqual([0, 1, 2]);
});

test('[BT-05] condensed prices keep the highest high, the lowest low and the last close of every run', () => {
  const bars = swingingBars(25);
  const series = condensePrices('BTC/USDT', bars, 3);
  expect(series.time).toEqual([0, 9, 18].map((i) => bars.time[i]));
  expect(series.high[1]).toBe(Math.max(...bars.high.slice(9, 18)));
  expect(series.low[1]).toBe(Math.min(...bars.low.slice(9, 18)));
  expect(series.close).toEqual([8, 17, 24].map((i) => bars.close[i]));
});

test('[BT-05] a tick at zero has no sign, also where the axis begins just below it', () => {
  expect(valueTicks(-0.4, 2, { count: 3, label: (value) => (Object.is(value, -0) ? '-0' : `${value}`) }).map(({ label }) => label)).toEqual(
    ['0', '1', '2'],
  );
});

test('[BT-05] ticks stand on round values and on the calendar', () => {
  expect(valueTicks(0.3, 10.2, { label: String }).map(({ at }) => at)).toEqual([2, 4, 6, 8, 10]);
  const labels = (from: string, to: string) => timeTicks(us(from), us(to)).map(({ label }) => label);
  expect(labels('2021-04-04T20:00Z', '2023-01-01T00:00Z')).toEqual(['Jul 2021', 'Oct', '2022', 'Apr', 'Jul', 'Oct', '2023']);
  expect(labels('2021-04-04T20:00Z', '2021-04-05T13:00Z')).toEqual(['21:00', '5 Apr', '03:00', '06:00', '09:00', '12:00']);
  expect(labels('2021-04-04T00:00Z', '2021-05-04T00:00Z')).toEqual(['5 Apr', '12 Apr', '19 Apr', '26 Apr', '3 May']);
  expect(timeTicks(0, HOUR_US).length).toBeGreaterThan(2);
});

test('[BT-05] markup escapes every string put into it, in lists too, and nothing of our own', () => {
  expect(html`<b title="${'"><script>'}">${['<i>', html`<u>${'&'}</u>`, trusted('<br>')]}</b>`.text).toBe(
    '<b title="&quot;&gt;&lt;script&gt;">&lt;i&gt;<u>&amp;</u><br></b>',
  );
});
