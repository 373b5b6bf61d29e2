import type { DynamoDBStreamEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import { changedBars } from '../../../../shared/adapters/aws/bar-changes.ts';

/** A record of a table's stream as the DynamoDB Developer Guide shows it ("Working with streams"), its image a row of the table of bars. */
const record = (series: string, minute: number, revision = 0) => ({
  eventName: 'INSERT' as const,
  dynamodb: {
    NewImage: {
      series: { S: series },
      time: { N: String(minute * 60_000_000) },
      ...Object.fromEntries(['open', 'high', 'low', 'close', 'volume'].map((name) => [name, { N: '1.5' }])),
      trades: { N: '4' },
      synthetic: { BOOL: true },
      revision: { N: String(revision) },
      flags: { L: [{ S: 'stale' }] },
      return: { NULL: true },
      mid: { N: '1.25' },
      spread: { NULL: true },
      imbalance: { N: '-0.5' },
      session: { S: 'open' },
    },
  },
});
const bar = (minute: number, revision = 0) => ({
  timeUs: minute * 60_000_000,
  open: 1.5,
  high: 1.5,
  low: 1.5,
  close: 1.5,
  volume: 1.5,
  trades: 4,
  synthetic: true,
  revision,
  flags: ['stale'],
  return: null,
  mid: 1.25,
  spread: null,
  imbalance: -0.5,
  session: 'open',
});

test('[SG-01] the stream of the table of bars is the bars that were put, by series and in order; what was removed is left out', () => {
  const removed = { eventName: 'REMOVE' as const, dynamodb: { Keys: { series: { S: 'BTC/USDT#1m' }, time: { N: '0' } } } };
  const event: DynamoDBStreamEvent = {
    Records: [record('BTC/USDT#1m', 1), removed, record('A#B#5m', 5), record('BTC/USDT#1m', 1, 1), record('BTC/USDT#1m', 2)],
  };
  expect(changedBars(event)).toEqual([
    { series: { symbol: 'BTC/USDT', timeframe: '1m' }, bars: [bar(1), bar(1, 1), bar(2)] },
    { series: { symbol: 'A#B', timeframe: '5m' }, bars: [bar(5)] },
  ]);
});

test('[SG-01] a value of a kind that no bar has is refused', () => {
  const odd = { dynamodb: { NewImage: { series: { S: 'A#1m' }, time: { M: {} } } } };
  expect(() => changedBars({ Records: [odd] })).toThrow('no number, text, truth, list or null');
});
