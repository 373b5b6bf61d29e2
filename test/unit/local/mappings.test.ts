import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../local/lambda/worker-thread.ts';
import { readFailures } from '../../../local/mappings/batch-response.ts';
import { type MappingSettings, parseMapping } from '../../../local/mappings/settings.ts';
import { type BatchWorld, processStreamBatch, type StreamRecord } from '../../../local/mappings/stream-batch.ts';

const NOW_MS = 1_000_000;
const SETTINGS: MappingSettings = {
  id: 'm',
  sourceArn: 's',
  functionArn: 'f',
  batchSize: 10,
  windowMs: 0,
  bisect: false,
  retries: 2,
  maxAgeMs: Number.POSITIVE_INFINITY,
  reportsItems: true,
  startingPosition: 'TRIM_HORIZON',
  failureArn: undefined,
};
const OK: Outcome = { ok: true, payload: 'null' };
const THROWN: Outcome = { ok: false, error: { errorType: 'Error', errorMessage: 'no' } };
const failing = (...ids: string[]): Outcome => ({
  ok: true,
  payload: JSON.stringify({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) }),
});
const records = (text: string): StreamRecord[] =>
  text.split('').map((sequence) => ({ sequence, partitionKey: 'p', data: new Uint8Array(), arrivalMs: NOW_MS }));
const names = (batch: readonly StreamRecord[]) => batch.map((record) => record.sequence).join('');

/** Runs a batch against a function, and tells what was invoked, put aside, how far it got, and how long it waited. */
async function run(batch: readonly StreamRecord[], answer: (names: string) => Outcome, changes: Partial<MappingSettings> = {}) {
  const told = { invoked: [] as string[], discarded: [] as string[], checkpoint: '', waitedMs: 0 };
  const abort = new AbortController();
  const world: BatchWorld = {
    invoke: async (given) => {
      told.invoked.push(names(given));
      return answer(names(given));
    },
    checkpoint: (sequence) => {
      told.checkpoint = sequence;
    },
    discard: async (given, why) => {
      told.discarded.push(`${names(given)} ${why.condition}`);
    },
    wait: async (ms) => {
      told.waitedMs += ms;
    },
    now: () => NOW_MS,
    signal: abort.signal,
  };
  await processStreamBatch(batch, { ...SETTINGS, ...changes }, world);
  return told;
}

describe('a batch of a stream', () => {
  test('[DX-01] a success is one invocation', async () => {
    expect(await run(records('abc'), () => OK)).toMatchObject({ invoked: ['abc'], discarded: [] });
  });

  test('[DX-01] a failed item is retried from there on, and what came before is not', async () => {
    let fails = 1;
    const told = await run(records('abcd'), (given) => (given.includes('c') && fails-- > 0 ? failing('c') : OK));
    expect(told).toMatchObject({ invoked: ['abcd', 'cd'], discarded: [], checkpoint: 'd' });
  });

  test('[DX-01] of several failed items the first counts, because a shard keeps its order', async () => {
    let fails = 1;
    expect((await run(records('abcd'), () => (fails-- > 0 ? failing('d', 'b') : OK))).invoked).toEqual(['abcd', 'bcd']);
  });

  test('[DX-01] without halving, a batch that keeps failing is put aside whole after its retries, and the shard goes on', async () => {
    const told = await run(records('abc'), () => THROWN);
    expect(told).toMatchObject({
      invoked: ['abc', 'abc', 'abc'],
      discarded: ['abc RetryAttemptsExhausted'],
      checkpoint: 'c',
      waitedMs: 300,
    });
  });

  test('[DX-01] halving corners the poison record, and every other is processed', async () => {
    const told = await run(records('abcdefgh'), (given) => (given.includes('f') ? THROWN : OK), { bisect: true, retries: 1 });
    expect(told.discarded).toEqual(['f RetryAttemptsExhausted']);
    expect(told.invoked).toEqual(['abcdefgh', 'abcd', 'efgh', 'ef', 'e', 'f', 'f', 'gh']);
    expect(told.checkpoint).toBe('h');
  });

  test('[DX-01] records over the age are put aside without another call', async () => {
    const batch = records('abc').map((record, i) => ({ ...record, arrivalMs: i === 0 ? NOW_MS - 5001 : NOW_MS }));
    expect(await run(batch, () => OK, { maxAgeMs: 5000 })).toMatchObject({
      invoked: ['bc'],
      discarded: ['a RecordAgeExceeded'],
      checkpoint: 'c',
    });
  });

  test('[DX-01] without retries in the settings, a record is tried until it is too old', async () => {
    let calls = 0;
    expect((await run(records('a'), () => (++calls < 20 ? THROWN : OK), { retries: Number.POSITIVE_INFINITY })).invoked).toHaveLength(20);
  });
});

test('[DX-01] an answer is read as Lambda reads it: nothing is success, what makes no sense is failure of all', () => {
  const ids = new Set(['a', 'b']);
  const read = (payload: unknown, reports = true) => readFailures({ ok: true, payload: JSON.stringify(payload) }, reports, ids);
  for (const success of [null, {}, { batchItemFailures: [] }, { batchItemFailures: null }, 'text'])
    expect(read(success)).toEqual(new Set());
  for (const failure of [
    { batchItemFailures: [{ itemIdentifier: 'z' }] },
    { batchItemFailures: [{}] },
    { batchItemFailures: [null] },
    { batchItemFailures: 'a' },
  ]) {
    expect(read(failure)).toBe('all');
  }
  expect(read({ batchItemFailures: [{ itemIdentifier: 'b' }] })).toEqual(new Set(['b']));
  expect(read({ batchItemFailures: [{ itemIdentifier: 'b' }] }, false)).toEqual(new Set());
  expect(readFailures(THROWN, true, ids)).toBe('all');
});

test('[DX-01] a mapping takes the defaults of AWS, and what does not run here stops by name', () => {
  const parse = (properties: Record<string, unknown>) =>
    parseMapping({
      id: 'M',
      stack: 'S',
      type: 'T',
      ref: 'm',
      attributes: {},
      properties: { EventSourceArn: 'arn:aws:kinesis:r:a:stream/s', FunctionName: 'f', ...properties },
    });
  expect(parse({})).toMatchObject({
    batchSize: 100,
    windowMs: 0,
    retries: Number.POSITIVE_INFINITY,
    maxAgeMs: Number.POSITIVE_INFINITY,
    bisect: false,
    reportsItems: false,
  });
  expect(parse({ EventSourceArn: 'arn:aws:sqs:r:a:q' })).toMatchObject({ batchSize: 10 });
  expect(parse({ MaximumRetryAttempts: 0, MaximumRecordAgeInSeconds: 60 })).toMatchObject({ retries: 0, maxAgeMs: 60_000 });
  expect(() => parse({ ParallelizationFactor: 2 })).toThrow('S/M: ParallelizationFactor 2 does not run here');
  expect(() => parse({ StartingPosition: 'AT_TIMESTAMP' })).toThrow('StartingPosition AT_TIMESTAMP');
  expect(() => parse({ EventSourceArn: 'arn:aws:dynamodb:r:a:table/t/stream/1' })).toThrow('event source arn:aws:dynamodb');
});
