import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { Refusal } from '../../../application/refusal.ts';
import { READ } from '../../../contracts/routes/route.ts';
import { SOCKET_PROTOCOL } from '../../../contracts/socket-protocol.ts';
import { type Caller, callerOfClaims } from '../http/caller.ts';

interface Tokens {
  /** As the tokens name it; its keys lie below at `.well-known/jwks.json`. */
  readonly issuer: string;
  readonly audience: string;
}

/**
 * The authorizer of `$connect`. A browser can set no header but the list of subprotocols, so the token is the second one offered: an address with a token in it would
 * lie in logs. Answers 401 to a token that is not good (by throwing what API Gateway wants to hear) and 403 to one without a role. No token is ever logged.
 */
export function connectAuthorizer({ issuer, audience }: Tokens) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  const logger = new Logger({ serviceName: 'authorize-socket' });
  return async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const payload = await verified(tokenOf(event), async (token) => {
      const { payload: claims } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'iss', 'aud'],
      });
      return claims;
    }).catch((error: unknown) => {
      logger.info('refused', { reason: error instanceof Error ? error.message : 'unknown' });
      throw new Error('Unauthorized');
    });
    const caller = allowed(payload);
    if (caller === undefined) return verdict(event, 'Deny', 'nobody', {});
    const { tenant, subject } = caller;
    return verdict(event, 'Allow', subject, { tenant, subject, expiresUs: String(Number(payload.exp) * 1_000_000) });
  };
}

async function verified(token: string | undefined, verify: (token: string) => Promise<JWTPayload>): Promise<JWTPayload> {
  if (token === undefined) throw new Error(`no token beside the subprotocol ${SOCKET_PROTOCOL}`);
  return verify(token);
}

/** The caller if any of its roles may look at the market. */
function allowed(payload: JWTPayload): Caller | undefined {
  try {
    const caller = callerOfClaims(payload);
    return caller.roles.some((role) => READ.includes(role)) ? caller : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function tokenOf({ headers }: APIGatewayRequestAuthorizerEvent): string | undefined {
  const offered = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol')?.[1] ?? '';
  const [protocol, token, ...others] = offered.split(',').map((part) => part.trim());
  return protocol === SOCKET_PROTOCOL && others.length === 0 ? token : undefined;
}

function verdict(
  { methodArn }: APIGatewayRequestAuthorizerEvent,
  Effect: 'Allow' | 'Deny',
  principalId: string,
  context: Readonly<Record<string, string>>,
): APIGatewayAuthorizerResult {
  return {
    principalId,
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource: methodArn }] },
    context,
  };
}
