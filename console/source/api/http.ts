import { bearer, signInAgain } from '../auth/session.ts';
import type { Problem } from './types.ts';

/** The API refused, or could not be reached (`status` 0). `problem` is what it said, in its own words. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly problem: Problem;
  constructor(status: number, problem: Problem) {
    super(problem.detail);
    this.status = status;
    this.problem = problem;
  }
}

export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** Sent as `Idempotency-Key`: the same key twice makes one thing. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** One call of the API. Throws `ApiError`; an expired token starts a silent sign-in and the call is made once more. */
export async function call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, options: CallOptions = {}): Promise<T> {
  let response = await send(method, path, options);
  if (response.status === 401) {
    await signInAgain();
    response = await send(method, path, options);
  }
  if (!response.ok) throw new ApiError(response.status, await problemOf(response));
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function send(method: string, path: string, options: CallOptions): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', authorization: `Bearer ${await bearer()}` };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey;
  try {
    return await fetch(withQuery(path, options.query ?? {}), {
      method,
      headers,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, {
      type: 'about:blank',
      title: 'Not reachable',
      status: 0,
      detail: 'The platform does not answer. Is it still running?',
    });
  }
}

function withQuery(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length === 0 ? path : `${path}?${search}`;
}

/** Handlers answer problem+json, the gateway itself `{ message }`; both become a problem. */
async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  const said = parseObject(text);
  const detail = [said.detail, said.message].find((part) => typeof part === 'string') ?? (text.slice(0, 200) || response.statusText);
  return { type: 'about:blank', title: response.statusText, status: response.status, ...said, detail };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** What to show a person for anything that was thrown. */
export function reasonOf(error: unknown): string {
  if (error instanceof ApiError) return error.status === 429 ? 'Too many requests at once; trying again shortly.' : error.message;
  return error instanceof Error ? error.message : String(error);
}
