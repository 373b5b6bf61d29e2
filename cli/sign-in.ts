import { createHash, randomBytes } from 'node:crypto';
import { UserError } from './user-error.ts';

interface PlatformConfig {
  readonly signInUrl: string;
  readonly clientId: string;
}

/**
 * A bearer token for the platform at `origin`: `SKYTAPE_TOKEN` where it is set; on this machine the sign-in (authorization code with PKCE, RFC 7636)
 * is walked without a browser, because the local issuer asks nobody. Throws `UserError` where a person would have to sign in.
 */
export async function tokenFor(origin: string, env: Readonly<Record<string, string | undefined>> = process.env): Promise<string> {
  const given = env['SKYTAPE_TOKEN'];
  if (given) return given;
  if (!isLoopback(origin)) throw new UserError(`sign in at ${origin} and put the token into SKYTAPE_TOKEN`);
  const config = (await answer(`${origin}/config.json`)) as unknown as PlatformConfig;
  return walk(config, origin);
}

/** Whether the host is this machine, so that nothing leaves it. */
function isLoopback(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

async function walk({ signInUrl, clientId }: PlatformConfig, origin: string): Promise<string> {
  const base = new URL(signInUrl || origin, origin).href.replace(/\/$/, '');
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const redirectUri = `${origin}/`;
  const question = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const redirect = await reach(`${base}/oauth2/authorize?${question.toString()}`, { redirect: 'manual' });
  const location = redirect.headers.get('location');
  const back = location === null ? undefined : new URL(location, origin).searchParams;
  const code = back?.get('code');
  if (!code || back?.get('state') !== state)
    throw new UserError(`${base} did not sign this machine in (status ${redirect.status}); put a token into SKYTAPE_TOKEN`);
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  });
  const tokens = await answer(`${base}/oauth2/token`, { method: 'POST', body: form });
  const token = tokens['id_token'] ?? tokens['access_token'];
  if (typeof token !== 'string') throw new UserError(`${base} gave no token`);
  return token;
}

async function answer(url: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  const response = await reach(url, init);
  if (!response.ok) throw new UserError(`${url} answered ${response.status}; is it a Skytape platform?`);
  try {
    return (await response.json()) as Record<string, unknown>;
  } catch {
    throw new UserError(`${url} answered something that is not JSON; is it a Skytape platform?`);
  }
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new UserError(`cannot reach ${new URL(url).origin}: is the platform running? Start it with npm start`, { cause });
  }
}
