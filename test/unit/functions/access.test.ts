import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiHandler } from '../../../shared/adapters/aws/http/api.ts';
import { ROUTES, type Route, type RouteId } from '../../../shared/contracts/routes.ts';
import { Problem } from '../../../shared/contracts/schemas.ts';
import { type CallOptions, eventOf, invoke } from '../../support/api.ts';
import { startCloud, type TestCloud } from '../../support/cloud.ts';

let cloud: TestCloud;
const handlers = new Map<string, ApiHandler>();
beforeAll(async () => {
  cloud = await startCloud();
  for (const name of new Set(Object.values(ROUTES).map(({ handler }) => handler))) {
    handlers.set(name, ((await import(`../../../functions/${name}/handler.ts`)) as { handler: ApiHandler }).handler);
  }
});
afterAll(() => cloud.stop());

const call = (id: RouteId, options: CallOptions = {}) => invoke(handlers.get(ROUTES[id].handler) as ApiHandler, eventOf(id, options));
const routes = Object.entries<Route>(ROUTES) as [RouteId, Route][];
const secured = routes.filter(([, { access }]) => access !== 'public');
const path = { id: 'x', asset: 'x' };

describe('[UI-01] who may call what', () => {
  test.each(secured.map(([id]) => id))(
    '[UI-01] %s refuses a token without a role, and no token at all, with 403 and a problem',
    async (id) => {
      for (const groups of [null, '', '[]', '[guest]', '[viewers]']) {
        const answer = await call(id, { groups, path });
        expect([groups, answer.status, Problem.parse(answer.body).status]).toEqual([groups, 403, 403]);
        expect(answer.body.detail).toContain(`${ROUTES[id].method} ${ROUTES[id].path} needs one of the roles`);
      }
    },
  );

  test('[UI-01] a viewer reads but starts, uploads and cancels nothing; a risk officer likewise', async () => {
    for (const groups of ['[viewer]', '[risk]']) {
      for (const [id, { method }] of secured) {
        const { status } = await call(id, { groups, path, body: method === 'POST' ? {} : undefined });
        expect([id, status === 403]).toEqual([id, method !== 'GET']);
      }
    }
  });

  test('[UI-01] any of several groups counts, however the claim is written', async () => {
    for (const groups of ['[guest admin]', '[trader viewer]', 'trader', '[viewer,trader]'])
      expect((await call('listDatasets', { groups })).status).toBe(200);
  });

  test('[UI-01] a tenant that could lead out of its own keys is refused', async () => {
    for (const tenant of ['../ann', 'a/b', '', 'a b', 'ann/progress', 'x'.repeat(65)])
      expect([tenant, (await call('listDatasets', { tenant })).status]).toEqual([tenant, 403]);
  });

  test('[UI-01] public routes need no token', async () => {
    for (const id of ['health', 'openapi', 'docs'] as const) expect((await call(id, { groups: null })).status).toBe(200);
  });
});

test('[UI-01] every answer carries the strict headers and its request id, refusals too', async () => {
  for (const answer of [
    await call('listStrategies'),
    await call('getDataset', { path: { id: 'none' } }),
    await call('startBacktest', { body: '{' }),
    await call('docs'),
  ]) {
    expect(answer.headers).toMatchObject({
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'x-request-id': 'request-1',
    });
    expect(answer.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  }
});

test('[UI-01] an outage answers 500 with the request id and not a word of the reason', async () => {
  const event = eventOf('backtestReport', { path: { id: 'x' } });
  const broken = {
    ...event,
    requestContext: {
      ...event.requestContext,
      authorizer: {
        jwt: {
          get claims(): never {
            throw new Error('secret of /srv/skytape');
          },
        },
      },
    },
  };
  const answer = await invoke(handlers.get('read-backtests') as ApiHandler, broken as never);
  expect(answer).toMatchObject({ status: 500, body: { status: 500, requestId: 'request-1' } });
  expect(answer.text).not.toMatch(/secret|srv|stack|\.ts/);
});

describe('[ST-01] health', () => {
  test('[ST-01] it answers at once, and deeply names what is broken', async () => {
    expect((await call('health', { groups: null })).body).toEqual({ status: 'ok', version: 'test', stage: 'local' });
    const deep = await call('health', { groups: null, query: 'deep=true' });
    expect(deep.status).toBe(200);
    expect(deep.body.checks).toMatchObject({ datasets: 'ok', runs: 'ok', bars: 'ok', lake: 'ok', backtests: 'ok' });
    expect(deep.body).toMatchObject({ status: 'degraded', checks: { market: expect.stringMatching(/^broken: /) } });
  });
});

describe('[DX-01] the catalogue', () => {
  test('[DX-01] strategies and indicators come with the bounds of their parameters', async () => {
    const { strategies } = (await call('listStrategies')).body;
    expect(strategies.map((one: { id: string }) => one.id)).toEqual(expect.arrayContaining(['buy-and-hold', 'sma-cross']));
    const sma = strategies.find((one: { id: string }) => one.id === 'sma-cross');
    expect(sma.params[0]).toEqual({ name: 'fast', kind: 'int', default: 10, min: 1, max: 500, step: 1, about: 'bars in the fast average' });
    const { indicators } = (await call('listIndicators')).body;
    expect(indicators.length).toBeGreaterThanOrEqual(12);
  });

  test('[DX-01] an indicator shows its warm-up at the parameters asked for, and refuses those out of bounds by name', async () => {
    expect((await call('getIndicator', { path: { id: 'sma' }, query: 'period=20' })).body.warmup).toBe(19);
    expect(await call('getIndicator', { path: { id: 'sma' }, query: 'period=-1' })).toMatchObject({
      status: 400,
      body: { field: 'query.period' },
    });
    expect(await call('getIndicator', { path: { id: 'sma' }, query: 'period=x' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('"x"') },
    });
    expect((await call('getIndicator', { path: { id: 'nope' } })).status).toBe(404);
  });
});
