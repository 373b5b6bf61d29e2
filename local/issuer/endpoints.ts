import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { GrantError, type Issuer } from './issuer.ts';

const FORM_BYTES_MAX = 16 * 1024;

/** Answers the addresses that Cognito's domain would have. Returns false for any other, which is the gateway's. */
export async function answerIssuer(issuer: Issuer, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const url = new URL(request.url ?? '/', issuer.settings.issuer);
  const endpoint = ENDPOINTS[`${request.method} ${url.pathname}`];
  if (endpoint === undefined) return false;
  try {
    await endpoint(issuer, { url, request, response });
  } catch (error) {
    if (!(error instanceof GrantError)) throw error;
    json(response, 400, { error: error.code, error_description: error.message });
  }
  return true;
}

interface Exchange {
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const ENDPOINTS: Readonly<Record<string, (issuer: Issuer, exchange: Exchange) => void | Promise<void>>> = {
  'GET /oauth2/authorize': (issuer, { url, response }) => redirect(response, issuer.authorize(url.searchParams)),
  'POST /oauth2/token': async (issuer, { request, response }) => {
    if (Number(request.headers['content-length'] ?? FORM_BYTES_MAX + 1) > FORM_BYTES_MAX)
      throw new GrantError('invalid_request', 'the form is too long');
    json(response, 200, await issuer.exchange(new URLSearchParams(await text(request))));
  },
  'GET /logout': (issuer, { url, response }) => {
    const target = url.searchParams.get('logout_uri') ?? '/';
    const own = new URL(target, issuer.settings.issuer).origin === new URL(issuer.settings.issuer).origin;
    if (!own) throw new GrantError('invalid_request', `logout_uri ${target} is not on this machine`);
    redirect(response, target);
  },
  'GET /.well-known/jwks.json': (issuer, { response }) => json(response, 200, { keys: [issuer.settings.keys.publicJwk] }),
  'GET /.well-known/openid-configuration': (issuer, { response }) => {
    const { issuer: name } = issuer.settings;
    json(response, 200, {
      issuer: name,
      authorization_endpoint: `${name}/oauth2/authorize`,
      token_endpoint: `${name}/oauth2/token`,
      jwks_uri: `${name}/.well-known/jwks.json`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['RS256'],
    });
  },
};

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, 'cache-control': 'no-store' }).end();
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}
