import type { FeedChannel } from '../../domain/feed.ts';
import { toIso } from '../../domain/time.ts';
import type { BarRow } from '../../domain/bar-row.ts';
import { HistoryError, type HistoryMarket, type HistoryPage } from '../../ports/history-source.ts';
import type {
  MarketConnector,
  MarketStream,
  StreamRequest,
  TradesPage,
  TradesRequest,
  VenueInstrument,
} from '../../ports/market-connector.ts';
import { Feed, LIVE } from '../connector/feed.ts';
import { shaped } from '../connector/frames.ts';
import { VenueHttp } from '../connector/http.ts';
import type { ConnectorSettings } from '../connector/settings.ts';
import type { Stamper } from '../connector/stamp.ts';
import { civilDayUs, timeOf } from '../connector/text.ts';
import { venueTimeframe } from '../connector/timeframes.ts';
import { Assets, Bars, messageOf, Trades, tradeOf } from './shapes.ts';
import { openAlpaca } from './wire.ts';

export interface AlpacaPlan {
  readonly feed: string;
  readonly delayUs: number;
  readonly id: string;
  readonly secret: string;
}

const TIMEFRAMES = { '1m': '1Min', '5m': '5Min', '15m': '15Min', '30m': '30Min', '1h': '1Hour', '1d': '1Day' };
const PAGE = 10_000;
/** 200 requests a minute on the free plan. */
const MIN_INTERVAL_MS = 300;

export class Alpaca implements MarketConnector {
  readonly venue = 'alpaca';
  readonly delayUs: number;
  readonly channels: readonly FeedChannel[] = ['trades', 'quotes'];
  readonly #plan: AlpacaPlan;
  readonly #settings: ConnectorSettings;
  readonly #data: VenueHttp;
  readonly #trading: VenueHttp;
  readonly #stamper: Stamper;

  constructor(settings: ConnectorSettings, plan: AlpacaPlan) {
    this.delayUs = plan.delayUs;
    this.#plan = plan;
    this.#settings = settings;
    const common = {
      venue: this.venue,
      headers: { 'APCA-API-KEY-ID': plan.id, 'APCA-API-SECRET-KEY': plan.secret },
      minIntervalMs: settings.baseUrl === undefined ? MIN_INTERVAL_MS : 0,
      retry: settings.retry,
      messageOf,
    };
    this.#data = new VenueHttp({ ...common, baseUrl: settings.baseUrl ?? 'https://data.alpaca.markets' });
    this.#trading = new VenueHttp({ ...common, baseUrl: settings.baseUrl ?? 'https://paper-api.alpaca.markets' });
    this.#stamper = { venue: this.venue, delayUs: plan.delayUs, nowUs: settings.timing?.nowUs ?? LIVE.nowUs };
  }

  async instruments(signal?: AbortSignal): Promise<readonly VenueInstrument[]> {
    const assets = shaped(Assets, await this.#trading.json('/v2/assets', { status: 'active', asset_class: 'us_equity' }, signal), 'assets');
    return assets
      .filter(({ tradable }) => tradable)
      .map(({ symbol }) => ({ symbol, venueSymbol: symbol, assetClass: 'equity', currency: 'USD', tick: '0.01', lot: '1' }));
  }

  async market(symbol: string, timeframe: string): Promise<HistoryMarket> {
    venueTimeframe(this.venue, TIMEFRAMES, timeframe);
    return { symbol: await this.#symbol(symbol), pageBars: PAGE };
  }

  async page({ symbol, timeframe, fromUs, limit, signal }: HistoryPage): Promise<readonly BarRow[]> {
    const name = venueTimeframe(this.venue, TIMEFRAMES, timeframe);
    const query = { timeframe: name, start: toIso(fromUs), limit: Math.min(limit, PAGE), adjustment: 'raw', sort: 'asc', ...this.#upTo() };
    const { bars } = shaped(Bars, await this.#data.json(`/v2/stocks/${encodeURIComponent(symbol)}/bars`, query, signal), 'bars');
    return (bars ?? []).map(({ t, o, h, l, c, v }) => ({
      timeUs: timeframe === '1d' ? civilDayUs(t, 'America/New_York') : timeOf(t, 't'),
      open: o,
      high: h,
      low: l,
      close: c,
      volume: v,
    }));
  }

  readonly trades = async ({ symbol, fromUs, signal }: TradesRequest): Promise<TradesPage> => {
    const query = { start: toIso(fromUs), limit: PAGE, sort: 'asc', ...this.#upTo() };
    const answer = shaped(Trades, await this.#data.json(`/v2/stocks/${encodeURIComponent(symbol)}/trades`, query, signal), 'trades');
    const trades = (answer.trades ?? []).map((trade) => tradeOf(this.#stamper, { ...trade, S: symbol }));
    const lastUs = trades.at(-1)?.eventTimeUs;
    return { trades, ...(answer.next_page_token && lastUs !== undefined ? { nextUs: Math.max(lastUs, fromUs + 1) } : {}) };
  };

  stream(request: StreamRequest): MarketStream {
    const { feed, id, secret } = this.#plan;
    const origin = (this.#settings.baseUrl ?? 'https://stream.data.alpaca.markets').replace(/^http/, 'ws');
    return new Feed(
      {
        venue: this.venue,
        delayUs: this.delayUs,
        trades: this.trades,
        connect: (asked, sink) => openAlpaca({ url: `${origin}/v2/${feed}`, id, secret, stamper: this.#stamper }, asked, sink),
      },
      request,
      this.#settings.timing,
    );
  }

  /** What the plan lets see of the past. */
  #upTo(): { readonly feed: string; readonly end?: string } {
    return this.delayUs === 0 ? { feed: this.#plan.feed } : { feed: 'sip', end: toIso(this.#stamper.nowUs() - this.delayUs) };
  }

  async #symbol(symbol: string): Promise<string> {
    const name = symbol.toUpperCase();
    try {
      await this.#trading.json(`/v2/assets/${encodeURIComponent(name)}`, {});
    } catch (error) {
      if (!(error instanceof HistoryError && error.code === 'unknown-symbol')) throw error;
      throw new HistoryError('unknown-symbol', `alpaca has no stock "${symbol}"; symbols look like AAPL`, { cause: error });
    }
    return name;
  }
}
