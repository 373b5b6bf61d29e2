import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const MINUTE_MS = 60_000;
const MAX_LIMIT = 1000;

export interface Fault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface FakeBinance {
  readonly url: string;
  /** Paths and queries of all requests so far. */
  readonly requests: string[];
  /** Answers for the next requests of klines, before it answers rightly again. */
  readonly faults: Fault[];
  /** Minutes without a candle, by open time in milliseconds. */
  readonly outages: Set<number>;
  /** Time of the exchange in milliseconds: the candle it falls in is unfinished and sent all the same. */
  nowMs: number;
  close(): Promise<void>;
}

/** The two public endpoints of Binance spot that a download needs, with its real shapes and limits, on a port of its own. Prices are a function of the minute. */
export async function fakeBinance(nowMs: number): Promise<FakeBinance> {
  const server = createServer((request, response) => answer(fake, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const fake: FakeBinance = {
    url: `http://127.0.0.1:${port}`,
    requests: [],
    faults: [],
    outages: new Set(),
    nowMs,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

function answer(fake: FakeBinance, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', fake.url);
  fake.requests.push(url.pathname + url.search);
  const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  if (url.pathname === '/api/v3/exchangeInfo') return send(200, EXCHANGE_INFO);
  if (url.pathname !== '/api/v3/klines') return send(404, { code: -1, msg: 'no such path' });
  const fault = fake.faults.shift();
  if (fault) return send(fault.status, fault.body ?? { code: -1003, msg: 'Too many requests' }, fault.headers);
  if (url.searchParams.get('symbol') !== 'BTCUSDT') return send(400, { code: -1121, msg: 'Invalid symbol.' });
  send(200, klines(fake, Number(url.searchParams.get('startTime')), Number(url.searchParams.get('limit') ?? 500)));
}

/** Open time, four prices and volume as text, close time, and what else Binance sends. */
function klines(fake: FakeBinance, startMs: number, limit: number): unknown[] {
  const rows: unknown[] = [];
  for (let at = Math.ceil(startMs / MINUTE_MS) * MINUTE_MS; at <= fake.nowMs && rows.length < Math.min(limit, MAX_LIMIT); at += MINUTE_MS) {
    if (fake.outages.has(at)) continue;
    const cents = priceOf(at);
    const [open, high, low, close] = [cents, cents + 150, cents - 125, priceOf(at + MINUTE_MS)].map((n) => (n / 100).toFixed(8));
    rows.push([
      at,
      open,
      max(high as string, close as string),
      min(low as string, close as string),
      close,
      '12.34567000',
      at + MINUTE_MS - 1,
      '0',
      10,
      '0',
      '0',
      '0',
    ]);
  }
  return rows;
}

function priceOf(ms: number): number {
  return 4_000_000 + (((ms / MINUTE_MS) * 37) % 1009);
}

const max = (a: string, b: string) => (Number(a) > Number(b) ? a : b);
const min = (a: string, b: string) => (Number(a) < Number(b) ? a : b);

const EXCHANGE_INFO = {
  timezone: 'UTC',
  serverTime: 0,
  rateLimits: [],
  exchangeFilters: [],
  symbols: [
    {
      symbol: 'BTCUSDT',
      status: 'TRADING',
      baseAsset: 'BTC',
      baseAssetPrecision: 8,
      quoteAsset: 'USDT',
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      orderTypes: ['LIMIT', 'MARKET'],
      isSpotTradingAllowed: true,
      isMarginTradingAllowed: false,
      filters: [
        { filterType: 'PRICE_FILTER', minPrice: '0.01000000', maxPrice: '1000000.00000000', tickSize: '0.01000000' },
        { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' },
      ],
      permissions: ['SPOT'],
      permissionSets: [['SPOT']],
    },
  ],
};
