import { computed, signal } from '@preact/signals';
import { type Claims, challengeOf, claimsOf, randomText } from './pkce.ts';

interface Config {
  readonly signInUrl: string;
  readonly clientId: string;
  /** Where the WebSocket API answers; a platform without one is asked again and again instead. */
  readonly socketUrl?: string;
  readonly stage: string;
  readonly version: string;
}
interface Session {
  readonly token: string;
  readonly refresh: string | null;
  readonly expiresAtMs: number;
}

/** `starting` until `/config.json` and a token are here, `out` after a sign-out, `failed` with a reason. */
export type SignIn = { readonly step: 'starting' | 'in' | 'out' } | { readonly step: 'failed'; readonly reason: string };

const SESSION = 'skytape.session';
const PENDING = 'skytape.sign-in';
const SIGNED_OUT = 'skytape.signed-out';

export const config = signal<Config | null>(null);
export const signIn = signal<SignIn>({ step: 'starting' });
const session = signal<Session | null>(null);

const claims = computed(() => (session.value ? claimsOf(session.value.token) : ({} as Claims)));
/** Name shown for who is signed in. */
export const userName = computed(() => {
  const { email, 'cognito:username': user, sub } = claims.value;
  return [email, user, sub].find((name) => typeof name === 'string') ?? '';
});
export const roles = computed<readonly string[]>(() => {
  const groups = claims.value['cognito:groups'];
  return Array.isArray(groups) ? groups.map(String) : [];
});
/** Whether the roles allow starting, stopping and uploading. */
export const mayResearch = computed(() => roles.value.includes('trader') || roles.value.includes('admin'));

const store = {
  read: <T>(key: string): T | null => JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null,
  write: (key: string, value: unknown) => sessionStorage.setItem(key, JSON.stringify(value)),
  drop: (key: string) => sessionStorage.removeItem(key),
};

/** Finishes a sign-in that is under way, takes up the session of this tab, or goes and gets one. */
export async function startSession(): Promise<void> {
  try {
    const response = await fetch('/config.json');
    if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
    config.value = (await response.json()) as Config;
    const here = new URLSearchParams(location.search);
    if (here.has('code') || here.has('error')) await finishSignIn(here);
    else await resume();
  } catch (error) {
    signIn.value = { step: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function resume(): Promise<void> {
  if (store.read<boolean>(SIGNED_OUT)) {
    signIn.value = { step: 'out' };
    return;
  }
  const kept = store.read<Session>(SESSION);
  if (!kept || kept.expiresAtMs < Date.now() + 30_000) return goToSignIn();
  session.value = kept;
  signIn.value = { step: 'in' };
}

/** Leaves for the sign-in page; it sends the browser back with a code. */
export async function goToSignIn(): Promise<void> {
  const { signInUrl, clientId } = theConfig();
  const pending = { state: randomText(), verifier: randomText(), hash: location.hash };
  store.write(PENDING, pending);
  store.drop(SIGNED_OUT);
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri(),
    scope: 'openid email profile',
    state: pending.state,
    code_challenge: await challengeOf(pending.verifier),
    code_challenge_method: 'S256',
  });
  location.assign(`${signInUrl}/oauth2/authorize?${query}`);
}

async function finishSignIn(answer: URLSearchParams): Promise<void> {
  const pending = store.read<{ state: string; verifier: string; hash: string }>(PENDING);
  store.drop(PENDING);
  history.replaceState(null, '', `/${pending?.hash ?? ''}`);
  // replaceState is silent, and the page asked for is in the hash.
  dispatchEvent(new Event('hashchange'));
  const refusal = answer.get('error_description') ?? answer.get('error');
  if (refusal) throw new Error(`The sign-in page refused: ${refusal}`);
  if (!pending || pending.state !== answer.get('state')) throw new Error('This sign-in was not started in this tab. Please sign in again.');
  await fetchToken({
    grant_type: 'authorization_code',
    code: answer.get('code') ?? '',
    redirect_uri: redirectUri(),
    code_verifier: pending.verifier,
  });
  signIn.value = { step: 'in' };
}

async function fetchToken(grant: Record<string, string>): Promise<void> {
  const { signInUrl, clientId } = theConfig();
  const response = await fetch(`${signInUrl}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id: clientId, ...grant }).toString(),
  });
  const answer = (await response.json()) as { id_token?: string; refresh_token?: string; expires_in?: number; error?: string };
  if (!response.ok || !answer.id_token) throw new Error(`The sign-in was not completed: ${answer.error ?? `status ${response.status}`}.`);
  const refresh = answer.refresh_token ?? session.value?.refresh ?? null;
  session.value = { token: answer.id_token, refresh, expiresAtMs: Date.now() + (answer.expires_in ?? 3600) * 1000 };
  store.write(SESSION, session.value);
}

let renewal: Promise<void> | null = null;

/** A fresh token: by the refresh token, else by a silent trip to the sign-in page that comes back to this place. */
export function signInAgain(): Promise<void> {
  renewal ??= renew().finally(() => {
    renewal = null;
  });
  return renewal;
}

async function renew(): Promise<void> {
  // The page is leaving: a poll that comes now must not sign in again what the user has just signed out.
  if (store.read<boolean>(SIGNED_OUT)) return new Promise<never>(() => {});
  const refresh = session.value?.refresh;
  if (refresh) {
    try {
      return await fetchToken({ grant_type: 'refresh_token', refresh_token: refresh });
    } catch {
      store.drop(SESSION);
    }
  }
  store.drop(SESSION);
  await goToSignIn();
  await new Promise<never>(() => {});
}

/** The token that calls carry; renewed shortly before it ends. */
export async function bearer(): Promise<string> {
  if (!session.value || session.value.expiresAtMs < Date.now() + 30_000) await signInAgain();
  return session.value?.token ?? '';
}

/** Forgets the tokens here and ends the session of the sign-in page. */
export function signOut(): void {
  const { signInUrl, clientId } = theConfig();
  session.value = null;
  store.drop(SESSION);
  store.write(SIGNED_OUT, true);
  location.assign(`${signInUrl}/logout?${new URLSearchParams({ client_id: clientId, logout_uri: redirectUri() })}`);
}

const redirectUri = (): string => `${location.origin}/`;

function theConfig(): Config {
  if (!config.value) throw new Error('/config.json has not been read yet');
  return config.value;
}
