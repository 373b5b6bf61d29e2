import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Refusal } from '../../../application/refusal.ts';
import type { Role, Route } from '../../../contracts/routes.ts';

/** Who calls, as the token says it. */
export interface Caller {
  readonly tenant: string;
  readonly subject: string;
  readonly roles: readonly Role[];
}

const ROLES: readonly string[] = ['viewer', 'trader', 'risk', 'admin'] satisfies Role[];
/** A tenant becomes part of keys, so it may hold nothing that separates them. */
const TENANT = /^[A-Za-z0-9_-]{1,64}$/;
const NOBODY: Caller = { tenant: '', subject: '', roles: [] };

/** The caller of a route; nobody on a public one. Throws a refusal (403) when no role of the caller may call it. */
export function callerOf(event: APIGatewayProxyEventV2, route: Route): Caller {
  if (route.access === 'public') return NOBODY;
  const caller = callerOfClaims(claimsOf(event));
  const { roles } = caller;
  if (!roles.some((role) => route.access.includes(role))) {
    const held = roles.length === 0 ? 'none' : roles.join(', ');
    throw new Refusal(
      'forbidden',
      `${route.method} ${route.path} needs one of the roles ${route.access.join(', ')}; the token has ${held}`,
    );
  }
  return caller;
}

/** Who a verified token is of. Throws a refusal (403) when its tenant cannot be one. */
export function callerOfClaims(claims: Readonly<Record<string, unknown>>): Caller {
  const claimed = claims['custom:tenant'];
  const tenant = claimed === undefined ? 'owner' : (textOf(claimed) ?? '');
  if (!TENANT.test(tenant)) throw new Refusal('forbidden', "the token's custom:tenant must be 1 to 64 letters, digits, - or _");
  return { tenant, subject: textOf(claims['sub']) ?? '', roles: rolesOf(claims['cognito:groups']) };
}

/** The claims that the gateway's authorizer verified; none when it let the request through without a token. */
function claimsOf(event: APIGatewayProxyEventV2): Readonly<Record<string, unknown>> {
  const context = event.requestContext as { authorizer?: { jwt?: { claims?: Record<string, unknown> } } };
  return context.authorizer?.jwt?.claims ?? {};
}

/** An HTTP API hands a list claim over as the text `[trader viewer]`; a single group may come bare. */
function rolesOf(claim: unknown): Role[] {
  const names = Array.isArray(claim) ? claim.map(String) : (textOf(claim) ?? '').replace(/^\[|\]$/g, '').split(/[\s,]+/);
  return names.filter((name) => ROLES.includes(name)) as Role[];
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' ? claim : undefined;
}
