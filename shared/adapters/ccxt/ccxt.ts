import type { FeedChannel } from '../../domain/feed.ts';
import type { AssetClass } from '../../domain/instrument.ts';
import { HOUR_US, MILLISECOND_US } from '../../domain/time.ts';
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
import { PATIENT } from '../connector/retry.ts';
import type { ConnectorSettings } from '../connector/settings.ts';
import type { Stamper } from '../connector/stamp.ts';
import { decimalText } from '../connector/text.ts';
import { CcxtCalls } from './calls.ts';
import {
  type CcxtErrors,
  type CcxtMarket,
  type CcxtTrade,
  loadErrors,
  loadExchange,
  loadStreaming,
  type StreamingExchange,
} from './exchange.ts';
import { CcxtHistory, marketOf } from './history.ts';
import { quirksOf } from './quirks.ts';
import { openCcxt, tradeOf } from './wire.ts';

const TRADES_PAGE = 1000;
const CLASSES: Readonly<Record<string, AssetClass>> = { option: 'option', future: 'future', swap: 'future' };

/** An exchange of ccxt. Throws `HistoryError` for a venue that ccxt does not know. */
export async function ccxtConnector(venue: string, settings: ConnectorSettings): Promise<MarketConnector> {
  const [exchange, errors] = await Promise.all([loadExchange(venue, settings.baseUrl), loadErrors()]);
  const calls = new CcxtCalls(exchange, errors, settings.retry ?? PATIENT);
  return new Ccxt({ history: new CcxtHistory(exchange, calls), markets: () => exchange.markets, calls, errors }, settings);
}

interface Parts {
  readonly history: CcxtHistory;
  readonly markets: () => Readonly<Record<string, CcxtMarket>>;
  readonly calls: CcxtCalls;
  readonly errors: CcxtErrors;
}

interface Streaming {
  readonly exchange: StreamingExchange;
  readonly calls: CcxtCalls;
}

class Ccxt implements MarketConnector {
  readonly venue: string;
  readonly delayUs = 0;
  readonly channels: readonly FeedChannel[] = ['trades', 'quotes', 'book'];
  readonly #parts: Parts;
  readonly #settings: ConnectorSettings;
  readonly #stamper: Stamper;
  #asking: Promise<Streaming> | undefined;

  constructor(parts: Parts, settings: ConnectorSettings) {
    this.venue = parts.history.venue;
    this.#parts = parts;
    this.#settings = settings;
    this.#stamper = { venue: this.venue, delayUs: 0, nowUs: settings.timing?.nowUs ?? LIVE.nowUs };
  }

  async instruments(): Promise<readonly VenueInstrument[]> {
    await this.#parts.calls.loadMarkets({ spotOnly: true });
    return Object.values(this.#parts.markets())
      .filter(({ active }) => active !== false)
      .map(({ symbol, id, type = 'spot', quote = 'USD', precision, limits }) => ({
        symbol,
        venueSymbol: id,
        assetClass: CLASSES[type] ?? 'crypto',
        currency: quote,
        ...(precision?.price === undefined ? {} : { tick: decimalText(precision.price, 'precision.price') }),
        ...(precision?.amount === undefined ? {} : { lot: decimalText(precision.amount, 'precision.amount') }),
        ...limitsOf(limits),
      }));
  }

  market(symbol: string, timeframe: string): Promise<HistoryMarket> {
    return this.#parts.history.market(symbol, timeframe);
  }

  page(request: HistoryPage): Promise<readonly BarRow[]> {
    return this.#parts.history.page(request);
  }

  readonly trades = async ({ symbol, fromUs, signal }: TradesRequest): Promise<TradesPage> => {
    const { exchange, calls } = await this.#asked();
    const { newest } = quirksOf(this.venue);
    await calls.loadMarkets({ spotOnly: !symbol.includes(':') });
    const since = newest === undefined ? Math.floor(fromUs / MILLISECOND_US) : undefined;
    const found = await calls.ask(() => exchange.fetchTrades(symbol, since, newest ?? TRADES_PAGE), signal);
    const trades = found.map((trade: CcxtTrade) => tradeOf(this.#stamper, trade)).toSorted((a, b) => a.eventTimeUs - b.eventTimeUs);
    const [firstUs, lastUs] = [trades[0]?.eventTimeUs, trades.at(-1)?.eventTimeUs];
    if (newest !== undefined) {
      const short = trades.length >= newest && firstUs !== undefined && firstUs > fromUs;
      return {
        trades: trades.filter(({ eventTimeUs }) => eventTimeUs >= fromUs),
        ...(short ? { missing: { fromUs, toUs: firstUs } } : {}),
      };
    }
    if (lastUs === undefined) return { trades, ...this.#nextHour(fromUs) };
    if (lastUs > fromUs) return { trades, nextUs: lastUs };
    return { trades, ...(trades.length >= TRADES_PAGE ? { nextUs: fromUs + MILLISECOND_US } : {}) };
  };

  stream(request: StreamRequest): MarketStream {
    const connect = async (asked: StreamRequest, sink: Parameters<typeof openCcxt>[2]) => {
      const { exchange: known, calls: asking } = await this.#asked();
      await asking.loadMarkets({ spotOnly: asked.symbols.every((symbol) => !symbol.includes(':')) });
      for (const symbol of asked.symbols) marketOf(known, symbol);
      const open = async (wanted: boolean, exact: boolean) => {
        if (!wanted) return undefined;
        const { exchange } = await this.#open(exact);
        exchange.setMarketsFromExchange(known);
        return exchange;
      };
      const { channels } = asked;
      const trades = await open(channels.includes('trades'), true);
      const books = await open(channels.includes('book') || channels.includes('quotes'), false);
      return openCcxt({ trades, books, calls: asking, stamper: this.#stamper }, asked, sink);
    };
    // ccxt watches over the life of its sockets itself. It does not tell when a subscription is confirmed.
    const timing = { silentMs: Number.POSITIVE_INFINITY, settleMs: 1000, ...this.#settings.timing };
    return new Feed({ venue: this.venue, delayUs: 0, connect, trades: this.trades }, request, timing);
  }

  /** Some venues answer a window of time: nothing in it says nothing of later. */
  #nextHour(fromUs: number): { readonly nextUs?: number } {
    const nextUs = fromUs + HOUR_US;
    return nextUs < this.#stamper.nowUs() ? { nextUs } : {};
  }

  /** The one that is asked over HTTP; each connection of a stream has another. */
  #asked(): Promise<Streaming> {
    this.#asking ??= this.#open(true);
    return this.#asking;
  }

  async #open(exact: boolean): Promise<Streaming> {
    const exchange = await loadStreaming(this.venue, this.#settings.baseUrl, exact);
    if (exchange.has['watchTrades'] !== true) throw new HistoryError('unknown-venue', `ccxt does not stream ${this.venue}`);
    for (const [name, value] of Object.entries(quirksOf(this.venue).options ?? {})) {
      const before = exchange.options[name];
      exchange.options[name] = typeof before === 'object' ? { ...before, ...value } : value;
    }
    return { exchange, calls: new CcxtCalls(exchange, this.#parts.errors, this.#settings.retry ?? PATIENT) };
  }
}

/** What an order may be, of what the exchange says of it. */
function limitsOf({
  amount,
  cost,
}: NonNullable<CcxtMarket['limits']> = {}): Pick<VenueInstrument, 'minQuantity' | 'maxQuantity' | 'minNotional'> {
  const said = { minQuantity: amount?.min, maxQuantity: amount?.max, minNotional: cost?.min };
  const known = Object.entries(said).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(known.map(([name, value]) => [name, decimalText(value, `limits: ${name}`)]));
}
