import { expect, test } from 'vitest';
import { openConnector } from '../../../../shared/adapters/connectors.ts';
import { MemoryInstruments } from '../../../../shared/adapters/memory/instruments.ts';
import { activateInstrument } from '../../../../shared/application/instruments/change.ts';
import { getInstrument, instrumentHistory, listInstruments } from '../../../../shared/application/instruments/read.ts';
import { refreshInstruments } from '../../../../shared/application/instruments/refresh.ts';
import { InstrumentsQuery, RefreshInstruments } from '../../../../shared/contracts/instruments.ts';
import type { VenueInstrument } from '../../../../shared/ports/market-connector.ts';
import { HistoryError } from '../../../../shared/ports/history-source.ts';
import { binanceProtocol } from '../../../venues/binance.ts';
import { LocalVenue } from '../../../venues/local-venue.ts';

const at = (iso: string) => Date.parse(iso) * 1000;
const stock = (n: number, over: Partial<VenueInstrument> = {}): VenueInstrument => {
  const symbol = `S${String(n).padStart(3, '0')}`;
  return { symbol, venueSymbol: symbol, assetClass: 'equity', currency: 'USD', exchange: 'NASDAQ', tick: '0.01', lot: '1', ...over };
};
const stocks = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => stock(from + i));
const ids = (from: number, to: number) => stocks(from, to).map(({ symbol }) => symbol);

/** A master and a source whose list a test sets. */
function world() {
  const state = { nowUs: at('2026-01-05T09:00:00Z'), list: [] as VenueInstrument[] };
  const instruments = new MemoryInstruments();
  const clock = { nowUs: () => state.nowUs };
  const refresh = refreshInstruments({ instruments, clock, connect: async () => ({ instruments: async () => state.list }) });
  const list = listInstruments({ instruments, clock });
  const find = (query: Record<string, unknown>) => list(InstrumentsQuery.parse({ limit: 1000, ...query }));
  return {
    state,
    find,
    get: getInstrument({ instruments, clock }),
    history: instrumentHistory({ instruments }),
    activate: activateInstrument({ instruments, clock }),
    refresh: (request: Record<string, unknown> = {}) => refresh('ann', RefreshInstruments.parse({ source: 'alpaca', ...request })),
    on: (iso: string, items: VenueInstrument[]) => {
      [state.nowUs, state.list] = [at(`${iso}T09:00:00Z`), items];
    },
  };
}

test('[MD-14] a refresh of 300 symbols adds, changes and retires the right ones, and the same again does nothing', async () => {
  const { on, refresh, find, get, history } = world();
  on('2026-01-05', stocks(0, 300));
  expect((await refresh()).counts).toMatchObject({ listed: 300, added: 300, changed: 0, retired: 0, unchanged: 0 });
  expect((await find({})).instruments.map(({ id }) => id)).toEqual(ids(0, 300));
  on('2026-02-02', [...stocks(10, 299), stock(299, { tick: '0.0001' }), ...stocks(300, 320)]);
  const second = await refresh();
  expect(second.counts).toEqual({ listed: 310, added: 20, changed: 1, retired: 10, withheld: 0, unchanged: 289, skipped: 0 });
  expect([second.added, second.changed, second.retired]).toEqual([ids(300, 320), ['S299'], ids(0, 10)]);
  expect((await refresh()).counts).toMatchObject({ added: 0, changed: 0, retired: 0, unchanged: 310 });
  // What is gone stays queryable as of the days on which it was there.
  expect((await find({ status: 'delisted' })).instruments.map(({ id }) => id)).toEqual(ids(0, 10));
  const then = await find({ asOf: '2026-02-01' });
  expect([then.instruments.length, then.instruments.filter(({ status }) => status === 'delisted').length]).toEqual([300, 0]);
  expect(await get('S003', { asOf: '2026-02-02' })).toMatchObject({ status: 'delisted', delisted: '2026-02-02' });
  expect(await get('S299', { asOf: '2026-02-01' })).toMatchObject({ tick: 0.01 });
  await expect(get('S310', { asOf: '2026-02-01' })).rejects.toMatchObject({ kind: 'not-found', field: 'asOf' });
  expect((await history('S003')).changes.map(({ by, action, before, after }) => [by, action, before?.status, after.status])).toEqual([
    ['ann', 'refresh', 'inactive', 'delisted'],
    ['ann', 'refresh', undefined, 'inactive'],
  ]);
});

test('[MD-14] a source that lists suspiciously few retires none of the rest, and says which', async () => {
  const { on, refresh, find } = world();
  on('2026-01-05', stocks(0, 300));
  await refresh();
  on('2026-01-06', stocks(0, 269));
  const cut = await refresh();
  expect([cut.counts.retired, cut.counts.withheld, cut.withheld[0]]).toEqual([0, 31, 'S269']);
  expect((await find({ status: 'delisted' })).instruments).toEqual([]);
  expect((await refresh({ retireShareMax: 0.2 })).counts).toMatchObject({ retired: 31, withheld: 0 });
  on('2026-01-07', []);
  await expect(refresh()).rejects.toMatchObject({ kind: 'unprocessable', field: 'source' });
});

test('[MD-14] one that comes back after its delisting is inactive again, its history whole', async () => {
  const { on, refresh, get, activate } = world();
  on('2026-01-05', stocks(0, 20));
  await refresh();
  on('2026-02-02', stocks(0, 19));
  await refresh();
  await expect(activate('ann', 'S019', {})).rejects.toMatchObject({
    kind: 'conflict',
    message: 'S019 is delisted since 2026-02-02; it has no market any more',
  });
  on('2026-03-02', stocks(0, 20));
  expect((await refresh()).changed).toEqual(['S019']);
  const [before, between, after] = await Promise.all(['2026-01-20', '2026-02-20', '2026-03-20'].map((asOf) => get('S019', { asOf })));
  expect([before?.status, between?.status, after?.status]).toEqual(['inactive', 'delisted', 'inactive']);
  expect(after?.names).toEqual([
    { source: 'alpaca', symbol: 'S019', venueSymbol: 'S019', from: null, to: '2026-02-02' },
    { source: 'alpaca', symbol: 'S019', venueSymbol: 'S019', from: '2026-03-02', to: null },
  ]);
});

test('[MD-14] a source that spells an instrument anew under its own old name keeps the id; the old spelling ends that day', async () => {
  const { on, refresh, get } = world();
  const facebook = stock(0, { symbol: 'FB', venueSymbol: 'isin:US30303M1027' });
  on('2026-01-05', [facebook]);
  await refresh();
  on('2026-06-09', [{ ...facebook, symbol: 'META' }]);
  expect((await refresh()).changed).toEqual(['FB']);
  const { id, symbol, names } = await get('FB', {});
  expect([id, symbol]).toEqual(['FB', 'META']);
  expect(names.map(({ symbol, from, to }) => [symbol, from, to])).toEqual([
    ['FB', null, '2026-06-09'],
    ['META', '2026-06-09', null],
  ]);
});

test('[MD-14] a second source adds its name to what it lists on the same exchange; elsewhere it is another instrument', async () => {
  const { on, refresh, get, find } = world();
  on('2026-01-05', [stock(1)]);
  await refresh();
  expect((await refresh({ source: 'finnhub' })).changed).toEqual(['S001']);
  expect((await get('S001', {})).names.map(({ source }) => source)).toEqual(['alpaca', 'finnhub']);
  on('2026-01-06', [stock(1, { exchange: 'NYSE' })]);
  expect((await refresh({ source: 'kite' })).added).toEqual(['NYSE:S001']);
  on('2026-01-07', [stock(2)]);
  // Gone at one source only: it has a market still.
  expect((await refresh({ source: 'finnhub', retireShareMax: 1 })).retired).toEqual(['S001']);
  expect((await find({ status: 'delisted' })).instruments).toEqual([]);
});

test('[MD-14] what cannot be taken is skipped with its reason and sinks nothing; a contract needs what makes it one', async () => {
  const { on, refresh, find } = world();
  const option = stock(0, { symbol: 'AAPL240119C00190000', venueSymbol: 'AAPL240119C00190000', assetClass: 'option' });
  on('2024-01-05', [stock(1), stock(1), stock(2, { symbol: 'A B' }), stock(3, { assetClass: 'future' }), option]);
  const { added, skipped } = await refresh();
  expect(added).toEqual(['S001', 'AAPL240119C00190000']);
  expect(skipped).toEqual([
    { symbol: 'S001', reason: 'the list has it twice' },
    { symbol: 'A B', reason: expect.stringContaining('cannot be written here') },
    { symbol: 'S003', reason: expect.stringContaining('contract is missing') },
  ]);
  const chain = await find({ underlying: 'AAPL' });
  expect(chain.instruments).toMatchObject([{ contract: { expiry: '2024-01-19', strike: 190, right: 'call' }, delisted: '2024-01-20' }]);
  expect((await find({ underlying: 'AAPL', asOf: '2024-01-20' })).instruments).toMatchObject([{ status: 'delisted' }]);
});

test('[MD-14] a list may come as CSV; a fault is named with its line', async () => {
  const { refresh, get } = world();
  const csv = [
    'symbol,venueSymbol,assetClass,exchange,currency,tick,lot,sector,name,listed,kind,underlying,expiry,multiplier',
    'AAPL,,equity,NASDAQ,USD,0.01,1,technology,"Apple, Inc.",1980-12-12,,,,',
    'ESZ26,,future,CME,USD,0.25,1,,,,future,ES,2026-12-18,50',
    '',
  ].join('\n');
  expect((await refresh({ csv })).added).toEqual(['AAPL', 'ESZ26']);
  expect(await get('AAPL', { asOf: '1999-12-31' })).toMatchObject({
    name: 'Apple, Inc.',
    sector: 'technology',
    calendar: 'NASDAQ',
    base: 'AAPL',
  });
  expect(await get('ESZ26', {})).toMatchObject({
    multiplier: 50,
    base: 'ES',
    calendar: 'CME',
    delisted: '2026-12-19',
    contract: { kind: 'future' },
  });
  const wrong = csv.replace('0.25', '-1');
  await expect(refresh({ csv: wrong })).rejects.toMatchObject({
    field: 'csv',
    message: expect.stringMatching(/^csv: line 3: tick is "-1"; /),
  });
  await expect(refresh({ csv: 'symbol,colour\n' })).rejects.toThrow('csv: there is no column "colour"');
});

test('[MD-14] the list is asked of the venue itself; one that does not answer is a readable refusal', async () => {
  const venue = await LocalVenue.start(binanceProtocol);
  const instruments = new MemoryInstruments();
  const clock = { nowUs: () => at('2026-01-05T00:00:00Z') };
  const connect = (source: string) => openConnector(source, { environment: {}, baseUrl: venue.url });
  const refreshed = await refreshInstruments({ instruments, clock, connect })('ann', RefreshInstruments.parse({ source: 'ccxt:binance' }));
  expect(refreshed.added).toEqual(['BTC/USDT']);
  expect(await getInstrument({ instruments, clock })('BTC~USDT', {})).toMatchObject({
    exchange: 'binance',
    assetClass: 'crypto',
    base: 'BTC',
    currency: 'USDT',
    names: [{ source: 'ccxt:binance', symbol: 'BTC/USDT', venueSymbol: 'BTCUSDT' }],
  });
  await venue.close();
  const fails = refreshInstruments({
    instruments,
    clock,
    connect: () => Promise.reject(new HistoryError('unknown-venue', 'there is no source "x"')),
  });
  await expect(fails('ann', RefreshInstruments.parse({ source: 'x' }))).rejects.toMatchObject({
    kind: 'unprocessable',
    message: 'source: there is no source "x"',
  });
});
