import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiHandler } from '../../shared/adapters/aws/http/api.ts';
import { JsonError, parseStrictJson } from '../../shared/adapters/aws/http/strict-json.ts';
import { ROUTES, type RouteId } from '../../shared/contracts/routes.ts';
import { Problem } from '../../shared/contracts/schemas.ts';
import { type CallOptions, eventOf, invoke } from '../support/api.ts';
import { startCloud, type TestCloud } from '../support/cloud.ts';

let cloud: TestCloud;
const handlers = new Map<string, ApiHandler>();
beforeAll(async () => {
  cloud = await startCloud();
  for (const name of new Set(Object.values(ROUTES).map(({ handler }) => handler))) {
    handlers.set(name, ((await import(`../../functions/${name}/handler.ts`)) as { handler: ApiHandler }).handler);
  }
});
afterAll(() => cloud.stop());

const call = (id: RouteId, options: CallOptions = {}) => invoke(handlers.get(ROUTES[id].handler) as ApiHandler, eventOf(id, options));
const POSTS = ['createDataset', 'registerSchema', 'createTable', 'addRows', 'startBacktest', 'explainRules'] as const;

const hostile: readonly [what: string, body: string, status: number][] = [
  ['nothing', '', 400],
  ['blanks', '   ', 400],
  ['half an object', '{"name": "x"', 400],
  ['a bare word', 'undefined', 400],
  ['null', 'null', 400],
  ['an array', '[]', 400],
  ['NaN', '{"cash": NaN}', 400],
  ['a million brackets', '['.repeat(1_000_000), 400],
  ['a million nested arrays', '['.repeat(500_000) + ']'.repeat(500_000), 400],
  ['a deep object', '{"a":'.repeat(40) + '1' + '}'.repeat(40), 400],
  ['a name twice', '{"name": "x", "name": "y"}', 400],
  ['a name twice, once escaped', '{"name": "x", "\\u006eame": "y"}', 400],
  ['__proto__', '{"__proto__": {"name": "x"}}', 400],
  ['__proto__ in the parameters', '{"datasets": ["a"], "strategy": "sma-cross", "params": {"__proto__": 5}}', 400],
  ['constructor as a parameter', '{"datasets": ["a"], "strategy": "sma-cross", "params": {"constructor": 5}}', 400],
  ['a lone surrogate', '{"name": "\\ud800"}', 400],
  ['a number past any double', '{"cash": 1e999}', 400],
  ['a byte order mark', '\ufeff{}', 400],
  ['more than a megabyte', JSON.stringify({ name: 'x'.repeat(1_100_000) }), 413],
  [
    'eleven thousand data sets',
    JSON.stringify({ datasets: Array.from({ length: 11_000 }, (_, i) => String(i)), strategy: 'sma-cross' }),
    400,
  ],
];

test.each(hostile.flatMap(([what, body, status]) => POSTS.map((id) => [id, what, status, body] as const)))(
  '[UI-01] %s refuses %s with %i',
  async (id, _, status, body) => {
    const answer = await call(id, { body });
    expect(answer.status).toBe(status);
    expect(Problem.parse(answer.body).status).toBe(status);
    expect(answer.text.length).toBeLessThan(10_000);
  },
);

test('[UI-01] bytes that are no UTF-8, and other media types, are refused', async () => {
  expect((await call('startBacktest', { body: Buffer.from([0xff, 0xfe, 0x7b]).toString('base64'), base64: true })).status).toBe(400);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp']) {
    expect((await call('startBacktest', { body: '{}', headers: { 'content-type': type } })).status).toBe(415);
  }
  expect((await call('startBacktest', { body: '{}', headers: { 'content-type': 'application/json; charset=utf-8' } })).status).toBe(400);
});

test('[UI-01] idempotency keys that are blank, long or not ASCII are refused', async () => {
  for (const key of ['', ' ', 'a b', 'x'.repeat(256), 'schl\u00fcssel', 'a\nb']) {
    expect((await call('createDataset', { body: {}, headers: { 'idempotency-key': key } })).body.field).not.toBe('');
    expect(
      (
        await call('createDataset', {
          body: { name: 'x', symbol: 'X', bytes: 1, sha256: '0'.repeat(64) },
          headers: { 'idempotency-key': key },
        })
      ).status,
    ).toBe(400);
  }
});

test('[UI-01] ids and queries of any text are answered below 500', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('../../x', '__proto__', 'constructor', '%00', '\u0000', 'x'.repeat(3000), "' OR 1=1", '{{7*7}}'),
  );
  const reads = (Object.keys(ROUTES) as RouteId[]).filter((id) => ROUTES[id].method === 'GET' && ROUTES[id].access !== 'public');
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...reads), text, text, text, async (id, one, name, value) => {
      const query = new URLSearchParams([[name.replace(/[\ud800-\udfff]/g, ''), value.replace(/[\ud800-\udfff]/g, '')]]).toString();
      const answer = await call(id, { path: { id: one }, query });
      expect(answer.status).toBeLessThan(500);
      if (answer.status >= 400) Problem.parse(answer.body);
    }),
    { numRuns: 300 },
  );
});

test('[UI-01] any JSON as a body is answered below 500, and what is refused is a problem', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...POSTS), fc.json({ maxDepth: 6 }), async (id, body) => {
      const answer = await call(id, { body });
      expect(answer.status).toBeLessThan(500);
      if (answer.status >= 400) Problem.parse(answer.body);
    }),
    { numRuns: 300 },
  );
});

test('[UI-01] bodies near the right one are answered below 500', async () => {
  const near = fc.record(
    {
      datasets: fc.oneof(fc.array(fc.string()), fc.string()),
      strategy: fc.oneof(fc.constantFrom('sma-cross', 'buy-and-hold'), fc.string()),
      params: fc.dictionary(fc.oneof(fc.constantFrom('fast', 'slow'), fc.string()), fc.oneof(fc.double(), fc.integer(), fc.string())),
      cash: fc.oneof(fc.double(), fc.constant(1e308), fc.constant(5e-324)),
      sizing: fc.oneof(fc.constantFrom('all', 'fraction:0', 'fraction:99', 'fixed:0', 'fixed:1e5'), fc.string()),
      commissionBps: fc.double(),
      from: fc.oneof(
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        fc.string(),
      ),
      to: fc.string(),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(near, async (body) => {
      const answer = await call('startBacktest', { body });
      expect([answer.status, answer.text]).toEqual([400, expect.anything()]);
      expect(Problem.parse(answer.body).detail).not.toBe('');
    }),
    { numRuns: 300 },
  );
});

test('[UI-01] strict JSON reads every honest text as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      if (text.includes('"__proto__"')) return;
      expect(parseStrictJson(text, 32)).toEqual(JSON.parse(text));
    }),
  );
  expect(parseStrictJson('{"a": {"x": 1}, "b": {"x": ["x", "x"]}, "c": "\\"x\\": {"}', 32)).toEqual({
    a: { x: 1 },
    b: { x: ['x', 'x'] },
    c: '"x": {',
  });
  for (const text of ['{"a":1,"a":1}', '{"b":[{"a":1,"\\u0061":2}]}', '[[[[]]]]', '{"__proto__":1}'])
    expect(() => parseStrictJson(text, 3)).toThrow(JsonError);
});
