import { expect, test } from 'vitest';
import { MemoryBars } from '../../../shared/adapters/memory/bars.ts';
import { MemoryDeadLetters } from '../../../shared/adapters/memory/dead-letters.ts';
import { MemoryIngest } from '../../../shared/adapters/memory/ingest.ts';
import { ingestMarket } from '../../../shared/application/ingest-market.ts';
import { encodeMarketEvent, type MarketEvent } from '../../../shared/contracts/events.ts';
import type { IngestState } from '../../../shared/market/ingest.ts';
import { streamSettings } from '../../../shared/market/stream-settings.ts';

const START_US = Date.UTC(2026, 0, 5, 12) * 1000;
const MINUTE_US = 60_000_000;

/**
 * Twenty minutes worked out by hand. Given: close, volume bought and sold by takers, last bid and ask of the minute (null: none came).
 * Derived: return, mid, spread, imbalance. A minute without a quote keeps the one before; the first has no return.
 */
const SHEET: readonly (readonly (number | null)[])[] = [
  [100, 3, 1, 99.9, 100.1, null, 100, 0.2, 0.5],
  [110, 1, 1, 109.5, 110.5, 0.1, 110, 1, 0],
  [99, 0, 2, 98.98, 99, -0.1, 98.99, 0.02, -1],
  [99, 4, 0, null, null, 0, 98.99, 0.02, 1],
  [49.5, 1, 3, 49.4, 49.6, -0.5, 49.5, 0.2, -0.5],
  [99, 2, 0.5, 99, 99, 1, 99, 0, 0.6],
  [123.75, 5, 3, 123.7, 123.8, 0.25, 123.75, 0.1, 0.25],
  [148.5, 7, 1, 148, 149, 0.2, 148.5, 1, 0.75],
  [74.25, 1, 7, 74.2, 74.3, -0.5, 74.25, 0.1, -0.75],
  [66.825, 9, 1, 66.8, 66.85, -0.1, 66.825, 0.05, 0.8],
  [66.825, 1, 9, 66.82, 66.83, 0, 66.825, 0.01, -0.8],
  [133.65, 0.3, 0.1, 133.6, 133.7, 1, 133.65, 0.1, 0.5],
  [140.3325, 0.1, 0.3, 140.33, 140.34, 0.05, 140.335, 0.01, -0.5],
  [70.16625, 10, 10, null, null, -0.5, 140.335, 0.01, 0],
  [70.16625, 6, 4, 70.16, 70.17, 0, 70.165, 0.01, 0.2],
  [140.3325, 4, 6, 140.3, 140.4, 1, 140.35, 0.1, -0.2],
  [105.249375, 11, 9, 105.2, 105.3, -0.25, 105.25, 0.1, 0.1],
  [210.49875, 9, 11, 210.4, 210.6, 1, 210.5, 0.2, -0.1],
  [105.249375, 19, 1, 105.24, 105.26, -0.5, 105.25, 0.02, 0.9],
  [157.8740625, 1, 19, 157.87, 157.88, 0.5, 157.875, 0.01, -0.9],
];

function eventsOf(row: readonly (number | null)[], minute: number): MarketEvent[] {
  const [close, buy, sell, bid, ask] = row;
  const at = (second: number) => START_US + minute * MINUTE_US + second * 1_000_000;
  const stamped = { v: 1, instrument: 'BTC/USDT', venue: 'test', synthetic: true } as const;
  const trade = (side: 'buy' | 'sell', quantity: number, second: number): MarketEvent[] =>
    quantity === 0
      ? []
      : [
          {
            ...stamped,
            kind: 'trade',
            eventId: `${minute}-${side}`,
            price: String(close),
            quantity: String(quantity),
            side,
            eventTimeUs: at(second),
            receiveTimeUs: at(second),
          },
        ];
  const quote: MarketEvent[] =
    bid === null
      ? []
      : [
          {
            ...stamped,
            kind: 'quote',
            bid: String(bid),
            ask: String(ask),
            bidQuantity: '1',
            askQuantity: '2',
            eventTimeUs: at(50),
            receiveTimeUs: at(50),
          },
        ];
  return [
    ...trade('buy', buy as number, 10),
    ...trade('sell', sell as number, 20),
    ...quote,
    { ...stamped, kind: 'heartbeat', watermarkUs: at(60) },
  ];
}

test('[MD-10] the derived columns that are stored equal a sheet of twenty minutes worked out by hand', async () => {
  const bars = new MemoryBars();
  const run = ingestMarket({
    bars,
    ingest: new MemoryIngest<IngestState>(),
    deadLetters: new MemoryDeadLetters(),
    settings: streamSettings('1m,5m'),
  });
  const records = SHEET.flatMap(eventsOf).map((event, i) => ({
    id: String(1000 + i),
    partition: 'BTC/USDT',
    source: String(i),
    bytes: encodeMarketEvent(event),
    arrivedUs: START_US + 60 * MINUTE_US,
  }));
  for (let i = 0; i < records.length; i += 9) await run(records.slice(i, i + 9));
  const stored = await bars.read({ symbol: 'BTC/USDT', timeframe: '1m' }, { fromUs: 0, toUs: Number.MAX_SAFE_INTEGER, limit: 100 });
  expect(stored).toHaveLength(20);
  const near = (value: number | null | undefined) => (value === null || value === undefined ? value : expect.closeTo(value, 12));
  for (const [i, [close, , , , , change, mid, spread, imbalance]] of SHEET.entries()) {
    expect(stored[i], `row ${i + 1}`).toMatchObject({
      close,
      return: near(change),
      mid,
      spread,
      imbalance: near(imbalance),
      session: 'open',
    });
  }
});

test('[MD-10] the session is that of the calendar which the symbol suggests: New York is shut on Saturday, bitcoin never', () => {
  const { sessionOf } = streamSettings('1m');
  const saturday = Date.UTC(2026, 0, 10, 15) * 1000;
  const monday = Date.UTC(2026, 0, 12, 15) * 1000;
  expect([sessionOf?.('AAPL', saturday), sessionOf?.('AAPL', monday), sessionOf?.('BTC/USDT', saturday)]).toEqual(['shut', 'open', 'open']);
});

test.for(['5m', '1m,90s', '1m,5x'])('[MD-11] timeframes of the stream cannot be "%s"', (timeframes) => {
  expect(() => streamSettings(timeframes)).toThrow(RangeError);
});
