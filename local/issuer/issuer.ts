import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { SignJWT } from 'jose';
import type { IssuerKeys } from './keys.ts';

/** An application that may sign people in, as the user pool client says. */
export interface IssuerClient {
  readonly id: string;
  readonly callbackUrls: readonly string[];
  readonly scopes: readonly string[];
  readonly idTokenSeconds: number;
  readonly accessTokenSeconds: number;
}

export interface IssuerSettings {
  readonly issuer: string;
  readonly clients: readonly IssuerClient[];
  /** Groups of the one user, who owns this machine: all that the templates have. */
  readonly groups: readonly string[];
  readonly keys: IssuerKeys;
}

export interface Tokens {
  readonly id_token: string;
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
}

interface Grant {
  readonly client: IssuerClient;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | undefined;
  readonly expiresMs: number;
}

/** A refusal in the words of OAuth 2.0 (RFC 6749, 5.2). */
export class GrantError extends Error {
  override readonly name = 'GrantError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const CODE_MS = 60_000;
const USER_ID = '00000000-0000-4000-8000-000000000001';

/** The issuer of the tokens that a user pool would give: authorisation code with PKCE (RFC 7636), approved at once because only this machine can ask. */
export class Issuer {
  readonly settings: IssuerSettings;
  readonly #grants = new Map<string, Grant>();

  constructor(settings: IssuerSettings) {
    this.settings = settings;
  }

  /** Answers `/oauth2/authorize`: the address to send the browser back to, with a code that is good for one minute and one use. Throws `GrantError`. */
  authorize(query: URLSearchParams): string {
    const client = this.#client(query.get('client_id'));
    const redirectUri = query.get('redirect_uri') ?? '';
    if (!client.callbackUrls.some((url) => sameCallback(url, redirectUri)))
      throw new GrantError('invalid_request', `redirect_uri ${redirectUri} is not registered; ${client.callbackUrls.join(', ')} is`);
    if (query.get('response_type') !== 'code') throw new GrantError('unsupported_response_type', 'response_type must be code');
    const challenge = query.get('code_challenge') ?? '';
    if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge))
      throw new GrantError('invalid_request', 'code_challenge must be an S256 challenge');
    const code = randomBytes(24).toString('base64url');
    const now = Date.now();
    for (const [old, grant] of this.#grants) if (grant.expiresMs < now) this.#grants.delete(old);
    this.#grants.set(code, { client, redirectUri, challenge, nonce: query.get('nonce') ?? undefined, expiresMs: now + CODE_MS });
    const target = new URL(redirectUri);
    target.searchParams.set('code', code);
    const state = query.get('state');
    if (state !== null) target.searchParams.set('state', state);
    return target.href;
  }

  /** Answers `/oauth2/token`: trades a code and its verifier for tokens. Throws `GrantError`. */
  async exchange(form: URLSearchParams): Promise<Tokens> {
    if (form.get('grant_type') !== 'authorization_code')
      throw new GrantError('unsupported_grant_type', 'grant_type must be authorization_code');
    const client = this.#client(form.get('client_id'));
    const code = form.get('code') ?? '';
    const grant = this.#grants.get(code);
    this.#grants.delete(code);
    const fits =
      grant !== undefined &&
      grant.client.id === client.id &&
      grant.redirectUri === form.get('redirect_uri') &&
      grant.expiresMs >= Date.now() &&
      verifies(form.get('code_verifier') ?? '', grant.challenge);
    if (!fits) throw new GrantError('invalid_grant', 'the code is unknown, used, too old, or its verifier does not fit');
    return this.tokens(client, { nonce: grant.nonce });
  }

  /** Signs tokens for the owner of this machine; tests ask for fewer groups. */
  async tokens(client: IssuerClient, options: { nonce?: string | undefined; groups?: readonly string[] } = {}): Promise<Tokens> {
    const groups = options.groups ?? this.settings.groups;
    const user = { 'cognito:username': 'owner', 'cognito:groups': groups, 'custom:tenant': 'owner' };
    const id = { ...user, token_use: 'id', email: 'owner@localhost', ...(options.nonce === undefined ? {} : { nonce: options.nonce }) };
    const access = {
      'cognito:groups': groups,
      username: 'owner',
      token_use: 'access',
      client_id: client.id,
      scope: client.scopes.join(' '),
    };
    return {
      id_token: await this.#sign(id, client.idTokenSeconds, client.id),
      access_token: await this.#sign(access, client.accessTokenSeconds),
      token_type: 'Bearer',
      expires_in: client.idTokenSeconds,
    };
  }

  #client(id: string | null): IssuerClient {
    const client = this.settings.clients.find((candidate) => candidate.id === id);
    if (client === undefined) throw new GrantError('invalid_client', `client_id ${id ?? '(none)'} is not registered`);
    return client;
  }

  #sign(claims: Record<string, unknown>, seconds: number, audience?: string): Promise<string> {
    const token = new SignJWT({ ...claims, auth_time: Math.floor(Date.now() / 1000) })
      .setProtectedHeader({ alg: 'RS256', kid: this.settings.keys.keyId })
      .setIssuer(this.settings.issuer)
      .setSubject(USER_ID)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${seconds}s`);
    return (audience === undefined ? token : token.setAudience(audience)).sign(this.settings.keys.sign);
  }
}

/** `localhost` and `127.0.0.1` are one machine, so a registered callback may be called by either name. */
function sameCallback(registered: string, asked: string): boolean {
  const [left, right] = [registered, asked].map((url) => (URL.canParse(url) ? new URL(url) : undefined));
  if (left === undefined || right === undefined) return false;
  const name = (url: URL): string => url.hostname.replace(/^(localhost|\[::1\])$/, '127.0.0.1');
  return (
    left.protocol === right.protocol &&
    name(left) === name(right) &&
    left.port === right.port &&
    left.pathname === right.pathname &&
    right.hash === ''
  );
}

function verifies(verifier: string, challenge: string): boolean {
  const computed = Buffer.from(createHash('sha256').update(verifier).digest('base64url'));
  const given = Buffer.from(challenge);
  return computed.length === given.length && timingSafeEqual(computed, given);
}
