import type { IncomingMessage } from 'node:http';

/** One rule of a bucket's CORS configuration, as CloudFormation writes it. */
export interface CorsRule {
  readonly AllowedOrigins: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposedHeaders?: readonly string[];
  readonly MaxAge?: number;
}

/** The headers that let the page at `origin` see the answer; undefined where no rule allows it. */
export function corsHeaders(rules: readonly CorsRule[], request: IncomingMessage): Record<string, string> | undefined {
  const origin = request.headers.origin;
  if (origin === undefined) return undefined;
  const preflight = request.method === 'OPTIONS';
  const method = preflight ? request.headers['access-control-request-method'] : request.method;
  const asked = preflight
    ? (request.headers['access-control-request-headers'] ?? '').split(',').map((name) => name.trim().toLowerCase())
    : [];
  const rule = rules.find(
    (candidate) =>
      candidate.AllowedMethods.includes(method ?? '') &&
      candidate.AllowedOrigins.some((pattern) => matches(pattern, origin)) &&
      asked.every((name) => name === '' || (candidate.AllowedHeaders ?? []).some((pattern) => matches(pattern.toLowerCase(), name))),
  );
  if (rule === undefined) return undefined;
  return {
    'access-control-allow-origin': rule.AllowedOrigins.includes('*') ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    ...(asked.length > 0 ? { 'access-control-allow-headers': asked.join(', ') } : {}),
    ...(rule.ExposedHeaders === undefined ? {} : { 'access-control-expose-headers': rule.ExposedHeaders.join(', ') }),
    ...(preflight && rule.MaxAge !== undefined ? { 'access-control-max-age': String(rule.MaxAge) } : {}),
  };
}

/** A pattern with at most one `*`, as S3 allows. */
function matches(pattern: string, text: string): boolean {
  const [before, after] = pattern.split('*');
  if (after === undefined) return pattern === text;
  return text.length >= (before as string).length + after.length && text.startsWith(before as string) && text.endsWith(after);
}
