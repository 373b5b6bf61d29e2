import * as z from 'zod';
import type { FeedChannel } from '../../domain/feed.ts';
import { SECOND_US } from '../../domain/time.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import type { BarRow } from '../../domain/bar-row.ts';
import { HistoryError, type HistoryMarket, type HistoryPage } from '../../ports/history-source.ts';
import type { MarketConnector, MarketStream, StreamRequest, VenueInstrument } from '../../ports/market-connector.ts';
import { Feed, LIVE } from '../connector/feed.ts';
import { shaped } from '../connector/frames.ts';
import { VenueHttp } from '../connector/http.ts';
import type { ConnectorSettings } from '../connector/settings.ts';
import { venueTimeframe } from '../connector/timeframes.ts';
import { openFinnhub } from './wire.ts';

const TIMEFRAMES = { '1m': '1', '5m': '5', '15m': '15', '30m': '30', '1h': '60', '1d': 'D' };
const PAGE = 500;
/** 30 requests a second are allowed, whatever the plan. */
const MIN_INTERVAL_MS = 34;

const Listed = z.array(z.object({ symbol: z.string(), displaySymbol: z.string(), currency: z.string().optional() }));
const Column = z.array(z.number()).optional();
const Candles = z.object({ s: z.enum(['ok', 'no_data']), t: Column, o: Column, h: Column, l: Column, c: Column, v: Column });

export class Finnhub implements MarketConnector {
  readonly venue = 'finnhub';
  readonly delayUs = 0;
  readonly channels: readonly FeedChannel[] = ['trades'];
  readonly #settings: ConnectorSettings;
  readonly #token: string;
  readonly #http: VenueHttp;
  #known: ReadonlySet<string> | undefined;

  constructor(settings: ConnectorSettings, token: string) {
    this.#settings = settings;
    this.#token = token;
    this.#http = new VenueHttp({
      venue: this.venue,
      baseUrl: settings.baseUrl ?? 'https://finnhub.io',
      headers: { 'X-Finnhub-Token': token },
      minIntervalMs: MIN_INTERVAL_MS,
      retry: settings.retry,
      messageOf: (body) => z.object({ error: z.string() }).safeParse(body).data?.error,
    });
  }

  async instruments(signal?: AbortSignal): Promise<readonly VenueInstrument[]> {
    const listed = shaped(Listed, await this.#http.json('/api/v1/stock/symbol', { exchange: 'US' }, signal), 'symbols');
    return listed.map(({ symbol, currency = 'USD' }) => ({ symbol, venueSymbol: symbol, assetClass: 'equity', currency }));
  }

  async market(symbol: string, timeframe: string): Promise<HistoryMarket> {
    venueTimeframe(this.venue, TIMEFRAMES, timeframe);
    const name = symbol.toUpperCase();
    // `BINANCE:BTCUSDT` and `OANDA:EUR_USD` are of other exchanges, which it lists elsewhere.
    if (name.includes(':')) return { symbol: name, pageBars: PAGE };
    this.#known ??= new Set((await this.instruments()).map((one) => one.symbol));
    if (!this.#known.has(name)) throw new HistoryError('unknown-symbol', `finnhub has no stock "${symbol}"; symbols look like AAPL`);
    return { symbol: name, pageBars: PAGE };
  }

  async page({ symbol, timeframe, fromUs, limit, signal }: HistoryPage): Promise<readonly BarRow[]> {
    const resolution = venueTimeframe(this.venue, TIMEFRAMES, timeframe);
    const from = Math.ceil(fromUs / SECOND_US);
    const to = from + (limit * parseTimeframe(timeframe)) / SECOND_US - 1;
    const answer = await this.#http.json('/api/v1/stock/candle', { symbol, resolution, from, to }, signal);
    const { s, t = [], o, h, l, c, v } = shaped(Candles, answer, 'candles');
    if (s === 'no_data') return [];
    return t.map((seconds, i) => {
      const [open, high, low, close, volume] = [o, h, l, c, v].map((column) => column?.[i]);
      if (open === undefined || high === undefined || low === undefined || close === undefined || volume === undefined) {
        throw new HistoryError('malformed', `finnhub sent ${t.length} times, but not as many prices`);
      }
      return { timeUs: seconds * SECOND_US, open, high, low, close, volume };
    });
  }

  stream(request: StreamRequest): MarketStream {
    const origin = this.#settings.baseUrl?.replace(/^http/, 'ws') ?? 'wss://ws.finnhub.io';
    const url = `${origin}/?token=${encodeURIComponent(this.#token)}`;
    const stamper = { venue: this.venue, delayUs: 0, nowUs: this.#settings.timing?.nowUs ?? LIVE.nowUs };
    const connect = (asked: StreamRequest, sink: Parameters<typeof openFinnhub>[2]) => openFinnhub({ url, stamper }, asked, sink);
    return new Feed({ venue: this.venue, delayUs: 0, connect }, request, this.#settings.timing);
  }
}
