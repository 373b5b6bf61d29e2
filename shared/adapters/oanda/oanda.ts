import type { FeedChannel } from '../../domain/feed.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import { type TimeUs, toIso } from '../../domain/time.ts';
import type { BarRow } from '../../domain/bar-row.ts';
import { HistoryError, type HistoryMarket, type HistoryPage } from '../../ports/history-source.ts';
import type { MarketConnector, MarketStream, StreamRequest, VenueInstrument } from '../../ports/market-connector.ts';
import { Feed, LIVE } from '../connector/feed.ts';
import { shaped } from '../connector/frames.ts';
import { VenueHttp } from '../connector/http.ts';
import type { ConnectorSettings } from '../connector/settings.ts';
import { venueTimeframe } from '../connector/timeframes.ts';
import { type Candle, Candles, Instruments, messageOf, rowOf } from './shapes.ts';
import { openOanda } from './wire.ts';

export type Side = 'bid' | 'mid' | 'ask';
export const SIDES: readonly Side[] = ['mid', 'bid', 'ask'];

interface OandaAccess {
  readonly side: Side;
  readonly account: string;
  readonly token: string;
  readonly host: 'practice' | 'trade';
}

/** The same bar by its three prices. */
export interface PricedBar {
  readonly timeUs: TimeUs;
  readonly bid: BarRow;
  readonly mid: BarRow;
  readonly ask: BarRow;
}

const TIMEFRAMES = { '5s': 'S5', '1m': 'M1', '5m': 'M5', '15m': 'M15', '30m': 'M30', '1h': 'H1', '4h': 'H4', '1d': 'D' };
const PAGE = 5000;
/** 120 requests a second are allowed. */
const MIN_INTERVAL_MS = 10;

export class Oanda implements MarketConnector {
  readonly venue = 'oanda';
  readonly delayUs = 0;
  readonly channels: readonly FeedChannel[] = ['quotes', 'book'];
  readonly #access: OandaAccess;
  readonly #settings: ConnectorSettings;
  readonly #http: VenueHttp;
  #known: ReadonlyMap<string, VenueInstrument> | undefined;

  constructor(settings: ConnectorSettings, access: OandaAccess) {
    this.#access = access;
    this.#settings = settings;
    this.#http = new VenueHttp({
      venue: this.venue,
      baseUrl: settings.baseUrl ?? `https://api-fx${access.host}.oanda.com`,
      headers: this.#headers(),
      minIntervalMs: MIN_INTERVAL_MS,
      retry: settings.retry,
      messageOf,
    });
  }

  async instruments(signal?: AbortSignal): Promise<readonly VenueInstrument[]> {
    const path = `/v3/accounts/${encodeURIComponent(this.#access.account)}/instruments`;
    const { instruments } = shaped(Instruments, await this.#http.json(path, {}, signal), 'instruments');
    return instruments.map(({ name, type, displayPrecision, tradeUnitsPrecision }) => ({
      symbol: name.replace('_', '/'),
      venueSymbol: name,
      assetClass: type === 'CURRENCY' ? 'fx' : 'commodity',
      currency: name.split('_')[1] ?? 'USD',
      tick: step(displayPrecision),
      lot: step(tradeUnitsPrecision),
    }));
  }

  async market(symbol: string, timeframe: string): Promise<HistoryMarket> {
    venueTimeframe(this.venue, TIMEFRAMES, timeframe);
    this.#known ??= new Map((await this.instruments()).map((one) => [one.symbol, one]));
    const name = symbol.toUpperCase().replace(/^([A-Z]{3})[_-]?([A-Z]{3})$/, '$1/$2');
    if (!this.#known.has(name)) throw new HistoryError('unknown-symbol', `oanda has no instrument "${symbol}"; symbols look like EUR/USD`);
    return { symbol: name, pageBars: PAGE };
  }

  async page(request: HistoryPage): Promise<readonly BarRow[]> {
    const { side } = this.#access;
    return (await this.#candles(request, { mid: 'M', bid: 'B', ask: 'A' }[side])).map((candle) => rowOf(candle, side));
  }

  /** Bars by bid, mid and ask; those of `page` are one of the three. */
  async pricedBars(request: HistoryPage): Promise<readonly PricedBar[]> {
    return (await this.#candles(request, 'MBA')).map((candle) => {
      const [bid, mid, ask] = [rowOf(candle, 'bid'), rowOf(candle, 'mid'), rowOf(candle, 'ask')];
      return { timeUs: mid.timeUs, bid, mid, ask };
    });
  }

  stream(request: StreamRequest): MarketStream {
    const { account, host } = this.#access;
    const origin = this.#settings.baseUrl ?? `https://stream-fx${host}.oanda.com`;
    const stamper = { venue: this.venue, delayUs: 0, nowUs: this.#settings.timing?.nowUs ?? LIVE.nowUs };
    const url = new URL(`${origin}/v3/accounts/${encodeURIComponent(account)}/pricing/stream`);
    url.searchParams.set('instruments', request.symbols.map((symbol) => symbol.replace('/', '_')).join(','));
    const connect = (asked: StreamRequest, sink: Parameters<typeof openOanda>[2]) =>
      openOanda({ url, headers: this.#headers(), stamper }, asked, sink);
    // A sign of life comes every five seconds; twice that without one, and the documents say to connect again.
    return new Feed({ venue: this.venue, delayUs: 0, connect }, request, { silentMs: 12_000, ...this.#settings.timing });
  }

  async #candles({ symbol, timeframe, fromUs, limit, signal }: HistoryPage, price: string): Promise<readonly Candle[]> {
    const granularity = venueTimeframe(this.venue, TIMEFRAMES, timeframe);
    const daily = parseTimeframe(timeframe) >= parseTimeframe('4h') ? { alignmentTimezone: 'UTC', dailyAlignment: 0 } : {};
    const query = { price, granularity, from: toIso(fromUs), count: Math.min(limit, PAGE), ...daily };
    const answer = await this.#http.json(`/v3/instruments/${symbol.replace('/', '_')}/candles`, query, signal);
    return shaped(Candles, answer, 'candles').candles.filter(({ complete }) => complete);
  }

  #headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.#access.token}`, 'accept-datetime-format': 'RFC3339' };
  }
}

/** The smallest step of so many decimals. */
function step(decimals: number): string {
  return decimals === 0 ? '1' : `0.${'1'.padStart(decimals, '0')}`;
}
