import { expect, test } from 'vitest';
import { FrameWatch } from '../../../local/gateway/frame-watch.ts';
import { accessLine } from '../../../local/gateway/access-log.ts';
import { routeOfMessage, type SocketRoute } from '../../../local/gateway/socket-api.ts';

/** A masked frame of zeros. RFC 6455, 5.2: lengths up to 125 in seven bits, up to 65,535 in sixteen more, else in 64. */
function frame(length: number): Uint8Array {
  const extended =
    length < 126
      ? [length]
      : length < 65_536
        ? [126, length >> 8, length & 255]
        : [127, 0, 0, 0, 0, 0, length >> 16, (length >> 8) & 255, length & 255];
  return new Uint8Array([0x81, 128 | (extended[0] as number), ...extended.slice(1), 1, 2, 3, 4, ...Array.from({ length }, () => 0)]);
}

test('[OP-01] the longest frame is known, however the bytes are cut', () => {
  const lengths = [0, 5, 125, 126, 300, 32_768, 32_769, 70_000, 3];
  const bytes = Buffer.concat(lengths.map(frame));
  for (const size of [1, 2, 7, 1000, bytes.length]) {
    const watch = new FrameWatch();
    const seen: number[] = [];
    for (let i = 0; i < bytes.length; i += size) seen.push(watch.longest(bytes.subarray(i, i + size)));
    expect([size, seen.reduce((most, length) => Math.max(most, length), 0)]).toEqual([size, 70_000]);
    if (size === 1) expect(seen.filter((length) => length > 0)).toEqual(lengths.filter((length) => length > 0));
  }
});

test('[OP-01] a message goes to the route that its action names, anything else to $default', () => {
  const route = (key: string): SocketRoute => ({ key, functionArn: '', timeoutMs: 1, answers: true, authorizer: undefined });
  const routes = ['$connect', '$disconnect', '$default', 'ping'].map(route);
  const chosen = (text: string) => routeOfMessage(routes, text)?.key;
  expect(chosen('{"action":"ping"}')).toBe('ping');
  for (const text of ['{"action":"other"}', '{}', 'null', '[1]', 'no json', '{"action":"$connect"}', '{"action":{}}'])
    expect([text, chosen(text)]).toEqual([text, '$default']);
  expect(routeOfMessage(routes.slice(0, 2), '{}')).toBeUndefined();
});

test('[OP-01] a line of the access log stays one line of JSON, whatever a client sends', () => {
  const line = accessLine('{"agent":"$context.identity.userAgent","status":"$context.status","none":"$context.nothing"}', {
    'identity.userAgent': 'a"b\n\\c',
    status: 200,
  });
  expect(line.split('\n')).toHaveLength(2);
  expect(JSON.parse(line)).toEqual({ agent: 'a"b\n\\c', status: '200', none: '-' });
});
