import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloud.ts';
import { API, startToy, temporaryHome } from './fixtures/toy.ts';

const home = temporaryHome();
let cloud: Cloud;
beforeAll(async () => {
  cloud = await startToy(home.path, API);
});
afterAll(async () => {
  await cloud.stop();
  home[Symbol.dispose]();
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(cloud.url + path, { headers });
const clientId = () => cloud.resources.find((resource) => resource.id === 'Client')?.ref as string;

describe('requests', () => {
  test('[OP-01] a function gets the event of payload format 2.0', async () => {
    const response = await fetch(`${cloud.url}/items/a%2Fb?x=1&x=2&y=%2B`, { headers: { cookie: 'a=1; b=2', 'x-one': 'two' } });
    const { event } = (await response.json()) as { event: Record<string, unknown> & { requestContext: { http: unknown } } };
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /items/{id}',
      rawQueryString: 'x=1&x=2&y=%2B',
      queryStringParameters: { x: '1,2', y: '+' },
      pathParameters: { id: 'a/b' },
      cookies: ['a=1', 'b=2'],
      headers: { 'x-one': 'two' },
      isBase64Encoded: false,
      requestContext: { stage: '$default', http: { method: 'GET', path: '/items/a/b', sourceIp: '127.0.0.1' } },
    });
  });

  test('[OP-01] an exact path wins over a parameter, and a greedy one takes the rest', async () => {
    const key = async (path: string) => ((await (await get(path)).json()) as { event: { routeKey: string } }).event.routeKey;
    expect(await key('/items/fixed')).toBe('GET /items/fixed');
    expect(await key('/files/a/b/c')).toBe('ANY /files/{path+}');
  });

  test('[OP-01] text bodies arrive as they are, others as base64', async () => {
    const send = async (type: string, body: Uint8Array<ArrayBuffer>) => {
      const response = await fetch(`${cloud.url}/echo`, { method: 'POST', headers: { 'content-type': type }, body });
      return ((await response.json()) as { event: { body: string; isBase64Encoded: boolean } }).event;
    };
    expect(await send('application/json', new TextEncoder().encode('{"a":"ü"}'))).toMatchObject({
      body: '{"a":"ü"}',
      isBase64Encoded: false,
    });
    expect(await send('application/octet-stream', new Uint8Array([0, 255]))).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });

  test('[OP-01] binary answers, cookies and answers without a status come back as an HTTP API sends them', async () => {
    const binary = await get('/echo?binary=1');
    expect([binary.headers.get('content-type'), new Uint8Array(await binary.arrayBuffer())]).toEqual([
      'image/png',
      new Uint8Array([0, 255, 128]),
    ]);
    const cookies = await get('/echo?cookies=1');
    expect([cookies.status, cookies.headers.getSetCookie()]).toEqual([204, ['a=1', 'b=2']]);
    expect(await (await get('/echo?plain=1')).json()).toEqual({ hello: 'there' });
  });

  test('[OP-01] a function sees its own environment and nothing of the shell that started it', async () => {
    const { env, functionName, remainingMs } = (await (await get('/echo')).json()) as {
      env: Record<string, string>;
      functionName: string;
      remainingMs: number;
    };
    expect(functionName).toBe('toy-echo');
    expect(remainingMs).toBeGreaterThan(5000);
    expect(env).toMatchObject({ AWS_LAMBDA_FUNCTION_NAME: 'toy-echo', AWS_ENDPOINT_URL_DYNAMODB: cloud.endpoints.tables });
    expect(Object.keys(env)).not.toContain('HOME');
  });
});

describe('refusals', () => {
  const refusal = async (path: string, headers: Record<string, string> = {}) => {
    const response = await get(path, headers);
    return [response.status, await response.json()];
  };

  test('[OP-01] the gateway refuses in its own words: 404, 401, 403', async () => {
    expect(await refusal('/nowhere')).toEqual([404, { message: 'Not Found' }]);
    expect(await refusal('/private')).toEqual([401, { message: 'Unauthorized' }]);
    expect(await refusal('/private', { authorization: 'Bearer a.b.c' })).toEqual([401, { message: 'Unauthorized' }]);
    const token = await cloud.token();
    const forged = `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(342)}`;
    expect(await refusal('/private', { authorization: `Bearer ${forged}` })).toEqual([401, { message: 'Unauthorized' }]);
    expect(await refusal('/scoped', { authorization: `Bearer ${token}` })).toEqual([403, { message: 'Forbidden' }]);
  });

  test('[OP-01] a body over 10 MB is a 413, and one that Lambda cannot take too', async () => {
    const send = async (bytes: number) => {
      const response = await fetch(`${cloud.url}/echo`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: 'x'.repeat(bytes),
      });
      return [response.status, await response.json()];
    };
    expect(await send(10 * 1024 * 1024 + 1)).toEqual([413, { message: 'Request Entity Too Large' }]);
    expect(await send(7 * 1024 * 1024)).toEqual([413, { message: 'Request Entity Too Large' }]);
  });

  test('[OP-01] a route over its burst is a 429, the others go on', async () => {
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await get('/limited')).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
    expect(await refusal('/limited')).toEqual([429, { message: 'Too Many Requests' }]);
    expect((await get('/echo')).status).toBe(200);
  });

  test('[OP-01] a function that throws, exits, strays, answers too much or nonsense is a 500, and works again at the next call', async () => {
    for (const how of ['throw', 'exit', 'stray', 'big', 'malformed']) {
      expect([how, ...(await refusal(`/faults/${how}`))]).toEqual([how, 500, { message: 'Internal Server Error' }]);
    }
    expect((await get('/faults/none')).status).toBe(200);
    const log = readFileSync(join(cloud.logs, 'toy-faults.log'), 'utf8');
    for (const trace of ['RangeError', 'Runtime exited with exit status 3', 'nobody waits for me', 'Function.ResponseSizeTooLarge'])
      expect(log).toContain(trace);
  });

  test('[OP-01] a function over its timeout is stopped, and one over the integration limit is a 503', async () => {
    expect(await refusal('/too-long/hang')).toEqual([500, { message: 'Internal Server Error' }]);
    expect(readFileSync(join(cloud.logs, 'toy-hanging.log'), 'utf8')).toContain('Task timed out after 1.00 seconds');
    expect(await refusal('/hasty/hang')).toEqual([503, { message: 'Service Unavailable' }]);
  });

  test('[OP-01] a foreign host name is refused, so that no page can rebind its name to this machine', async () => {
    const status = await new Promise((resolve, reject) => {
      httpRequest(`${cloud.url}/echo`, { headers: { host: 'evil.example' } }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });

  test('[OP-01] the access log has the line that the template asks for', async () => {
    await get('/nowhere');
    expect(readFileSync(join(cloud.logs, 'access.log'), 'utf8')).toContain('{"route":"-","status":"404","error":"-"}\n');
  });
});

describe('pages elsewhere', () => {
  test('[OP-01] only the origins of the template may read answers', async () => {
    const friend = await get('/echo', { origin: 'https://friend.example' });
    expect(friend.headers.get('access-control-allow-origin')).toBe('https://friend.example');
    expect((await get('/echo', { origin: 'https://foe.example' })).headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(`${cloud.url}/private`, {
      method: 'OPTIONS',
      headers: { origin: 'https://friend.example', 'access-control-request-method': 'GET' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, 'authorization']);
  });
});

describe('sign-in', () => {
  const verifier = 'v'.repeat(50);
  const authorizeUrl = (changes: Record<string, string> = {}) => {
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const query = {
      response_type: 'code',
      client_id: clientId(),
      redirect_uri: `${cloud.url}/`,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      state: 's1',
      ...changes,
    };
    return `${cloud.url}/oauth2/authorize?${new URLSearchParams(query).toString()}`;
  };
  const exchange = (changes: Record<string, string>) => {
    const form = {
      grant_type: 'authorization_code',
      client_id: clientId(),
      redirect_uri: `${cloud.url}/`,
      code_verifier: verifier,
      ...changes,
    };
    return fetch(`${cloud.url}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  };
  const code = async () =>
    new URL((await fetch(authorizeUrl(), { redirect: 'manual' })).headers.get('location') as string).searchParams.get('code') as string;

  test('[OP-01] code and PKCE give tokens that the authorizer takes, with groups as an HTTP API hands them on', async () => {
    const redirect = await fetch(authorizeUrl(), { redirect: 'manual' });
    const back = new URL(redirect.headers.get('location') as string);
    expect([redirect.status, back.origin, back.searchParams.get('state')]).toEqual([302, cloud.url, 's1']);
    const tokens = (await (await exchange({ code: back.searchParams.get('code') as string })).json()) as Record<string, string>;
    expect(tokens['expires_in']).toBe(1800);
    for (const kind of ['id_token', 'access_token']) {
      const response = await get('/private', { authorization: `Bearer ${tokens[kind]}` });
      const { event } = (await response.json()) as {
        event: { requestContext: { authorizer: { jwt: { claims: Record<string, string> } } } };
      };
      expect(event.requestContext.authorizer.jwt.claims).toMatchObject({ 'cognito:groups': '[viewer trader]', iss: cloud.url });
    }
  });

  test('[OP-01] a code works once, with its own verifier, for a registered address only', async () => {
    const once = await code();
    expect((await exchange({ code: once })).status).toBe(200);
    expect((await exchange({ code: once })).status).toBe(400);
    expect(await (await exchange({ code: await code(), code_verifier: 'w'.repeat(50) })).json()).toMatchObject({ error: 'invalid_grant' });
    for (const changes of [
      { redirect_uri: 'https://foe.example/' },
      { client_id: 'other' },
      { code_challenge_method: 'plain' },
      { response_type: 'token' },
    ]) {
      expect((await fetch(authorizeUrl(changes as Record<string, string>), { redirect: 'manual' })).status).toBe(400);
    }
  });

  test('[OP-01] fewer groups can be asked for in tests, and the keys are published', async () => {
    const response = await get('/private', { authorization: `Bearer ${await cloud.token(['viewer'])}` });
    expect(await response.text()).toContain('"cognito:groups":"[viewer]"');
    expect(await (await get('/.well-known/jwks.json')).json()).toMatchObject({ keys: [{ kty: 'RSA', alg: 'RS256' }] });
  });
});
