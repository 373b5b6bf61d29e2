import { HistoryError } from '../../ports/history-source.ts';
import { importErrors, importExchange } from './modules.ts';

/** What is used of a ccxt exchange. */
export interface Exchange {
  readonly id: string;
  readonly has: Readonly<Record<string, unknown>>;
  readonly timeframes: Readonly<Record<string, unknown>>;
  readonly urls: { api: unknown };
  readonly options: Record<string, unknown>;
  readonly markets: Readonly<Record<string, CcxtMarket>>;
  readonly markets_by_id: Readonly<Record<string, readonly CcxtMarket[]>>;
  readonly last_response_headers: Readonly<Record<string, string>> | undefined;
  /** Undefined when the last answer was no JSON, which ccxt takes for one without anything in it. */
  readonly last_json_response: unknown;
  loadMarkets(reload: boolean): Promise<unknown>;
  fetchOHLCV(symbol: string, timeframe: string, sinceMs: number, limit: number): Promise<readonly (readonly (number | undefined)[])[]>;
  fetchTrades(symbol: string, sinceMs: number | undefined, limit: number | undefined): Promise<readonly CcxtTrade[]>;
  featureValue(symbol: string, method: string, name: string, fallback: number): number;
}

/** Of an order; what an exchange does not say is undefined or null. */
interface CcxtLimits {
  readonly min?: unknown;
  readonly max?: unknown;
}

export interface CcxtMarket {
  readonly id: string;
  readonly symbol: string;
  readonly type?: string;
  readonly spot?: boolean;
  readonly active?: boolean;
  readonly quote?: string;
  readonly precision?: { readonly price?: unknown; readonly amount?: unknown };
  readonly limits?: { readonly amount?: CcxtLimits; readonly cost?: CcxtLimits };
}

/** Numbers are text: the exchange is told to make them so. */
export interface CcxtTrade {
  readonly id?: string | undefined;
  readonly symbol: string;
  readonly timestamp: number;
  readonly side?: string | undefined;
  readonly price: string;
  readonly amount: string;
  /** As the venue sent it. */
  readonly info?: unknown;
}

export interface CcxtBook {
  readonly symbol: string;
  readonly timestamp?: number | undefined;
  readonly nonce?: number | undefined;
  readonly bids: readonly (readonly [unknown, unknown, ...unknown[]])[];
  readonly asks: readonly (readonly [unknown, unknown, ...unknown[]])[];
}

/** What is used of the class that streams. */
export interface StreamingExchange extends Exchange {
  number: unknown;
  readonly clients: Readonly<Record<string, { readonly connected: Promise<unknown> }>>;
  loadHttpProxyAgent(): Promise<unknown>;
  setMarketsFromExchange(other: Exchange): unknown;
  watchTrades(symbol: string): Promise<readonly CcxtTrade[]>;
  watchOrderBook(symbol: string): Promise<CcxtBook>;
  close(): Promise<unknown>;
}

export type ErrorClass = abstract new (...args: never[]) => Error;

/** The classes of ccxt's errors that are told apart. */
export interface CcxtErrors {
  readonly NetworkError: ErrorClass;
  readonly RateLimitExceeded: ErrorClass;
  readonly AuthenticationError: ErrorClass;
  readonly BadSymbol: ErrorClass;
  readonly BaseError: ErrorClass;
}

/**
 * One exchange of ccxt by its own file: importing the whole library takes half a second and 125 MB.
 * `baseUrl` sends every request of the class there instead, path and all. Throws `HistoryError` for a venue that ccxt does not know.
 */
export async function loadExchange(venue: string, baseUrl?: string): Promise<Exchange> {
  return (await instanceOf(venue, baseUrl, false)) as Exchange;
}

/**
 * The same with the sockets of ccxt.pro. With `exact`, prices and quantities of trades are text, as the venue sent them; its books are of no use then,
 * because ccxt finds a level by comparing numbers.
 */
export async function loadStreaming(venue: string, baseUrl: string | undefined, exact: boolean): Promise<StreamingExchange> {
  const exchange = (await instanceOf(venue, baseUrl, true)) as StreamingExchange;
  if (exact) exchange.number = String;
  // A plain ws:// socket needs the agent to be there beforehand.
  if (baseUrl?.startsWith('http:')) await exchange.loadHttpProxyAgent();
  return exchange;
}

export async function loadErrors(): Promise<CcxtErrors> {
  return (await importErrors()) as CcxtErrors;
}

async function instanceOf(venue: string, baseUrl: string | undefined, streaming: boolean): Promise<unknown> {
  const module = /^[a-z][a-z0-9]*$/.test(venue) ? await importExchange(venue, streaming) : undefined;
  if (module === undefined) {
    const what = streaming ? 'streams of' : 'knows';
    throw new HistoryError('unknown-venue', `venue "${venue}" is not one that ccxt ${what}, like binance, kraken, coinbase, okx or bybit`);
  }
  const { default: Exchange } = module as { readonly default: new (config: object) => { urls: { api: unknown } } };
  // The pace that a venue asks for is for the venue.
  const pace = baseUrl === undefined ? {} : { rateLimit: 1 };
  const exchange = new Exchange({
    ...pace,
    enableRateLimit: true,
    enableLastResponseHeaders: true,
    enableLastJsonResponse: true,
    timeout: 20_000,
  });
  if (baseUrl !== undefined) exchange.urls.api = redirected(exchange.urls.api, baseUrl.replace(/\/$/, ''));
  return exchange;
}

/** Every address of a class's table with its origin replaced. */
function redirected(api: unknown, baseUrl: string): unknown {
  if (typeof api === 'string') {
    return api.replace(/^(http|ws)s?:\/\/[^/]+/, (_, scheme: string) => baseUrl.replace(/^http/, scheme));
  }
  if (typeof api !== 'object' || api === null) return api;
  return Object.fromEntries(Object.entries(api).map(([name, value]) => [name, redirected(value, baseUrl)]));
}
