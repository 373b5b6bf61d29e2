import fc from 'fast-check';
import db from 'kinesalite/db/index.js';
import { expect, test } from 'vitest';
import { parseSequence, stringifySequence } from '../../../local/streams/sequences.ts';

const { parseSequence: parse, stringifySequence: stringify } = db;
const outcome = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as Error).message;
  }
};
/** Milliseconds from 1970 to the last moment that a shard may be made in. */
const timeMs = fc.integer({ min: 0, max: 16_025_175_000 * 1000 - 1 });
const sequence = fc.record(
  {
    shardCreateTime: timeMs,
    seqIx: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
    byte1: fc.constantFrom('00', '7f', 'a0'),
    seqTime: timeMs,
    shardIx: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    version: fc.constant(2),
  },
  { requiredKeys: ['shardCreateTime'] },
);

test('[DX-01] sequence numbers are those of kinesalite, digit for digit, and are taken apart as it does', () => {
  fc.assert(
    fc.property(sequence, (one) => {
      const text = stringifySequence(one);
      expect(text).toBe(stringify(one));
      expect(parseSequence(text)).toEqual(parse(text));
    }),
  );
});

test('[DX-01] numbers of older kinds and of no kind are read or refused as kinesalite does', () => {
  const older = fc.tuple(sequence, fc.constantFrom(0, 1)).map(([one, version]) => stringify({ ...one, seqIx: 7, version }));
  const any = fc.bigInt({ min: 0n, max: 2n ** 190n }).map(String);
  fc.assert(
    fc.property(fc.oneof(older, any, fc.string()), (text) => {
      expect(outcome(() => parseSequence(text))).toEqual(outcome(() => parse(text)));
    }),
  );
});
