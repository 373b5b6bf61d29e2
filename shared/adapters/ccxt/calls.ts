import { HistoryError } from '../../ports/history-source.ts';
import { type RetryOptions, retryAfterMs, withRetries } from '../connector/retry.ts';
import type { CcxtErrors, ErrorClass, Exchange } from './exchange.ts';

/** Calls of an exchange's methods that are tried again while the fault is passing, and fail with `HistoryError`. */
export class CcxtCalls {
  readonly #exchange: Exchange;
  readonly #errors: CcxtErrors;
  readonly #retry: RetryOptions;
  #markets: Promise<unknown> | undefined;

  constructor(exchange: Exchange, errors: CcxtErrors, retry: RetryOptions) {
    this.#exchange = exchange;
    this.#errors = errors;
    this.#retry = retry;
  }

  /** The list of markets, loaded once; with `spotOnly` no more than needed, where a venue lets choose. */
  loadMarkets({ spotOnly }: { readonly spotOnly: boolean }): Promise<unknown> {
    const { options } = this.#exchange;
    if (spotOnly && typeof options['fetchMarkets'] === 'object') options['fetchMarkets'] = { ...options['fetchMarkets'], types: ['spot'] };
    // A failed list is remembered by ccxt unless it is asked for afresh.
    this.#markets ??= this.ask(() => this.#exchange.loadMarkets(true)).catch((error: unknown) => {
      this.#markets = undefined;
      throw error;
    });
    return this.#markets;
  }

  async ask<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await withRetries(() => this.#answered(work), this.#retry, {
        isPassing: (error) => error instanceof this.#errors.NetworkError || error instanceof NoJson,
        askedWaitMs: () => retryAfterMs(this.#exchange.last_response_headers?.['Retry-After'], Date.now()),
        signal,
      });
    } catch (error) {
      throw this.named(error);
    }
  }

  /** A page of HTML under status 200 would pass for a market without trades or bars. */
  async #answered<T>(work: () => Promise<T>): Promise<T> {
    const result = await work();
    if (this.#exchange.last_json_response === undefined)
      throw new NoJson('unavailable', `${this.#exchange.id} answered with what is no JSON`);
    return result;
  }

  /** An error of ccxt in our words; any other as it is. */
  named(error: unknown): unknown {
    const { BaseError, BadSymbol, NetworkError, RateLimitExceeded, AuthenticationError } = this.#errors;
    const { id } = this.#exchange;
    const is = (kind: ErrorClass) => error instanceof kind;
    if (!(error instanceof Error) || !is(BaseError)) return error;
    const line = error.message.replaceAll(/\s+/g, ' ').slice(0, 200);
    const cause = { cause: error };
    if (is(BadSymbol)) return new HistoryError('unknown-symbol', line, cause);
    if (is(AuthenticationError)) return new HistoryError('unauthorised', `${id} does not accept the key: ${line}`, cause);
    if (is(RateLimitExceeded) || (is(NetworkError) && /\b429\b/.test(line)))
      return new HistoryError('rate-limited', `${id} asks to be asked less often: ${line}`, cause);
    if (is(NetworkError)) return new HistoryError('unavailable', `${id} cannot be reached: ${line}`, cause);
    return new HistoryError('refused', `${id} refused: ${line}`, cause);
  }
}

class NoJson extends HistoryError {}
