import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InfluxBars } from '../../../../shared/adapters/influx/influx-bars.ts';
import { lineOf } from '../../../../shared/adapters/influx/line-protocol.ts';
import { barStoreContract } from '../../../support/bar-store-contract.ts';
import { hasInflux, type InfluxServer, startInflux } from '../../../support/influx-server.ts';

const BAR = {
  timeUs: 1_700_000_000_000_000,
  open: 1.5,
  high: 2,
  low: 1e-7,
  close: 1.25,
  volume: 3,
  trades: 4,
  synthetic: false,
  revision: 1,
  flags: ['stale', 'outlier'],
  return: null,
  mid: 1.2,
  spread: null,
  imbalance: -0.5,
  session: 'open',
};

test('[SG-01] a bar is one line: tags escaped, whole numbers marked, what is not known left out', () => {
  expect(lineOf({ symbol: 'A, B=C', timeframe: '1m' }, BAR)).toBe(
    'bars,symbol=A\\,\\ B\\=C,timeframe=1m open=1.5,high=2,low=1e-7,close=1.25,volume=3,trades=4i,revision=1i,synthetic=false,flags="stale outlier",mid=1.2,imbalance=-0.5,session="open" 1700000000000000',
  );
});

test('[SG-01] a server that is not there is named, and so is what it refused', async () => {
  const bars = new InfluxBars({ url: 'http://127.0.0.1:1', database: 'skytape' });
  await expect(bars.latest({ symbol: 'X', timeframe: '1m' })).rejects.toThrow('InfluxDB at http://127.0.0.1:1 does not answer');
});

describe.skipIf(!hasInflux)(`with a real server${hasInflux ? '' : ' (skipped: no influxd)'}`, () => {
  let server: InfluxServer;
  beforeAll(async () => {
    server = await startInflux();
  }, 60_000);
  afterAll(() => server.stop());

  barStoreContract('InfluxDB', async () => new InfluxBars({ url: server.url, database: 'skytape' }));

  test('[SG-01] quotes in a symbol end no statement', async () => {
    const bars = new InfluxBars({ url: server.url, database: 'skytape' });
    const series = { symbol: "O'NEIL\\' OR 1=1", timeframe: '1m' };
    await bars.put(series, [BAR]);
    expect(await bars.latest(series)).toEqual(BAR);
    expect(await bars.latest({ ...series, symbol: "O'NEIL" })).toBeUndefined();
  });

  test('[SG-01] a database that is not there is said in one line', async () => {
    const lost = new InfluxBars({ url: server.url, database: 'lost' });
    await expect(lost.latest({ symbol: 'X', timeframe: '1m' })).rejects.toThrow('InfluxDB refused "SELECT * FROM bars');
  });
});
