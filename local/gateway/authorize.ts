import { decodeProtectedHeader, jwtVerify } from 'jose';
import type { IssuerKeys } from '../issuer/keys.ts';
import { textOf } from '../text.ts';
import type { GatewayRoute } from './routes.ts';

export interface Caller {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
}

export type Verdict =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly status: 401 | 403; readonly reason: string };

/**
 * What the JWT authorizer of an HTTP API does: RS256 signature, issuer, audience (`aud`, or `client_id` where a token has none), expiry, scopes.
 * API Gateway Developer Guide, "Control access to HTTP APIs with JWT authorizers".
 */
export async function authorize(
  header: string | undefined,
  wanted: NonNullable<GatewayRoute['authorizer']>,
  keys: IssuerKeys,
): Promise<Verdict> {
  const token = /^(?:Bearer )?\s*([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) return { ok: false, status: 401, reason: 'no bearer token' };
  let payload: Record<string, unknown>;
  try {
    if (decodeProtectedHeader(token).kid !== keys.keyId) return { ok: false, status: 401, reason: 'unknown key' };
    payload = (await jwtVerify(token, keys.verify, { issuer: wanted.issuer, algorithms: ['RS256'], requiredClaims: ['exp', 'iss'] }))
      .payload;
  } catch (error) {
    return { ok: false, status: 401, reason: (error as Error).message };
  }
  const audience = payload['aud'] ?? payload['client_id'];
  if (![audience].flat().some((entry) => wanted.audience.includes(String(entry))))
    return { ok: false, status: 401, reason: 'wrong audience' };
  const scopes = typeof payload['scope'] === 'string' ? payload['scope'].split(' ') : ((payload['scp'] as string[] | undefined) ?? []);
  if (wanted.scopes.length > 0 && !wanted.scopes.some((scope) => scopes.includes(scope)))
    return { ok: false, status: 403, reason: 'no matching scope' };
  return { ok: true, caller: { claims: flatten(payload), scopes: wanted.scopes.length > 0 ? scopes : null } };
}

/** Claims as an HTTP API hands them on: all text, a list as `[a b]`. */
function flatten(payload: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(payload).map(([name, value]) => [
    name,
    Array.isArray(value) ? `[${value.map(textOf).join(' ')}]` : textOf(value),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}
