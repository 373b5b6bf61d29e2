import { expect, test } from 'vitest';
import { clfTime } from '../../../local/gateway/event.ts';
import { readResult } from '../../../local/gateway/response.ts';
import { type GatewayRoute, matchRoute } from '../../../local/gateway/routes.ts';
import { Throttle } from '../../../local/gateway/throttle.ts';

const route = (key: string): GatewayRoute => ({ key, functionArn: 'f', timeoutMs: 1, authorizer: undefined });

test('[OP-01] the most exact route wins, whatever the order of the template', () => {
  const keys = ['$default', 'ANY /a/{rest+}', 'GET /a/{id}', 'ANY /a/{id}', 'GET /a/b', 'GET /a/{id}/c'];
  for (const order of [keys, keys.toReversed()]) {
    const chosen = (method: string, path: string) => matchRoute(order.map(route), method, path)?.route.key;
    expect(chosen('GET', '/a/b')).toBe('GET /a/b');
    expect(chosen('GET', '/a/x')).toBe('GET /a/{id}');
    expect(chosen('POST', '/a/x')).toBe('ANY /a/{id}');
    expect(chosen('GET', '/a/x/c')).toBe('GET /a/{id}/c');
    expect(chosen('GET', '/a/x/y/z')).toBe('ANY /a/{rest+}');
    expect(chosen('GET', '/b')).toBe('$default');
  }
  expect(matchRoute([route('GET /a')], 'GET', '/a/')).toBeUndefined();
  expect(matchRoute([route('GET /a/{id}')], 'GET', '/a/')).toBeUndefined();
  expect(matchRoute([route('GET /a/{id}')], 'GET', '/a/%C3%BC%2F1')?.pathParameters).toEqual({ id: 'ü/1' });
});

test('[OP-01] a bucket of burst 2 at 4 a second lets two through at once and one more after 250 ms', () => {
  const throttle = new Throttle(
    {
      DefaultRouteSettings: { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 4 },
      RouteSettings: { 'GET /own': { ThrottlingBurstLimit: 1 } },
    },
    0,
  );
  expect([0, 0, 0, 249, 250, 251].map((nowMs) => throttle.allows('GET /a', nowMs))).toEqual([true, true, false, false, true, false]);
  expect([0, 0].map((nowMs) => throttle.allows('GET /own', nowMs))).toEqual([true, false]);
  expect(new Throttle({}, 0).allows('GET /a', 0)).toBe(true);
});

test('[OP-01] answers of a function are read as payload format 2.0 says', () => {
  const read = (result: unknown) => readResult(JSON.stringify(result));
  expect(read({ statusCode: 201, headers: { 'X-A': 1 }, body: 'ok' })).toMatchObject({
    status: 201,
    headers: { 'x-a': '1', 'content-type': 'text/plain;charset=utf-8' },
  });
  expect(read({ statusCode: 200, body: 'AP8=', isBase64Encoded: true })?.body).toEqual(Buffer.from([0, 255]));
  expect(read({ hello: 1 })).toMatchObject({ status: 200, body: Buffer.from('{"hello":1}') });
  expect(read('text')?.body.toString()).toBe('text');
  for (const malformed of [{ statusCode: '200' }, { statusCode: 99 }, { statusCode: 200, body: {} }])
    expect(read(malformed)).toBeUndefined();
});

test('[OP-01] times in logs are in common log format', () => {
  expect(clfTime(Date.UTC(2026, 10, 1, 2, 3, 4))).toBe('01/Nov/2026:02:03:04 +0000');
});
