import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { copyOfRepository } from '../../support/copy-of-repository.ts';
import { emptyFolder, skytape, startSkytape } from '../../support/command-line.ts';
import { alpacaProtocol } from '../../venues/alpaca.ts';
import { LocalVenue } from '../../venues/local-venue.ts';

const KEYS = { ALPACA_KEY_ID: 'key', ALPACA_SECRET_KEY: 'secret' };

async function alpaca(): Promise<LocalVenue> {
  const venue = await LocalVenue.start(alpacaProtocol);
  onTestFinished(() => venue.close());
  return venue;
}

test('[MD-02] data stream writes canonical records as lines of JSON and stops after --count', async () => {
  const venue = await alpaca();
  const cwd = emptyFolder();
  const args = [
    'data',
    'stream',
    '--source',
    'alpaca',
    '--symbol',
    'aapl',
    '--venue-url',
    venue.url,
    '--count',
    '2',
    '--out',
    'trades.ndjson',
  ];
  const { ended } = startSkytape(args, { cwd, env: KEYS });
  await venue.listened();
  while (venue.listeners.size === 0) await venue.listened();
  const timeMs = Date.now() - 1000;
  venue.tell([
    { id: 1, price: '100.50', quantity: 3, timeMs },
    { id: 2, price: '100.75', quantity: 4, timeMs },
  ]);
  expect(await ended).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('2 records came: 0 twice, 0 put aside') });
  const lines = readFileSync(join(cwd, 'trades.ndjson'), 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { v: 1, kind: 'trade', instrument: 'AAPL', venue: 'alpaca', price: '100.5', quantity: '3', eventTimeUs: timeMs * 1000 },
    { price: '100.75', quantity: '4' },
  ]);
});

test('[MD-03] data fetch downloads from any source, and names the key that is missing', async () => {
  const venue = await alpaca();
  const cwd = emptyFolder();
  const fetch = [
    'data',
    'fetch',
    '--source',
    'alpaca',
    '--symbol',
    'AAPL',
    '--timeframe',
    '1m',
    '--from',
    '2023-05-01',
    '--to',
    '2023-05-01T01:00:00Z',
  ];
  const url = ['--exchange-url', venue.url];
  expect(await skytape([...fetch, ...url], { cwd })).toMatchObject({
    code: 2,
    stderr: 'skytape: alpaca needs a key: set ALPACA_KEY_ID and ALPACA_SECRET_KEY in the environment\n',
  });
  const fetched = await skytape([...fetch, ...url, '--json'], { cwd, env: KEYS });
  expect(JSON.parse(fetched.stdout)).toMatchObject({
    name: 'alpaca-AAPL-1m',
    symbol: 'AAPL',
    assetClass: 'equity',
    bars: 60,
    source: 'alpaca AAPL',
  });
});

test('[MD-03] a source that is not there is refused with the nearest that is', async () => {
  const { code, stderr } = await skytape(['data', 'stream', '--source', 'alpacca', '--symbol', 'AAPL'], { cwd: emptyFolder() });
  expect([code, stderr]).toEqual([
    2,
    'skytape: there is no source "alpacca" (did you mean alpaca?); there are: alpaca, bhavcopy, ccxt, finnhub, kite, oanda\n',
  ]);
});

const TOY = `
import { defineConnector } from '../connector/settings.ts';
import { Feed } from '../connector/feed.ts';
export default defineConnector({
  id: 'toy',
  title: 'a toy',
  keys: [],
  open: async () => ({
    venue: 'toy',
    delayUs: 0,
    channels: ['trades'],
    instruments: async () => [],
    market: async (symbol) => ({ symbol, pageBars: 10 }),
    page: async () => [],
    stream: (request) => new Feed({
      venue: 'toy',
      delayUs: 0,
      connect: async (asked, sink) => {
        const at = Date.now() * 1000;
        sink.tick({ v: 1, kind: 'trade', instrument: asked.symbols[0], venue: 'toy', eventId: '1', price: '1', quantity: '2', side: 'buy', eventTimeUs: at, receiveTimeUs: at, synthetic: false });
        return { ended: new Promise(() => undefined), close: () => undefined };
      },
    }, request),
  }),
});
`;

test('[MD-03] a toy connector is a folder: nothing outside it is edited', async () => {
  const root = copyOfRepository();
  mkdirSync(join(root, 'shared', 'adapters', 'toy'));
  writeFileSync(join(root, 'shared', 'adapters', 'toy', 'connector.ts'), TOY);
  const { code, stdout, stderr } = await skytape(['data', 'stream', '--source', 'toy', '--symbol', 'BEAR', '--count', '1'], {
    cwd: emptyFolder(),
    root,
  });
  expect([code, stderr]).toMatchObject([0, expect.stringContaining('1 records came')]);
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'trade', venue: 'toy', instrument: 'BEAR' });
});
