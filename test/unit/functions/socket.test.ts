import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { documentClient } from '../../../shared/adapters/aws/clients.ts';
import { DynamoSubscriptions } from '../../../shared/adapters/aws/dynamo-subscriptions.ts';
import { SOCKET_PROTOCOL } from '../../../shared/contracts/socket-protocol.ts';
import { CONTEXT } from '../../support/api.ts';
import { NAMES, startCloud, type TestCloud } from '../../support/cloud.ts';

type Handler = (event: unknown, context: typeof CONTEXT) => Promise<Record<string, unknown>>;
const ARN = 'arn:aws:execute-api:eu-west-1:000000000000:api/live/$connect';
const AUDIENCE = 'skytape-local';

let cloud: TestCloud;
let keys: Server;
let issuer: string;
let sign: (claims: Record<string, unknown>, options?: { audience?: string; issuer?: string; expires?: string }) => Promise<string>;
let authorize: Handler;
let handle: Handler;

beforeAll(async () => {
  cloud = await startCloud();
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  keys = createServer((request, response) => {
    response.writeHead(request.url === '/.well-known/jwks.json' ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(keys.address() as { port: number }).port}`;
  process.env['TOKEN_ISSUER'] = issuer;
  sign = (claims, { audience = AUDIENCE, issuer: by = issuer, expires = '10m' } = {}) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(by)
      .setAudience(audience)
      .setSubject('user-1')
      .setExpirationTime(expires)
      .sign(privateKey);
  authorize = ((await import('../../../functions/authorize-socket/handler.ts')) as unknown as { handler: Handler }).handler;
  handle = ((await import('../../../functions/handle-socket/handler.ts')) as unknown as { handler: Handler }).handler;
});
afterAll(async () => {
  keys.close();
  await cloud.stop();
});

const asked = (offered: string) => authorize({ type: 'REQUEST', methodArn: ARN, headers: { 'Sec-WebSocket-Protocol': offered } }, CONTEXT);
const effect = (answer: Record<string, unknown>) => (answer['policyDocument'] as { Statement: { Effect: string }[] }).Statement[0]?.Effect;
const VIEWER = { 'cognito:groups': ['viewer'] };

describe('[OP-04] who may connect', () => {
  test('[OP-04] a good token beside the subprotocol is let in, with its tenant and the time it runs out', async () => {
    const answer = await asked(`${SOCKET_PROTOCOL}, ${await sign({ ...VIEWER, 'custom:tenant': 'ann' })}`);
    expect(answer).toMatchObject({ principalId: 'user-1', context: { tenant: 'ann', subject: 'user-1' } });
    expect(effect(answer)).toBe('Allow');
    const leftUs = Number((answer['context'] as { expiresUs: string }).expiresUs) - Date.now() * 1000;
    expect(leftUs).toBeGreaterThan(590_000_000);
    expect(leftUs).toBeLessThanOrEqual(601_000_000);
  });

  test.each(['viewer', 'trader', 'risk', 'admin'])('[OP-04] a %s may look', async (role) => {
    expect(effect(await asked(`${SOCKET_PROTOCOL}, ${await sign({ 'cognito:groups': [role] })}`))).toBe('Allow');
  });

  test('[OP-04] a token without a role, or of a tenant that cannot be one, is denied', async () => {
    for (const claims of [{}, { 'cognito:groups': [] }, { 'cognito:groups': ['guest'] }, { ...VIEWER, 'custom:tenant': '../ann' }])
      expect([claims, effect(await asked(`${SOCKET_PROTOCOL}, ${await sign(claims)}`))]).toEqual([claims, 'Deny']);
  });

  test('[ST-02] no token, one that has run out, of another audience, another issuer, altered, or under another protocol is refused', async () => {
    const good = await sign(VIEWER);
    const [head, , signature] = good.split('.');
    const forged = Buffer.from(JSON.stringify({ ...VIEWER, iss: issuer, aud: AUDIENCE, exp: 9_999_999_999 })).toString('base64url');
    for (const offered of [
      '',
      SOCKET_PROTOCOL,
      good,
      `graphql-ws, ${good}`,
      `${SOCKET_PROTOCOL}, ${good}, other`,
      `${SOCKET_PROTOCOL}, ${await sign(VIEWER, { expires: '-1s' })}`,
      `${SOCKET_PROTOCOL}, ${await sign(VIEWER, { audience: 'somebody-else' })}`,
      `${SOCKET_PROTOCOL}, ${await sign(VIEWER, { issuer: 'http://127.0.0.1:1' })}`,
      `${SOCKET_PROTOCOL}, ${head}.${forged}.${signature}`,
      `${SOCKET_PROTOCOL}, ${Buffer.from('{"alg":"none"}').toString('base64url')}.${forged}.`,
    ])
      await expect(asked(offered), offered).rejects.toThrow(/^Unauthorized$/);
  });

  test('[OP-04] no token is ever written to the log, not even a refused one', async () => {
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'DEBUG');
    vi.resetModules();
    const written: string[] = [];
    for (const way of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, way).mockImplementation((line) => void written.push(String(line)));
    vi.spyOn(process.stdout, 'write').mockImplementation((line) => written.push(String(line)) > 0);
    const fresh = (await import('../../../functions/authorize-socket/handler.ts')) as unknown as { handler: Handler };
    const token = await sign(VIEWER, { expires: '-1s' });
    await fresh
      .handler({ type: 'REQUEST', methodArn: ARN, headers: { 'sec-websocket-protocol': `${SOCKET_PROTOCOL}, ${token}` } }, CONTEXT)
      .catch(() => undefined);
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    expect(written.join('\n')).not.toContain(token.split('.')[1]);
  });
});

const NOW_MS = Date.now();
const at = (connectionId: string, eventType: string, more: Record<string, unknown> = {}) => ({
  requestContext: {
    connectionId,
    eventType,
    routeKey: eventType === 'CONNECT' ? '$connect' : eventType === 'DISCONNECT' ? '$disconnect' : '$default',
    connectedAt: NOW_MS,
    authorizer: { expiresUs: String((NOW_MS + 600_000) * 1000) },
  },
  isBase64Encoded: false,
  ...more,
});
const connect = (id: string) => handle(at(id, 'CONNECT'), CONTEXT);
const say = async (id: string, message: unknown) => {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  const answer = await handle(at(id, 'MESSAGE', { body }), CONTEXT);
  return JSON.parse(String(answer['body'])) as Record<string, unknown>;
};
const listeners = async (topic: string) =>
  (await new DynamoSubscriptions(documentClient(), NAMES.sockets).of(topic)).map(({ connection }) => connection).sort();
const BTC = { v: 1, instrument: 'BTC/USDT', channel: 'trades' };

describe('[ST-02] what a client may say', () => {
  test('[ST-02] subscribe, unsubscribe and ping are answered with their id; a topic twice is one', async () => {
    expect(await connect('say-1')).toMatchObject({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': SOCKET_PROTOCOL } });
    expect(await say('say-1', { ...BTC, action: 'subscribe', id: 'x' })).toEqual({ ...BTC, kind: 'subscribed', id: 'x' });
    await say('say-1', { ...BTC, action: 'subscribe' });
    expect(await say('say-1', { v: 1, action: 'ping', id: 'p' })).toEqual({ v: 1, kind: 'pong', id: 'p' });
    expect(await listeners('BTC/USDT trades')).toEqual(['say-1']);
    expect(await say('say-1', { ...BTC, action: 'unsubscribe' })).toEqual({ ...BTC, kind: 'unsubscribed' });
    expect(await listeners('BTC/USDT trades')).toEqual([]);
  });

  test('[ST-02] a connection that closes is forgotten with all that it listened to', async () => {
    await connect('say-2');
    for (const channel of ['trades', 'quotes', 'bars:1m', 'partial:5m']) await say('say-2', { ...BTC, action: 'subscribe', channel });
    expect(await listeners('BTC/USDT partial:5m')).toEqual(['say-2']);
    await handle(at('say-2', 'DISCONNECT'), CONTEXT);
    for (const channel of ['trades', 'quotes', 'bars:1m', 'partial:5m']) expect(await listeners(`BTC/USDT ${channel}`)).toEqual([]);
    expect(await say('say-2', { ...BTC, action: 'subscribe' })).toMatchObject({ kind: 'error', code: 'gone' });
    expect(await listeners('BTC/USDT trades')).toEqual([]);
  });

  test('[ST-02] what is not understood is an error that names its part', async () => {
    await connect('say-3');
    const cases: readonly [message: unknown, field: string][] = [
      ['{', ''],
      ['[]', ''],
      ['{"v":1,"v":1,"action":"ping"}', ''],
      [{ v: 2, action: 'ping' }, 'v'],
      [{ v: 1, action: 'order' }, 'action'],
      [{ ...BTC, action: 'subscribe', instrument: 'no spaces' }, 'instrument'],
      [{ ...BTC, action: 'subscribe', channel: 'orders' }, 'channel'],
      [{ ...BTC, action: 'subscribe', channel: 'bars:7m' }, 'channel'],
      [{ ...BTC, action: 'subscribe', id: '' }, 'id'],
    ];
    for (const [message, field] of cases)
      expect([message, await say('say-3', message)]).toMatchObject([message, { v: 1, kind: 'error', code: 'invalid', field }]);
    expect((await say('say-3', { ...BTC, action: 'subscribe', channel: 'bars:7m' }))['message']).toBe(
      'channel: is "bars:7m", but the stream is made into bars of 1m, 5m',
    );
  });

  test('[ST-02] the hundred and first topic of a connection is refused, the hundredth again is not', async () => {
    await connect('say-4');
    const subscribe = (n: number) => say('say-4', { ...BTC, action: 'subscribe', instrument: `I${n}` });
    for (let n = 1; n <= 100; n++) expect(await subscribe(n)).toMatchObject({ kind: 'subscribed' });
    expect(await subscribe(101)).toMatchObject({ kind: 'error', code: 'too-many' });
    expect(await listeners('I101 trades')).toEqual([]);
    expect(await subscribe(100)).toMatchObject({ kind: 'subscribed' });
  });

  test('[OP-04] a connection that no authorizer let in is refused', async () => {
    const event = at('say-5', 'CONNECT');
    expect(await handle({ ...event, requestContext: { ...event.requestContext, authorizer: undefined } }, CONTEXT)).toEqual({
      statusCode: 401,
    });
  });
});
