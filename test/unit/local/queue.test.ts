import { afterAll, beforeEach, expect, test } from 'vitest';
import { Queue, type QueueSettings } from '../../../local/queues/queue.ts';
import { temporaryHome } from '../../local/fixtures/toy.ts';

const SETTINGS: QueueSettings = {
  name: 'q',
  url: 'u',
  arn: 'a',
  fifo: false,
  contentBasedDeduplication: false,
  delaySeconds: 0,
  retentionSeconds: 100,
  visibilitySeconds: 30,
  redrive: { targetArn: 'd', maxReceiveCount: 2 },
};
const home = temporaryHome();
afterAll(() => home[Symbol.dispose]());

let nowMs = 0;
let folder = 0;
const queue = (changes: Partial<QueueSettings> = {}, directory = `${home.path}/${++folder}`) =>
  new Queue({ ...SETTINGS, ...changes }, directory, () => nowMs);
const bodies = (from: Queue, letters?: Queue) => from.receive(10, letters).map((message) => message.body);
beforeEach(() => {
  nowMs = 0;
});

test('[DX-01] a message is hidden for its visibility timeout, exactly', () => {
  const plain = queue();
  plain.send({ body: 'a' });
  expect(bodies(plain)).toEqual(['a']);
  nowMs = 29_999;
  expect(bodies(plain)).toEqual([]);
  nowMs = 30_000;
  expect(bodies(plain)).toEqual(['a']);
});

test('[DX-01] a message that was received as often as allowed goes to the dead letters, with its attributes', () => {
  const plain = queue();
  const letters = queue();
  plain.send({ body: 'a', attributes: { x: { DataType: 'String', StringValue: '1' } } });
  for (const ms of [0, 30_000, 60_000]) {
    nowMs = ms;
    bodies(plain, letters);
  }
  expect([plain.counts().visible, letters.receive(1, undefined)[0]]).toEqual([
    0,
    expect.objectContaining({ body: 'a', attributes: { x: { DataType: 'String', StringValue: '1' } } }),
  ]);
});

test('[DX-01] delayed messages wait, old ones are gone, deleted ones stay deleted after a restart', () => {
  const directory = `${home.path}/again`;
  const plain = queue({}, directory);
  plain.send({ body: 'later', delaySeconds: 5 });
  plain.send({ body: 'now' });
  const [first] = plain.receive(10, undefined);
  expect([first?.body, plain.counts()]).toEqual(['now', { visible: 0, inFlight: 1, delayed: 1 }]);
  plain.delete(first?.handle ?? '');
  nowMs = 5000;
  expect(bodies(queue({}, directory))).toEqual(['later']);
  nowMs = 101_000;
  expect(bodies(queue({}, directory))).toEqual([]);
});

test('[DX-01] a FIFO group waits for its first message, other groups do not, and a doubled id within five minutes is dropped', () => {
  const ordered = queue({ fifo: true, contentBasedDeduplication: true, redrive: undefined });
  for (const [body, groupId] of [
    ['1', 'g'],
    ['2', 'g'],
    ['1', 'g'],
    ['3', 'h'],
  ] as const) {
    ordered.send({ body, groupId });
  }
  const [first, other, ...rest] = ordered.receive(1, undefined).concat(ordered.receive(10, undefined));
  expect([first?.body, other?.body, rest]).toEqual(['1', '3', []]);
  ordered.delete(first?.handle ?? '');
  expect(bodies(ordered)).toEqual(['2']);
  nowMs = 5 * 60_000;
  ordered.send({ body: '1', groupId: 'g' });
  expect(ordered.counts().visible + ordered.counts().inFlight).toBe(3);
});
