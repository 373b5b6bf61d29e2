import { existsSync } from 'node:fs';
import { HistoryError } from '../../ports/history-source.ts';

/** What is used of a ccxt exchange. */
export interface Exchange {
  readonly id: string;
  readonly has: Readonly<Record<string, unknown>>;
  readonly timeframes: Readonly<Record<string, unknown>>;
  readonly urls: { api: unknown };
  readonly options: Record<string, unknown>;
  readonly markets: Readonly<Record<string, { readonly symbol: string }>>;
  readonly markets_by_id: Readonly<Record<string, readonly { readonly symbol: string; readonly spot?: boolean }[]>>;
  readonly last_response_headers: Readonly<Record<string, string>> | undefined;
  loadMarkets(reload: boolean): Promise<unknown>;
  fetchOHLCV(symbol: string, timeframe: string, sinceMs: number, limit: number): Promise<readonly (readonly (number | undefined)[])[]>;
  featureValue(symbol: string, method: string, name: string, fallback: number): number;
}

export type ErrorClass = abstract new (...args: never[]) => Error;

/** The classes of ccxt's errors that are told apart. */
export interface CcxtErrors {
  readonly NetworkError: ErrorClass;
  readonly BadSymbol: ErrorClass;
  readonly BaseError: ErrorClass;
}

const ROOT = import.meta.resolve('ccxt');

/**
 * One exchange of ccxt by its own file: importing the whole library takes half a second and 125 MB.
 * `baseUrl` sends every request of the class there instead, path and all. Throws `HistoryError` for a venue that ccxt does not know.
 */
export async function loadExchange(venue: string, baseUrl?: string): Promise<Exchange> {
  const file = new URL(`./src/${venue}.js`, ROOT);
  if (!/^[a-z][a-z0-9]*$/.test(venue) || !existsSync(file)) {
    throw new HistoryError('unknown-venue', `venue "${venue}" is not one that ccxt knows, like binance, kraken, coinbase, okx or bybit`);
  }
  const module = (await import(file.href)) as { readonly default: new (config: object) => Exchange };
  const exchange = new module.default({ enableRateLimit: true, enableLastResponseHeaders: true, timeout: 20_000 });
  if (baseUrl !== undefined) exchange.urls.api = redirected(exchange.urls.api, baseUrl);
  return exchange;
}

export async function loadErrors(): Promise<CcxtErrors> {
  return (await import(new URL('./src/base/errors.js', ROOT).href)) as CcxtErrors;
}

/** Every address of a class's table with its origin replaced. */
function redirected(api: unknown, baseUrl: string): unknown {
  if (typeof api === 'string') return api.replace(/^(https?|wss?):\/\/[^/]+/, baseUrl.replace(/\/$/, ''));
  if (typeof api !== 'object' || api === null) return api;
  return Object.fromEntries(Object.entries(api).map(([name, value]) => [name, redirected(value, baseUrl)]));
}
