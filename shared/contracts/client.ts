import type * as z from 'zod';
import { ApiError, apiErrorOf } from './api-error.ts';
import { ROUTES, type Route, type RouteId } from './routes.ts';
import type { CreateDataset, Dataset, DatasetUpload } from './schemas.ts';
import type { RowsAdded } from './tables.ts';

type Routes = typeof ROUTES;
type PathNames<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | PathNames<Rest> : never;
/** A coerced number has an input of `unknown`; a caller gives a number or its text. */
type Loose<T> = { [K in keyof T]: unknown extends T[K] ? string | number | undefined : T[K] };
type QueryOf<R> = R extends { query: infer Q extends z.ZodType } ? { readonly query?: Loose<z.input<Q>> } : unknown;
type BodyOf<R> = R extends { body: infer B extends z.ZodType } ? { readonly body: z.input<B> } : unknown;
type KeyOf<R> = R extends { idempotent: true } ? { readonly idempotencyKey?: string } : unknown;
type PathOf<R extends Route> = { readonly [N in PathNames<R['path']>]: string };

/** What a call of a route takes: the names in its path beside `query`, `body`, `idempotencyKey` and an abort `signal`. */
export type CallInput<K extends RouteId> = PathOf<Routes[K]> &
  QueryOf<Routes[K]> &
  BodyOf<Routes[K]> &
  KeyOf<Routes[K]> & { readonly signal?: AbortSignal };
export type CallOutput<K extends RouteId> = Routes[K] extends { response: infer S extends z.ZodType }
  ? z.output<S>
  : Routes[K]['status'] extends 204
    ? undefined
    : unknown;
type Call<K extends RouteId> =
  Record<never, never> extends CallInput<K>
    ? (input?: CallInput<K>) => Promise<CallOutput<K>>
    : (input: CallInput<K>) => Promise<CallOutput<K>>;

/** One method per row of `ROUTES`, and the two that need more than one request or another media type. */
export type Client = { readonly [K in RouteId]: Call<K> } & {
  /** Bars as CSV text: `time,open,high,low,close,volume,closed` and one line a bar. `next` is the cursor of the page after, or null. */
  readonly readBarsCsv: (input: CallInput<'readBars'>) => Promise<{ csv: string; next: string | null }>;
  /** Registers a file, puts its bytes where the platform says and has them validated. Throws `ApiError` (422) for a file that holds no bars. */
  readonly uploadDataset: (file: UploadInput) => Promise<Dataset>;
  /** Puts a CSV or Parquet file of rows and has them added to a dataset of rows. Throws `ApiError` (422) for a file that is refused as a whole. */
  readonly uploadRows: (file: RowsInput) => Promise<RowsAdded>;
};

export interface RowsInput {
  /** Of the dataset of rows. */
  readonly id: string;
  readonly content: Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal;
}

export interface UploadInput extends Omit<z.input<typeof CreateDataset>, 'bytes' | 'sha256'> {
  readonly content: Uint8Array<ArrayBuffer>;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

export interface ClientOptions {
  /** Origin of the platform, `http://127.0.0.1:4600`; empty in a browser that was served by it. */
  readonly baseUrl: string;
  /** The bearer token of the next request, or undefined while signed out. */
  readonly token?: () => string | undefined | Promise<string | undefined>;
  readonly fetch?: typeof globalThis.fetch;
}

interface AnyInput {
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  readonly [pathName: string]: unknown;
}

/** The typed client of the API for browsers and Node. Every method throws `ApiError` for an answer that is not a success and for no answer at all. */
export function createClient(options: ClientOptions): Client {
  const call = async (route: Route, input: AnyInput): Promise<unknown> => {
    const response = await send(options, route, input);
    if (response.status === 204) return undefined;
    const body: unknown = await response.json();
    return route.response === undefined ? body : route.response.parse(body);
  };
  const methods = Object.fromEntries(
    Object.entries<Route>(ROUTES).map(([id, route]) => [id, (input: AnyInput = {}) => call(route, input)]),
  ) as unknown as { readonly [K in RouteId]: Call<K> };
  return {
    ...methods,
    readBarsCsv: async (input) => {
      const response = await send(options, ROUTES.readBars, { ...input, query: { ...input.query, format: 'csv' } });
      return { csv: await response.text(), next: response.headers.get('x-next-cursor') };
    },
    uploadDataset: (file) => upload(options, methods, file),
    uploadRows: async ({ id, content, signal }) => {
      const given = signal === undefined ? {} : { signal };
      const announced = { bytes: content.byteLength, sha256: await digestOf(content) };
      const { id: upload, upload: target } = await methods.addRows({ id, body: announced, ...given });
      await put(options, target, content, signal);
      return methods.completeRows({ id, upload, ...given });
    },
  };
}

async function upload(options: ClientOptions, methods: { readonly [K in RouteId]: Call<K> }, file: UploadInput): Promise<Dataset> {
  const { content, idempotencyKey, signal, ...about } = file;
  const sha256 = await digestOf(content);
  const { dataset, upload: target } = await methods.createDataset({
    body: { ...about, bytes: content.byteLength, sha256 },
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (target === null) return dataset;
  await put(options, target, content, signal);
  return methods.completeDataset({ id: dataset.id, ...(signal === undefined ? {} : { signal }) });
}

/** Puts the bytes to the URL that the platform signed. Throws `ApiError` with what the store says. */
async function put(
  options: ClientOptions,
  { method, url, headers }: NonNullable<DatasetUpload['upload']>,
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const response = await reach(options, url, { method, headers, body, signal: signal ?? null });
  if (response.ok) return;
  const reason = /<Message>([^<]*)<\/Message>/.exec(await response.text())?.[1] ?? response.statusText;
  throw new ApiError(response.status, `the store refused the file: ${reason}`);
}

async function send(options: ClientOptions, route: Route, input: AnyInput): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  const token = await options.token?.();
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  if (input.idempotencyKey !== undefined) headers['idempotency-key'] = input.idempotencyKey;
  if (input.body !== undefined) headers['content-type'] = 'application/json';
  const response = await reach(options, options.baseUrl + pathOf(route.path, input) + queryOf(input.query), {
    method: route.method,
    headers,
    body: input.body === undefined ? null : JSON.stringify(input.body),
    signal: input.signal ?? null,
  });
  if (!response.ok) throw await apiErrorOf(response);
  return response;
}

async function reach(options: ClientOptions, url: string, init: RequestInit): Promise<Response> {
  try {
    return await (options.fetch ?? globalThis.fetch)(url, init);
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    const origin = /^https?:\/\/[^/]+/.exec(url)?.[0] ?? 'the platform';
    throw new ApiError(0, `cannot reach ${origin}: ${reasonOf(cause)}`, { cause });
  }
}

function pathOf(template: string, input: AnyInput): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = input[name];
    if (typeof value !== 'string' || value === '') throw new TypeError(`${template} needs "${name}", a text that is not empty`);
    return encodeURIComponent(value);
  });
}

function queryOf(query: Readonly<Record<string, unknown>> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}

/** SHA-256, hexadecimal. */
async function digestOf(content: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', content);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
