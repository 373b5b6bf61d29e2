import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import { Refusal } from '../../../application/refusal.ts';
import type { ROUTES, Route, RouteId } from '../../../contracts/routes.ts';
import { type Caller, callerOf } from './caller.ts';
import { refusalOf } from './problem.ts';
import { JsonError, parseStrictJson } from './strict-json.ts';

type Routes = typeof ROUTES;
type PathNames<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | PathNames<Rest> : never;

/** A request that fits its route: parsed by the route's schemas, its caller allowed. */
export interface ApiRequest<K extends RouteId = RouteId> {
  readonly caller: Caller;
  readonly path: { readonly [N in PathNames<Routes[K]['path']>]: string };
  readonly query: Routes[K] extends { query: infer Q extends z.ZodType } ? z.output<Q> : unknown;
  readonly body: Routes[K] extends { body: infer B extends z.ZodType } ? z.output<B> : unknown;
  readonly requestId: string;
  readonly idempotencyKey: string | undefined;
}

const MAX_BODY_BYTES = 1024 * 1024;
/** An answer that repeats its request is kept for its idempotency key, where maps nest 32 deep at most. */
const MAX_JSON_DEPTH = 28;
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** Parses a payload 2.0 event by its route. Throws a refusal that names the part at fault. */
export function requestOf(event: APIGatewayProxyEventV2, route: Route): ApiRequest {
  const caller = callerOf(event, route);
  return {
    caller,
    path: pathOf(event) as ApiRequest['path'],
    query: route.query === undefined ? {} : parsed(route.query, queryOf(event), 'query'),
    body: route.body === undefined ? undefined : parsed(route.body, bodyOf(event), ''),
    requestId: event.requestContext.requestId,
    idempotencyKey: idempotencyKeyOf(event),
  };
}

function parsed(schema: z.ZodType, value: unknown, where: string): unknown {
  const result = schema.safeParse(value);
  if (!result.success) throw refusalOf(result.error, value, where);
  return result.data;
}

function pathOf(event: APIGatewayProxyEventV2): Record<string, string> {
  const names = event.pathParameters ?? {};
  for (const [name, value] of Object.entries(names)) {
    if (value === undefined || value === '' || value.length > 200)
      throw new Refusal('not-found', `there is no such ${name}`, { field: name });
  }
  return names as Record<string, string>;
}

/** From the raw text: the gateway's own map joins repeated names with commas, which hides them. */
function queryOf(event: APIGatewayProxyEventV2): Record<string, string> {
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(event.rawQueryString)) {
    if (name === '__proto__') throw new Refusal('invalid', 'query: there is no "__proto__" here', { field: 'query' });
    if (Object.hasOwn(query, name)) throw new Refusal('invalid', `query.${name}: given twice`, { field: `query.${name}` });
    query[name] = value;
  }
  return { ...query };
}

function bodyOf(event: APIGatewayProxyEventV2): unknown {
  const type = headerOf(event, 'content-type') ?? 'application/json';
  if (!/^application\/([a-z0-9.+-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new Refusal('unsupported-media-type', `content-type is ${type.slice(0, 100)}, but must be application/json`, {
      field: 'content-type',
    });
  }
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > MAX_BODY_BYTES)
    throw new Refusal('too-large', `body of ${bytes.byteLength} bytes; at most ${MAX_BODY_BYTES} are read`);
  if (bytes.byteLength === 0) throw new Refusal('invalid', 'the body is empty, but must be a JSON object');
  try {
    return parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes), MAX_JSON_DEPTH);
  } catch (error) {
    if (error instanceof JsonError) throw new Refusal('invalid', `body: ${error.message}`);
    throw new Refusal('invalid', 'body: not UTF-8');
  }
}

function idempotencyKeyOf(event: APIGatewayProxyEventV2): string | undefined {
  const key = headerOf(event, 'idempotency-key');
  if (key !== undefined && !IDEMPOTENCY_KEY.test(key)) {
    throw new Refusal('invalid', 'idempotency-key: must be 1 to 255 visible ASCII characters', { field: 'idempotency-key' });
  }
  return key;
}

/** Header names arrive in lower case in payload 2.0. */
function headerOf(event: APIGatewayProxyEventV2, name: string): string | undefined {
  return event.headers?.[name];
}
