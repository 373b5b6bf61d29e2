import type { IncomingMessage } from 'node:http';

/** The CORS configuration of an HTTP API, as CloudFormation writes it. */
export interface ApiCors {
  readonly AllowOrigins?: readonly string[];
  readonly AllowMethods?: readonly string[];
  readonly AllowHeaders?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly AllowCredentials?: boolean;
  readonly MaxAge?: number;
}

/** Headers of an answer to a page elsewhere; empty where its origin is not allowed, so that the browser keeps the answer from it. */
export function apiCorsHeaders(cors: ApiCors, request: IncomingMessage): Record<string, string> {
  const origin = request.headers.origin;
  const any = cors.AllowOrigins?.includes('*') === true;
  if (origin === undefined || !(any || cors.AllowOrigins?.includes(origin) === true)) return {};
  const list = (name: string, values: readonly string[] | undefined) =>
    values === undefined || values.length === 0 ? {} : { [name]: values.join(',') };
  const preflight = request.method === 'OPTIONS';
  return {
    'access-control-allow-origin': any && cors.AllowCredentials !== true ? '*' : origin,
    ...(cors.AllowCredentials === true ? { 'access-control-allow-credentials': 'true' } : {}),
    ...list('access-control-expose-headers', cors.ExposeHeaders),
    ...(preflight
      ? { ...list('access-control-allow-methods', cors.AllowMethods), ...list('access-control-allow-headers', cors.AllowHeaders) }
      : {}),
    ...(preflight && cors.MaxAge !== undefined ? { 'access-control-max-age': String(cors.MaxAge) } : {}),
  };
}
