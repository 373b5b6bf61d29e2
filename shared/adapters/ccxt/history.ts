import { MILLISECOND_US } from '../../domain/time.ts';
import type { BarRow } from '../../ports/bar-store.ts';
import { HistoryError, type HistoryMarket, type HistoryPage, type HistorySource } from '../../ports/history-source.ts';
import { type CcxtErrors, type ErrorClass, type Exchange, loadErrors, loadExchange } from './exchange.ts';
import { PATIENT, type RetryOptions, retryAfterMs, withRetries } from './retry.ts';

export interface CcxtHistoryOptions {
  /** Sends every request there instead of to the venue. */
  readonly baseUrl?: string;
  readonly retry?: RetryOptions;
}

/** Bars of a page when the venue does not say how many it gives. */
const CAREFUL_PAGE = 300;

/** Past bars of any exchange that ccxt knows. Throws `HistoryError` for a venue that it does not. */
export async function ccxtHistory(venue: string, options: CcxtHistoryOptions = {}): Promise<HistorySource> {
  const [exchange, errors] = await Promise.all([loadExchange(venue, options.baseUrl), loadErrors()]);
  if (exchange.has.fetchOHLCV !== true) throw new HistoryError('unknown-venue', `venue "${venue}" gives no bars`);
  return new CcxtHistory(exchange, errors, options.retry ?? PATIENT);
}

class CcxtHistory implements HistorySource {
  readonly venue: string;
  readonly #exchange: Exchange;
  readonly #errors: CcxtErrors;
  readonly #retry: RetryOptions;

  constructor(exchange: Exchange, errors: CcxtErrors, retry: RetryOptions) {
    this.venue = exchange.id;
    this.#exchange = exchange;
    this.#errors = errors;
    this.#retry = retry;
  }

  async market(symbol: string, timeframe: string): Promise<HistoryMarket> {
    const exchange = this.#exchange;
    if (!(timeframe in exchange.timeframes)) {
      throw new HistoryError(
        'unknown-timeframe',
        `${this.venue} has no bars of ${timeframe}; it has ${Object.keys(exchange.timeframes).join(', ')}`,
      );
    }
    // Spot symbols need one list of markets and not all of them, where a venue lets choose.
    if (!symbol.includes(':') && typeof exchange.options.fetchMarkets === 'object')
      exchange.options.fetchMarkets = { ...exchange.options.fetchMarkets, types: ['spot'] };
    // A failed list is remembered unless it is asked for afresh.
    await this.#ask(() => exchange.loadMarkets(true), undefined);
    const found =
      exchange.markets[symbol]?.symbol ??
      exchange.markets[symbol.toUpperCase()]?.symbol ??
      exchange.markets_by_id[symbol.toUpperCase()]?.[0]?.symbol;
    if (found === undefined)
      throw new HistoryError('unknown-symbol', `${this.venue} has no market "${symbol}"; symbols look like BTC/USDT`);
    return { symbol: found, pageBars: exchange.featureValue(found, 'fetchOHLCV', 'limit', CAREFUL_PAGE) };
  }

  async page({ symbol, timeframe, fromUs, limit, signal }: HistoryPage): Promise<readonly BarRow[]> {
    const rows = await this.#ask(() => this.#exchange.fetchOHLCV(symbol, timeframe, Math.ceil(fromUs / MILLISECOND_US), limit), signal);
    return rows.map((row) => this.#bar(row)).toSorted((a, b) => a.timeUs - b.timeUs);
  }

  #bar(row: readonly (number | undefined)[]): BarRow {
    const [timeMs, open, high, low, close, volume = 0] = row;
    if (![timeMs, open, high, low, close, volume].every((value) => Number.isFinite(value))) {
      throw new HistoryError('refused', `${this.venue} sent a bar that is none: ${JSON.stringify(row)}`);
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

  async #ask<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    try {
      return await withRetries(work, this.#retry, {
        isPassing: (error) => error instanceof this.#errors.NetworkError,
        askedWaitMs: () => retryAfterMs(this.#exchange.last_response_headers?.['Retry-After'], Date.now()),
        signal,
      });
    } catch (error) {
      throw this.#named(error);
    }
  }

  #named(error: unknown): unknown {
    const { BaseError, BadSymbol, NetworkError } = this.#errors;
    const is = (kind: ErrorClass) => error instanceof kind;
    if (!(error instanceof Error) || !is(BaseError)) return error;
    const line = error.message.replaceAll(/\s+/g, ' ').slice(0, 200);
    if (is(BadSymbol)) return new HistoryError('unknown-symbol', line, { cause: error });
    if (is(NetworkError)) return new HistoryError('unavailable', `${this.venue} cannot be reached: ${line}`, { cause: error });
    return new HistoryError('refused', `${this.venue} refused: ${line}`, { cause: error });
  }
}
