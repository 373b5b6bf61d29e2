import { expect, test } from 'vitest';
import feed from '../../../feeds/binance-klines.ts';
import { feedTable } from '../../../shared/market/feed.ts';

test('[BT-09] binance-klines reads the example of the documentation, and times in microseconds', () => {
  // Binance, "Spot REST API", Kline/Candlestick data: the example response.
  const example = [1499040000000, '0.01634790', '0.80000000', '0.01575800', '0.01577100', '148976.11427815', 1499644799999];
  const later = [1735689600000000, '1', '2', '0.5', '1.5', '3'];
  const { time, open, high, low, close, volume, rejects } = feedTable(
    feed,
    new TextEncoder().encode(JSON.stringify([example, later, ['x']])),
  );
  // 2017-07-03 and 2025-01-01, midnight UTC.
  expect([...time]).toEqual([Date.UTC(2017, 6, 3) * 1000, Date.UTC(2025, 0, 1) * 1000]);
  expect([open, high, low, close, volume].map((column) => column[0])).toEqual([0.0163479, 0.8, 0.015758, 0.015771, 148976.11427815]);
  expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([[3, 'open time is x, but must be a number']]);
});
