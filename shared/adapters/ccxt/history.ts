import { MILLISECOND_US } from '../../domain/time.ts';
import type { BarRow } from '../../domain/bar-row.ts';
import { HistoryError, type HistoryMarket, type HistoryPage, type HistorySource } from '../../ports/history-source.ts';
import { PATIENT, type RetryOptions } from '../connector/retry.ts';
import { CcxtCalls } from './calls.ts';
import { type Exchange, loadErrors, loadExchange } from './exchange.ts';

export interface CcxtHistoryOptions {
  /** Sends every request there instead of to the venue. */
  readonly baseUrl?: string;
  readonly retry?: RetryOptions;
}

/** Bars of a page when the venue does not say how many it gives. */
const CAREFUL_PAGE = 300;

/** Past bars of any exchange that ccxt knows. Throws `HistoryError` for a venue that it does not. */
export async function ccxtHistory(venue: string, options: CcxtHistoryOptions = {}): Promise<CcxtHistory> {
  const [exchange, errors] = await Promise.all([loadExchange(venue, options.baseUrl), loadErrors()]);
  if (exchange.has['fetchOHLCV'] !== true) throw new HistoryError('unknown-venue', `venue "${venue}" gives no bars`);
  return new CcxtHistory(exchange, new CcxtCalls(exchange, errors, options.retry ?? PATIENT));
}

export class CcxtHistory implements HistorySource {
  readonly venue: string;
  readonly #exchange: Exchange;
  readonly #calls: CcxtCalls;

  constructor(exchange: Exchange, calls: CcxtCalls) {
    this.venue = exchange.id;
    this.#exchange = exchange;
    this.#calls = calls;
  }

  async market(symbol: string, timeframe: string): Promise<HistoryMarket> {
    const exchange = this.#exchange;
    if (!(timeframe in exchange.timeframes)) {
      throw new HistoryError(
        'unknown-timeframe',
        `${this.venue} has no bars of ${timeframe}; it has ${Object.keys(exchange.timeframes).join(', ')}`,
      );
    }
    await this.#calls.loadMarkets({ spotOnly: !symbol.includes(':') });
    const found = marketOf(exchange, symbol).symbol;
    return { symbol: found, pageBars: exchange.featureValue(found, 'fetchOHLCV', 'limit', CAREFUL_PAGE) };
  }

  async page({ symbol, timeframe, fromUs, limit, signal }: HistoryPage): Promise<readonly BarRow[]> {
    const rows = await this.#calls.ask(
      () => this.#exchange.fetchOHLCV(symbol, timeframe, Math.ceil(fromUs / MILLISECOND_US), limit),
      signal,
    );
    return rows.map((row) => this.#bar(row)).toSorted((a, b) => a.timeUs - b.timeUs);
  }

  #bar(row: readonly (number | undefined)[]): BarRow {
    const [timeMs, open, high, low, close, volume = 0] = row;
    if (![timeMs, open, high, low, close, volume].every((value) => Number.isFinite(value))) {
      throw new HistoryError('malformed', `${this.venue} sent a bar that is none: ${JSON.stringify(row)}`);
    }
    return {
      timeUs: (timeMs as number) * MILLISECOND_US,
      open: open as number,
      high: high as number,
      low: low as number,
      close: close as number,
      volume,
    };
  }
}

/** A loaded market by any spelling of its symbol. Throws `HistoryError`. */
export function marketOf(exchange: Exchange, symbol: string): { readonly symbol: string } {
  const name = symbol.toUpperCase();
  const found = exchange.markets[symbol] ?? exchange.markets[name] ?? exchange.markets_by_id[name]?.[0];
  if (found !== undefined) return found;
  throw new HistoryError('unknown-symbol', `${exchange.id} has no market "${symbol}"; symbols look like BTC/USDT`);
}
