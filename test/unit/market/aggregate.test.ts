import { expect, test } from 'vitest';
import { DAY_US, HOUR_US, MINUTE_US, toIso } from '../../../shared/domain/time.ts';
import { aggregateBars, barOpen, tradesToBars } from '../../../shared/market/aggregate.ts';
import { addDecimals } from '../../../shared/market/decimal-sum.ts';
import { syntheticTrades } from '../../../shared/market/synthetic-trades.ts';

const DAY = Date.UTC(2021, 0, 8) * 1000;

test('[MD-11] one minute to five to an hour to a day equals the day made of the trades themselves, bit for bit', () => {
  const trades = syntheticTrades({ seed: 7, instrument: 'BTC/USDT', fromUs: DAY, toUs: DAY + DAY_US });
  const columns = {
    length: trades.length,
    time: trades.map((trade) => trade.eventTimeUs),
    price: trades.map((trade) => Number(trade.price)),
    quantity: trades.map((trade) => Number(trade.quantity)),
  };
  expect(trades.length).toBeGreaterThan(200_000);
  const minutes = tradesToBars(columns, MINUTE_US);
  const fives = aggregateBars(minutes, 5 * MINUTE_US);
  const hours = aggregateBars(fives, HOUR_US);
  const days = aggregateBars(hours, DAY_US);
  expect([minutes.length, fives.length, hours.length, days.length]).toEqual([1440, 288, 24, 1]);
  expect(fives).toEqual(tradesToBars(columns, 5 * MINUTE_US));
  expect(hours).toEqual(tradesToBars(columns, HOUR_US));
  expect(days).toEqual(tradesToBars(columns, DAY_US));
});

test('[MD-11] a longer bar that is not complete is left out until something says that nothing more will come', () => {
  const minutes = tradesToBars(
    { length: 3, time: [DAY, DAY + MINUTE_US, DAY + 5 * MINUTE_US], price: [1, 2, 3], quantity: [1, 1, 1] },
    MINUTE_US,
  );
  expect([...aggregateBars(minutes, 5 * MINUTE_US).time]).toEqual([DAY]);
  expect(aggregateBars(minutes, 5 * MINUTE_US, DAY + 10 * MINUTE_US).length).toBe(2);
});

test('[MD-11] weeks open on Mondays, days at midnight UTC', () => {
  expect(toIso(barOpen(DAY + 5, 7 * DAY_US))).toBe('2021-01-04T00:00:00Z');
  expect(toIso(barOpen(DAY + 13 * HOUR_US, DAY_US))).toBe('2021-01-08T00:00:00Z');
});

test('a timeframe that is no multiple is refused', () => {
  const minutes = tradesToBars({ length: 1, time: [DAY], price: [1], quantity: [1] }, 2 * MINUTE_US);
  expect(() => aggregateBars(minutes, 5 * MINUTE_US)).toThrow('no multiple');
});

test('sums of decimals do not depend on their grouping', () => {
  expect(addDecimals(0.1, 0.2)).toBe(0.3);
  expect(addDecimals(addDecimals(0.1, 0.7), 0.2)).toBe(addDecimals(0.1, addDecimals(0.7, 0.2)));
});
