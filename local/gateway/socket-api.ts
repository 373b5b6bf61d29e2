import { ofType } from '../template/check.ts';
import type { Resource } from '../template/template.ts';
import { findIntegration } from './routes.ts';

/** One route of the WebSocket API. */
export interface SocketRoute {
  /** `$connect`, `$disconnect`, `$default`, or what the selection expression finds in a message. */
  readonly key: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  /** Whether what the function answers goes back over the socket. */
  readonly answers: boolean;
  readonly authorizer: { readonly functionArn: string; readonly headers: readonly string[] } | undefined;
}

/** The longest that a WebSocket API waits for a function. */
const INTEGRATION_MS_MAX = 29_000;
const HEADER_SOURCE = /^route\.request\.header\.([\w.-]+)$/;

/** Reads the routes of a WebSocket API. Throws by name for what does not run here. */
export function readSocketRoutes(resources: readonly Resource[], api: Resource): SocketRoute[] {
  const expression = String(api.properties['RouteSelectionExpression']);
  if (expression !== '$request.body.action')
    throw new Error(`${api.stack}/${api.id}: RouteSelectionExpression ${expression} does not run here; $request.body.action does`);
  const routes = ofType(resources, 'AWS::ApiGatewayV2::Route').filter((route) => route.properties['ApiId'] === api.ref);
  return routes.map((route) => {
    const integration = findIntegration(resources, route);
    const { IntegrationType, IntegrationUri, TimeoutInMillis = INTEGRATION_MS_MAX } = integration.properties;
    if (IntegrationType !== 'AWS_PROXY')
      throw new Error(`${integration.stack}/${integration.id}: ${String(IntegrationType)} does not run here; AWS_PROXY does`);
    return {
      key: String(route.properties['RouteKey']),
      functionArn: String(IntegrationUri),
      timeoutMs: Math.min(Number(TimeoutInMillis), INTEGRATION_MS_MAX),
      answers: route.properties['RouteResponseSelectionExpression'] === '$default',
      authorizer: readAuthorizer(resources, route),
    };
  });
}

/** The route of a message: what its `action` names, else `$default`. */
export function routeOfMessage(routes: readonly SocketRoute[], text: string): SocketRoute | undefined {
  return routes.find(({ key }) => key === actionOf(text)) ?? routes.find(({ key }) => key === '$default');
}

function actionOf(text: string): unknown {
  try {
    const value = JSON.parse(text) as { action?: unknown } | null;
    return String(value?.action).startsWith('$') ? undefined : value?.action;
  } catch {
    return undefined;
  }
}

function readAuthorizer(resources: readonly Resource[], route: Resource): SocketRoute['authorizer'] {
  const { AuthorizationType = 'NONE', AuthorizerId, RouteKey } = route.properties;
  if (AuthorizationType === 'NONE') return undefined;
  const authorizer = ofType(resources, 'AWS::ApiGatewayV2::Authorizer').find((candidate) => candidate.ref === AuthorizerId);
  const sources = (authorizer?.properties['IdentitySource'] ?? []) as readonly string[];
  const headers = sources.map((source) => HEADER_SOURCE.exec(source)?.[1]);
  const runs =
    RouteKey === '$connect' &&
    AuthorizationType === 'CUSTOM' &&
    authorizer?.properties['AuthorizerType'] === 'REQUEST' &&
    headers.every((header) => header !== undefined);
  if (!runs)
    throw new Error(
      `${route.stack}/${route.id}: authorization ${String(AuthorizationType)} from ${sources.join(', ')} does not run here; a REQUEST authorizer of $connect that reads headers does`,
    );
  return { functionArn: String(authorizer.properties['AuthorizerUri']), headers: headers as readonly string[] };
}
