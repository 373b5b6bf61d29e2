import * as z from 'zod';
import type { FeedChannel } from '../../domain/feed.ts';
import { MINUTE_US, SECOND_US, type TimeUs, toIso } from '../../domain/time.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import type { BarRow } from '../../domain/bar-row.ts';
import { HistoryError, type HistoryMarket, type HistoryPage } from '../../ports/history-source.ts';
import type { MarketConnector, MarketStream, StreamRequest, VenueInstrument } from '../../ports/market-connector.ts';
import { Feed, LIVE, type TickSink } from '../connector/feed.ts';
import { shaped } from '../connector/frames.ts';
import { VenueHttp } from '../connector/http.ts';
import type { ConnectorSettings } from '../connector/settings.ts';
import { civilDayUs, timeOf } from '../connector/text.ts';
import { venueTimeframe } from '../connector/timeframes.ts';
import { type KiteInstrument, readInstruments } from './instruments.ts';
import { type DayVolume, openKite } from './wire.ts';

/** Bars of half an hour and an hour are left out: they open at 9:15 in India, which is no half hour or hour of UTC. */
const TIMEFRAMES = { '1m': 'minute', '3m': '3minute', '5m': '5minute', '15m': '15minute', '1d': 'day' };
/** Days that one request may span, by interval. */
const MAX_DAYS: Readonly<Record<string, number>> = { minute: 60, '3minute': 100, '5minute': 100, '15minute': 200, day: 2000 };
/** Three requests for history a second. */
const MIN_INTERVAL_MS = 340;
const INDIA_US = 330 * MINUTE_US;
const TOKEN_HINT = '; the access token ends every morning: sign in again and set KITE_ACCESS_TOKEN';

const Candle = z.tuple([z.string(), z.number(), z.number(), z.number(), z.number(), z.number()], z.number());
const Candles = z.object({ data: z.object({ candles: z.array(Candle) }) });

interface KiteKeys {
  readonly apiKey: string;
  readonly accessToken: string;
}

export class Kite implements MarketConnector {
  readonly venue = 'kite';
  readonly delayUs = 0;
  readonly channels: readonly FeedChannel[] = ['trades', 'quotes', 'book'];
  readonly #settings: ConnectorSettings;
  readonly #keys: KiteKeys;
  readonly #http: VenueHttp;
  #known: ReadonlyMap<string, KiteInstrument> | undefined;

  constructor(settings: ConnectorSettings, keys: KiteKeys) {
    this.#settings = settings;
    this.#keys = keys;
    this.#http = new VenueHttp({
      venue: this.venue,
      baseUrl: settings.baseUrl ?? 'https://api.kite.trade',
      headers: { 'X-Kite-Version': '3', authorization: `token ${keys.apiKey}:${keys.accessToken}` },
      minIntervalMs: settings.baseUrl === undefined ? MIN_INTERVAL_MS : 0,
      retry: settings.retry,
      hint: TOKEN_HINT,
      messageOf: (body) => {
        const said = z.object({ error_type: z.string(), message: z.string() }).safeParse(body).data;
        return said && `${said.error_type}: ${said.message}`;
      },
    });
  }

  async instruments(signal?: AbortSignal): Promise<readonly VenueInstrument[]> {
    return [...(await this.#listed(signal)).values()];
  }

  async market(symbol: string, timeframe: string): Promise<HistoryMarket> {
    const interval = venueTimeframe(this.venue, TIMEFRAMES, timeframe);
    const name = symbol.toUpperCase().replaceAll('&', '_');
    await this.#tokenOf(name, symbol);
    return { symbol: name, pageBars: Math.floor(((MAX_DAYS[interval] as number) * 1440 * MINUTE_US) / parseTimeframe(timeframe)) };
  }

  async page({ symbol, timeframe, fromUs, limit, signal }: HistoryPage): Promise<readonly BarRow[]> {
    const interval = venueTimeframe(this.venue, TIMEFRAMES, timeframe);
    const token = await this.#tokenOf(symbol, symbol);
    const spanUs = limit * parseTimeframe(timeframe);
    const daily = timeframe === '1d';
    const query = { from: indian(fromUs, daily), to: indian(fromUs + spanUs - SECOND_US, daily) };
    const answer = await this.#http.json(`/instruments/historical/${token}/${interval}`, query, signal);
    return shaped(Candles, answer, 'candles').data.candles.map(([time, open, high, low, close, volume]) => ({
      timeUs: daily ? civilDayUs(time, 'Asia/Kolkata') : timeOf(time, 'candle'),
      open,
      high,
      low,
      close,
      volume,
    }));
  }

  stream(request: StreamRequest): MarketStream {
    const { apiKey, accessToken } = this.#keys;
    const url = new URL(this.#settings.baseUrl?.replace(/^http/, 'ws') ?? 'wss://ws.kite.trade');
    url.searchParams.set('api_key', apiKey);
    url.searchParams.set('access_token', accessToken);
    const stamper = { venue: this.venue, delayUs: 0, nowUs: this.#settings.timing?.nowUs ?? LIVE.nowUs };
    const volumes = new Map<number, DayVolume>();
    const connect = async (asked: StreamRequest, sink: TickSink) => {
      const entries = await Promise.all(asked.symbols.map(async (symbol) => [await this.#tokenOf(symbol, symbol), symbol] as const));
      return openKite({ url: url.href, stamper, symbols: new Map(entries), hint: TOKEN_HINT, volumes }, asked, sink);
    };
    // A byte of heartbeat comes at least every few seconds.
    return new Feed({ venue: this.venue, delayUs: 0, connect }, request, { silentMs: 15_000, ...this.#settings.timing });
  }

  async #listed(signal?: AbortSignal): Promise<ReadonlyMap<string, KiteInstrument>> {
    this.#known ??= new Map(readInstruments(await this.#http.text('/instruments', {}, signal)).map((one) => [one.symbol, one]));
    return this.#known;
  }

  async #tokenOf(symbol: string, asked: string): Promise<number> {
    const found = (await this.#listed()).get(symbol);
    if (found === undefined) throw new HistoryError('unknown-symbol', `kite has no instrument "${asked}"; symbols look like NSE:INFY`);
    return found.token;
  }
}

/** A time as Kite asks for it: `2023-05-01 09:15:00`, of India. A day's own date stands for its midnight. */
function indian(timeUs: TimeUs, daily: boolean): string {
  return toIso(Math.floor((timeUs + (daily ? 0 : INDIA_US)) / SECOND_US) * SECOND_US)
    .replace('T', ' ')
    .replace('Z', '');
}
