import { type HttpApi, HttpMethod, HttpNoneAuthorizer, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import type { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ROUTES, type Route } from '../../shared/contracts/routes.ts';
import { acknowledgePublicRoute } from './acknowledge.ts';
import type { ApiFunctionName } from '../wirings/wiring.ts';
import type { ApiFunctions } from './api-functions.ts';

/** Every route of the contract, and the console on whatever is left; one integration per function. */
export function addRoutes(api: HttpApi, functions: ApiFunctions, authorizer: HttpJwtAuthorizer): void {
  const integrations = new Map<string, HttpLambdaIntegration>();
  const integrationOf = (name: ApiFunctionName): HttpLambdaIntegration => {
    const known = integrations.get(name) ?? new HttpLambdaIntegration(name, functions[name].function, { scopePermissionToRoute: false });
    integrations.set(name, known);
    return known;
  };
  for (const [id, route] of Object.entries<Route>(ROUTES)) {
    if (!isApiFunction(functions, route.handler))
      throw new Error(`route ${id}: no function is called ${route.handler}; add it to infra/wirings`);
    const isPublic = route.access === 'public';
    const made = new HttpRoute(api, `Route-${id}`, {
      httpApi: api,
      routeKey: HttpRouteKey.with(route.path, HttpMethod[route.method]),
      integration: integrationOf(route.handler),
      authorizer: isPublic ? new HttpNoneAuthorizer() : authorizer,
    });
    if (isPublic) acknowledgePublicRoute(made, 'Health and the documentation of the API are public: they show nothing of any tenant.');
  }
  const rest = new HttpRoute(api, 'Route-console', {
    httpApi: api,
    routeKey: HttpRouteKey.DEFAULT,
    integration: integrationOf('serve-console'),
    authorizer: new HttpNoneAuthorizer(),
  });
  acknowledgePublicRoute(rest, 'The console is static files that a browser must load before anyone can sign in.');
}

function isApiFunction(functions: ApiFunctions, name: string): name is ApiFunctionName {
  return Object.hasOwn(functions, name);
}
