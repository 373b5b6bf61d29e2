import { ofType } from '../template/check.ts';
import type { Resource } from '../template/template.ts';

/** One route of the HTTP API with what it calls and who may call it. */
export interface GatewayRoute {
  /** Like `GET /datasets/{id}` or `$default`. */
  readonly key: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly authorizer: { readonly issuer: string; readonly audience: readonly string[]; readonly scopes: readonly string[] } | undefined;
}

export interface Match {
  readonly route: GatewayRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The longest that an HTTP API waits for a function. */
const INTEGRATION_MS_MAX = 30_000;

/** Reads the routes of an API. Throws by name for an authorizer or an integration that does not run here. */
export function readRoutes(resources: readonly Resource[], apiId: string): GatewayRoute[] {
  const routes = ofType(resources, 'AWS::ApiGatewayV2::Route').filter((route) => route.properties['ApiId'] === apiId);
  return routes.map((route) => {
    const integration = findTarget(resources, route);
    return {
      key: String(route.properties['RouteKey']),
      functionArn: String(integration.properties['IntegrationUri']),
      timeoutMs: Math.min(Number(integration.properties['TimeoutInMillis'] ?? INTEGRATION_MS_MAX), INTEGRATION_MS_MAX),
      authorizer: readAuthorizer(resources, route),
    };
  });
}

/** The route that API Gateway would choose: an exact segment before a parameter, a full match before a greedy one, any method last, then `$default`. */
export function matchRoute(routes: readonly GatewayRoute[], method: string, path: string): Match | undefined {
  let best: (Match & { rank: string }) | undefined;
  for (const route of routes) {
    const found = matchKey(route.key, method, path);
    if (found !== undefined && (best === undefined || found.rank < best.rank)) best = { route, ...found };
  }
  return best;
}

function matchKey(key: string, method: string, path: string): { pathParameters: Record<string, string>; rank: string } | undefined {
  if (key === '$default') return { pathParameters: {}, rank: '~' };
  const [verb = '', pattern = ''] = key.split(' ', 2);
  if (verb !== 'ANY' && verb !== method) return undefined;
  const wanted = pattern.split('/');
  const given = path.split('/');
  const pathParameters: Record<string, string> = {};
  let rank = '';
  for (const [i, segment] of wanted.entries()) {
    const parameter = /^\{(\w+)(\+?)\}$/.exec(segment);
    if (parameter === null) {
      if (segment !== given[i]) return undefined;
      rank += '0';
    } else if (parameter[2] === '+') {
      if (given.length <= i) return undefined;
      pathParameters[parameter[1] as string] = decodeURIComponent(given.slice(i).join('/'));
      return { pathParameters, rank: `${rank}2` };
    } else {
      if ((given[i] ?? '') === '') return undefined;
      pathParameters[parameter[1] as string] = decodeURIComponent(given[i] as string);
      rank += '1';
    }
  }
  return given.length === wanted.length ? { pathParameters, rank: rank + (verb === 'ANY' ? '1' : '0') } : undefined;
}

function findTarget(resources: readonly Resource[], route: Resource): Resource {
  const integration = findIntegration(resources, route);
  const { IntegrationType, PayloadFormatVersion } = integration.properties;
  if (IntegrationType !== 'AWS_PROXY' || PayloadFormatVersion !== '2.0') {
    throw new Error(
      `${integration.stack}/${integration.id}: ${String(IntegrationType)} with payload ${String(PayloadFormatVersion)} does not run here; AWS_PROXY with 2.0 does`,
    );
  }
  return integration;
}

/** What a route calls. Throws when no template has it. */
export function findIntegration(resources: readonly Resource[], route: Resource): Resource {
  const id = String(route.properties['Target']).replace(/^integrations\//, '');
  const integration = ofType(resources, 'AWS::ApiGatewayV2::Integration').find((candidate) => candidate.ref === id);
  if (integration === undefined) throw new Error(`${route.stack}/${route.id}: no template has the integration ${id}`);
  return integration;
}

function readAuthorizer(resources: readonly Resource[], route: Resource): GatewayRoute['authorizer'] {
  const { AuthorizationType = 'NONE', AuthorizerId, AuthorizationScopes = [] } = route.properties;
  if (AuthorizationType === 'NONE') return undefined;
  const authorizer = ofType(resources, 'AWS::ApiGatewayV2::Authorizer').find((candidate) => candidate.ref === AuthorizerId);
  const source = ((authorizer?.properties['IdentitySource'] ?? []) as string[])[0];
  if (AuthorizationType !== 'JWT' || authorizer?.properties['AuthorizerType'] !== 'JWT' || source !== '$request.header.Authorization') {
    throw new Error(
      `${route.stack}/${route.id}: authorization ${String(AuthorizationType)} from ${source ?? 'nothing'} does not run here; JWT from $request.header.Authorization does`,
    );
  }
  const { Issuer, Audience } = authorizer.properties['JwtConfiguration'] as { Issuer: string; Audience: string[] };
  return { issuer: Issuer, audience: Audience, scopes: AuthorizationScopes as string[] };
}
