import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { Refusal } from '../../../application/refusal.ts';
import { ROUTES, type Route, type RouteId } from '../../../contracts/routes.ts';
import { problemReply } from './problem.ts';
import { jsonReply, Reply, toGateway } from './reply.ts';
import { type ApiRequest, requestOf } from './request.ts';

/** Ids of the routes that a function answers. */
export type RoutesOf<F extends string> = { [K in RouteId]: (typeof ROUTES)[K]['handler'] extends F ? K : never }[RouteId];
/** What answers a route: a plain value goes out as JSON with the route's status. */
export type Answer<K extends RouteId> = (request: ApiRequest<K>, context: Context) => Promise<unknown>;
export type ApiHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

type AnyAnswer = (request: ApiRequest, context: Context) => Promise<unknown>;

/** The Lambda handler of a function that answers routes: finds the route, parses, checks the role, answers, turns what is thrown into problem+json. */
export function api<F extends string>(name: F, answers: { readonly [K in RoutesOf<F>]: Answer<K> }): ApiHandler {
  const logger = new Logger({ serviceName: name });
  const table = new Map<string, readonly [Route, AnyAnswer]>();
  for (const [id, answer] of Object.entries(answers)) {
    const route: Route = ROUTES[id as RouteId];
    table.set(`${route.method} ${route.path}`, [route, answer as AnyAnswer]);
  }
  const answer = async (event: APIGatewayProxyEventV2, context: Context) => {
    const { requestId } = event.requestContext;
    logger.appendKeys({ requestId, route: event.routeKey });
    try {
      return toGateway(await answerOf(table, event, context), requestId);
    } catch (error) {
      if (error instanceof Refusal) logger.info('refused', { kind: error.kind, detail: error.message });
      else logger.error('failed', error instanceof Error ? error : new Error(String(error)));
      return toGateway(problemReply(error, requestId), requestId);
    }
  };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(answer) as unknown as ApiHandler;
}

async function answerOf(
  table: ReadonlyMap<string, readonly [Route, AnyAnswer]>,
  event: APIGatewayProxyEventV2,
  context: Context,
): Promise<Reply> {
  const found = table.get(event.routeKey);
  if (found === undefined) throw new Refusal('not-found', `there is no ${event.requestContext.http.method} ${event.rawPath}`);
  const [route, answer] = found;
  const value = await answer(requestOf(event, route), context);
  if (value instanceof Reply) return value;
  return route.status === 204 ? new Reply(204, {}, '') : jsonReply(route.status, value);
}
