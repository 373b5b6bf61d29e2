import { setTimeout as sleep } from 'node:timers/promises';
import { HistoryError } from '../../ports/history-source.ts';
import { PATIENT, type RetryOptions, retryAfterMs, withRetries } from './retry.ts';

export interface VenueHttpOptions {
  readonly venue: string;
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Requests start at least so far apart. */
  readonly minIntervalMs: number;
  readonly retry?: RetryOptions | undefined;
  /** What the owner of a key that is not accepted should do; stands behind what the venue says. */
  readonly hint?: string;
  /** What the venue says in the body of a refusal. */
  readonly messageOf: (body: unknown) => string | undefined;
}

const TIMEOUT_MS = 20_000;
/** Longest piece of a venue's answer that goes into an error. */
const SHOWN = 200;

type Query = Readonly<Record<string, string | number | undefined>>;

/** GET requests of one venue: paced, tried again while the fault is passing, refused in one line that says which kind of fault it is. */
export class VenueHttp {
  readonly #options: VenueHttpOptions;
  #nextMs = 0;
  #asked: number | undefined;

  constructor(options: VenueHttpOptions) {
    this.#options = options;
  }

  /** The answer decoded from JSON. Throws `HistoryError`; what is no JSON is a fault that may pass. */
  json(path: string, query: Query, signal?: AbortSignal): Promise<unknown> {
    return this.#get(path, query, signal, (text) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        throw new Passing(
          'unavailable',
          `${this.#options.venue} answered with what is no JSON: ${text.replaceAll(/\s+/g, ' ').slice(0, SHOWN)}`,
        );
      }
    });
  }

  text(path: string, query: Query, signal?: AbortSignal): Promise<string> {
    return this.#get(path, query, signal, (text) => text);
  }

  async #get<T>(path: string, query: Query, signal: AbortSignal | undefined, read: (text: string) => T): Promise<T> {
    const { retry = PATIENT } = this.#options;
    try {
      return await withRetries(async () => read(await this.#once(path, query, signal)), retry, {
        isPassing: (error) => error instanceof Passing,
        askedWaitMs: () => this.#asked,
        signal,
      });
    } catch (error) {
      if (error instanceof Passing) throw new HistoryError(error.code, error.message, { cause: error.cause });
      throw error;
    }
  }

  async #once(path: string, query: Query, signal: AbortSignal | undefined): Promise<string> {
    await this.#pace(signal);
    this.#asked = undefined;
    const { venue, baseUrl, headers } = this.#options;
    const url = new URL(baseUrl.replace(/\/$/, '') + path);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    const ends = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]);
    let response: Response;
    let body: string;
    try {
      response = await fetch(url, { headers: { ...headers }, signal: ends });
      body = await response.text();
    } catch (error) {
      if (signal?.aborted) throw new HistoryError('interrupted', `stopped while asking ${venue}`);
      throw new Passing('unavailable', `${venue} cannot be reached: ${reasonOf(error)}`, { cause: error });
    }
    if (response.ok) return body;
    throw this.#refusal(response, body);
  }

  #refusal(response: Response, body: string): Error {
    const { venue, messageOf } = this.#options;
    const { status } = response;
    let said: string | undefined;
    try {
      said = messageOf(JSON.parse(body));
    } catch {
      // A proxy's page says nothing of use.
    }
    const line = `${status}${said === undefined ? '' : ` ${said.replaceAll(/\s+/g, ' ').slice(0, SHOWN)}`}`;
    if (status === 429) {
      this.#asked = retryAfterMs(response.headers.get('retry-after') ?? undefined, Date.now()) ?? untilReset(response);
      return new Passing('rate-limited', `${venue} asks to be asked less often: ${line}`);
    }
    if (status === 401 || status === 403)
      return new HistoryError('unauthorised', `${venue} does not accept the key: ${line}${this.#options.hint ?? ''}`);
    if (status >= 500 || status === 418 || status === 408) {
      this.#asked = retryAfterMs(response.headers.get('retry-after') ?? undefined, Date.now());
      return new Passing('unavailable', `${venue} cannot answer: ${line}`);
    }
    if (status === 404) return new HistoryError('unknown-symbol', `${venue} has no such thing: ${line}`);
    return new HistoryError('refused', `${venue} refused: ${line}`);
  }

  /** Waits for its turn; turns are handed out in the order of the calls. */
  async #pace(signal: AbortSignal | undefined): Promise<void> {
    const nowMs = performance.now();
    const turnMs = Math.max(nowMs, this.#nextMs);
    this.#nextMs = turnMs + this.#options.minIntervalMs;
    if (turnMs > nowMs) {
      await sleep(turnMs - nowMs, undefined, signal ? { signal } : {}).catch(() => {
        throw new HistoryError('interrupted', `stopped while waiting to ask ${this.#options.venue}`);
      });
    }
  }
}

/** A fault that may be gone the next time. */
class Passing extends HistoryError {}

/** Alpaca's way of asking for a wait: the second at which requests count anew. */
function untilReset(response: Response): number | undefined {
  const seconds = Number(response.headers.get('x-ratelimit-reset') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000 - Date.now()) : undefined;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
