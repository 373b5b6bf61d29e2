import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentClient } from '../../../shared/adapters/aws/clients.ts';
import { DynamoInstruments } from '../../../shared/adapters/aws/dynamo-instruments.ts';
import type { ApiHandler } from '../../../shared/adapters/aws/http/api.ts';
import { ROUTES, type RouteId } from '../../../shared/contracts/routes.ts';
import { type CallOptions, eventOf, invoke } from '../../support/api.ts';
import { NAMES, startCloud, type TestCloud } from '../../support/cloud.ts';

let cloud: TestCloud;
const handlers = new Map<string, ApiHandler>();
beforeAll(async () => {
  cloud = await startCloud();
  for (const name of ['read-instruments', 'change-instruments'])
    handlers.set(name, ((await import(`../../../functions/${name}/handler.ts`)) as { handler: ApiHandler }).handler);
});
afterAll(() => cloud.stop());

const call = (id: RouteId, options: CallOptions = {}) => invoke(handlers.get(ROUTES[id].handler) as ApiHandler, eventOf(id, options));
const save = (id: string, body: object) => call('saveInstrument', { path: { id }, body });
const names = [{ source: 'ccxt:binance', symbol: 'BTC/USDT' }];
const crypto = { assetClass: 'crypto', exchange: 'binance', currency: 'USDT' };

test('[MD-06] an instrument of every class is created with what its class needs, and found by it', async () => {
  const made = [
    await save('BTC~USDT', { ...crypto, names }),
    await save('BTC~USDT:USDT', crypto),
    await save('AAPL', { assetClass: 'equity', exchange: 'NASDAQ', currency: 'USD', tick: 0.01, lot: 1, sector: 'technology' }),
    await save('EUR~USD', { assetClass: 'fx', exchange: 'OANDA', currency: 'USD' }),
    await save('XAU~USD', { assetClass: 'commodity', exchange: 'COMEX', currency: 'USD' }),
    await save('ESZ26', {
      assetClass: 'future',
      exchange: 'CME',
      currency: 'USD',
      multiplier: 50,
      contract: { kind: 'future', underlying: 'ES', expiry: '2026-12-18' },
    }),
    await save('AAPL271217P00190000', { assetClass: 'option', exchange: 'CBOE', currency: 'USD' }),
  ];
  expect(made.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 200]);
  expect(made.map(({ body }) => [body.id, body.contract.kind, body.calendar, body.multiplier, body.status])).toEqual([
    ['BTC/USDT', 'spot', '24/7', 1, 'inactive'],
    ['BTC/USDT:USDT', 'perpetual', '24/7', 1, 'inactive'],
    ['AAPL', 'spot', 'NASDAQ', 1, 'inactive'],
    ['EUR/USD', 'spot', 'FX', 1, 'inactive'],
    ['XAU/USD', 'spot', 'CME', 1, 'inactive'],
    ['ESZ26', 'future', 'CME', 50, 'inactive'],
    ['AAPL271217P00190000', 'option', 'NYSE', 100, 'inactive'],
  ]);
  const found = async (query: string) => (await call('listInstruments', { query })).body.instruments.map(({ id }: { id: string }) => id);
  expect(await found('class=crypto')).toEqual(['BTC/USDT', 'BTC/USDT:USDT']);
  expect(await found('exchange=nasdaq')).toEqual(['AAPL']);
  expect(await found('underlying=AAPL')).toEqual(['AAPL271217P00190000']);
  expect(await found('text=usd')).toEqual(['BTC/USDT', 'BTC/USDT:USDT', 'EUR/USD', 'XAU/USD']);
  const first = await call('listInstruments', { query: 'limit=5' });
  expect(first.body.instruments).toHaveLength(5);
  expect(await found(`limit=5&cursor=${encodeURIComponent(first.body.next)}`)).toEqual(['EUR/USD', 'XAU/USD']);
});

test.each([
  ['X', {}, 'assetClass'],
  ['X', { assetClass: 'equity' }, 'exchange'],
  ['X', { assetClass: 'equity', exchange: 'NYSE' }, 'currency'],
  ['X', { assetClass: 'shares', exchange: 'NYSE', currency: 'USD' }, 'assetClass'],
  ['X', { ...crypto, contract: { kind: 'option', underlying: 'BTC', expiry: '2027-01-01', strike: 1, right: 'call' } }, 'contract.kind'],
  ['X', { assetClass: 'option', exchange: 'CBOE', currency: 'USD' }, 'contract'],
  [
    'X',
    { assetClass: 'future', exchange: 'CME', currency: 'USD', contract: { kind: 'future', underlying: 'ES', expiry: '2027-01-01' } },
    'multiplier',
  ],
  ['X', { ...crypto, tick: 0 }, 'tick'],
  ['X', { ...crypto, priority: 10 }, 'priority'],
  ['X', { ...crypto, calendar: 'LSE' }, 'calendar'],
  ['X', { ...crypto, listed: '2020-01-01', delisted: '2020-01-01' }, 'delisted'],
  ['X', { ...crypto, names: [...names, ...names] }, 'names.1'],
  ['X', { ...crypto, names: [{ ...names[0], source: 'Binance!' }] }, 'names.0.source'],
  ['X', { ...crypto, status: 'active' }, 'status'],
  ['no blanks', crypto, 'id'],
])('[MD-14] %s as %j is a 400 that names %s, and writes nothing', async (id, body, field) => {
  const answer = await save(id, body);
  expect([answer.status, answer.body.field]).toEqual([400, field]);
  expect((await call('getInstrument', { path: { id: 'X' } })).status).toBe(404);
});

test('[MD-14] activating and deactivating is what the collector reads, and leaves who, when, before and after', async () => {
  await save('ETH~USDT', { ...crypto, names: [{ source: 'ccxt:binance', symbol: 'ETH/USDT' }] });
  const collected = async () =>
    (await new DynamoInstruments(documentClient(), NAMES.instruments).active()).map(({ id, priority }) => [id, priority]);
  expect(await collected()).toEqual([]);
  const path = { id: 'ETH~USDT' };
  expect((await call('activateInstrument', { path, body: { priority: 1 }, groups: '[admin]' })).body).toMatchObject({
    status: 'active',
    priority: 1,
  });
  expect((await call('activateInstrument', { path, body: {} })).status).toBe(200);
  expect(await collected()).toEqual([['ETH/USDT', 1]]);
  expect((await call('deactivateInstrument', { path })).body.status).toBe('inactive');
  expect(await collected()).toEqual([]);
  const { changes } = (await call('instrumentHistory', { path })).body;
  expect(
    changes.map(({ by, action, before, after }: Record<string, { status: string }>) => [by, action, before?.status, after?.status]),
  ).toEqual([
    ['user-1', 'deactivate', 'active', 'inactive'],
    ['user-1', 'activate', 'inactive', 'active'],
    ['user-1', 'create', undefined, 'inactive'],
  ]);
  expect((await call('activateInstrument', { path: { id: 'AAPL' }, body: {} })).body).toMatchObject({ status: 409, field: 'names' });
  expect((await call('activateInstrument', { path: { id: 'NONE' }, body: {} })).status).toBe(404);
});

test('[MD-14] a delisted instrument is refused by name, and answers as of the days before', async () => {
  await save('LEH', {
    assetClass: 'equity',
    exchange: 'NYSE',
    currency: 'USD',
    listed: '1994-05-31',
    names: [{ source: 'alpaca', symbol: 'LEH' }],
  });
  expect((await save('LEH', { delisted: '2008-09-18' })).body).toMatchObject({ delisted: '2008-09-18', listed: '1994-05-31' });
  const on = async (asOf: string) => (await call('getInstrument', { path: { id: 'LEH' }, query: `asOf=${asOf}` })).body;
  expect([(await on('2008-09-17')).status, (await on('2008-09-18')).status]).toEqual(['inactive', 'delisted']);
  expect(await on('1990-01-01')).toMatchObject({ status: 404, field: 'asOf' });
  const refused = await call('activateInstrument', { path: { id: 'LEH' }, body: {} });
  expect(refused.body).toMatchObject({ status: 409, detail: 'LEH is delisted since 2008-09-18; it has no market any more' });
});

// NYSE, "Holidays and trading hours 2024": Independence Day is closed, 3 July closes at 1 p.m.
test('[MD-14] sessions name holidays and half days', async () => {
  const sessions = (query: string) => call('instrumentSessions', { path: { id: 'AAPL' }, query });
  expect((await sessions('from=2024-07-01&to=2024-07-06')).body).toEqual({
    id: 'AAPL',
    calendar: 'NASDAQ',
    sessions: [
      { date: '2024-07-01', open: '2024-07-01T13:30:00Z', close: '2024-07-01T20:00:00Z', short: false },
      { date: '2024-07-02', open: '2024-07-02T13:30:00Z', close: '2024-07-02T20:00:00Z', short: false },
      { date: '2024-07-03', open: '2024-07-03T13:30:00Z', close: '2024-07-03T17:00:00Z', short: true },
      { date: '2024-07-05', open: '2024-07-05T13:30:00Z', close: '2024-07-05T20:00:00Z', short: false },
    ],
    holidays: ['2024-07-04'],
  });
  expect((await sessions('from=2024-07-01&to=2034-07-06')).body).toMatchObject({ status: 400, field: 'query.to' });
  expect((await sessions('from=1970-07-01&to=1971-07-06')).body).toMatchObject({ status: 400, field: 'query.from' });
  expect((await sessions('from=2024-07-01')).body).toMatchObject({ status: 400, field: 'query.to' });
});
