/** What goes back to the client. */
export interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/** The gateway's own answer, in its own words. */
export function gatewayMessage(status: number, message: string, headers: Readonly<Record<string, string>> = {}): GatewayResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    cookies: [],
    body: Buffer.from(JSON.stringify({ message })),
  };
}

interface StructuredResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Reads a function's answer in payload format 2.0; anything without a status code is a 200 of JSON. Undefined when it is malformed. */
export function readResult(payload: string): GatewayResponse | undefined {
  const result = JSON.parse(payload) as unknown;
  if (!isStructured(result)) {
    const body = Buffer.from(typeof result === 'string' ? result : payload);
    return { status: 200, headers: { 'content-type': 'application/json' }, cookies: [], body };
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  if (!Number.isInteger(statusCode) || statusCode < 100 || statusCode > 599 || typeof body !== 'string') return undefined;
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  const typed = { ...(body === '' ? {} : { 'content-type': 'text/plain;charset=utf-8' }), ...Object.fromEntries(lower) };
  return { status: statusCode, headers: typed, cookies, body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') };
}

function isStructured(result: unknown): result is StructuredResult {
  return typeof result === 'object' && result !== null && !Array.isArray(result) && 'statusCode' in result;
}
