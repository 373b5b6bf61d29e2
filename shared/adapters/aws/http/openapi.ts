import {
  OpenApiGeneratorV31,
  OpenAPIRegistry,
  type ResponseConfig,
  type RouteConfig,
  zodToOpenAPIRegistry,
} from '@asteasolutions/zod-to-openapi';
import * as z from 'zod';
import { EXAMPLES } from '../../../contracts/examples.ts';
import { ROUTES, type Route, type RouteId } from '../../../contracts/routes.ts';
import {
  Backtest,
  BacktestRequest,
  Bar,
  BarsPage,
  CreateDataset,
  Dataset,
  DatasetUpload,
  EquityPage,
  Health,
  IndicatorInfo,
  ParameterInfo,
  Problem,
  StrategyInfo,
  TradeRow,
  TradesPage,
} from '../../../contracts/schemas.ts';
import { IDEMPOTENCY_SECONDS } from './idempotent.ts';

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/** Schemas that stand in the document by name, each once. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Problem,
  Dataset,
  CreateDataset,
  DatasetUpload,
  Bar,
  BarsPage,
  BacktestRequest,
  Backtest,
  TradeRow,
  TradesPage,
  EquityPage,
  StrategyInfo,
  IndicatorInfo,
  ParameterInfo,
  Health,
};
const SECURITY = 'token';
/** What a page of bars as CSV looks like. */
const CSV_EXAMPLE = 'time,open,high,low,close,volume,closed\n2021-04-04T20:00:00Z,58000,58400.5,57910,58250,102.5,true\n';

/** This API as OpenAPI 3.1, made from `ROUTES` and the schemas alone: a route that is not in it cannot exist. */
export function openApiDocument(version: string): OpenApiDocument {
  for (const [refId, schema] of Object.entries(NAMED))
    if (!zodToOpenAPIRegistry.has(schema)) zodToOpenAPIRegistry.add(schema, { _internal: { refId } });
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', SECURITY, {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of the sign-in that /config.json names. Its groups are the roles: viewer, trader, risk, admin.',
  });
  for (const [id, route] of Object.entries<Route>(ROUTES)) registry.registerPath(pathOf(id as RouteId, route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Skytape',
      version,
      description:
        'Backtests on your own data, and the bars of streamed instruments. Ratios are fractions, times ISO 8601 in UTC, money plain numbers.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(Object.values(ROUTES).map(tagOf))].map((name) => ({ name })),
  });
}

function pathOf(id: RouteId, route: Route): RouteConfig {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const headers = route.idempotent === true ? z.object({ 'Idempotency-Key': idempotencyKey() }) : undefined;
  return {
    method: route.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete',
    path: route.path,
    operationId: id,
    tags: [tagOf(route)],
    summary: route.summary,
    ...(route.access === 'public'
      ? { security: [] }
      : { security: [{ [SECURITY]: [] }], description: `Roles: ${route.access.join(', ')}.` }),
    request: {
      ...(names.length === 0 ? {} : { params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) }),
      ...(route.query instanceof z.ZodObject ? { query: route.query } : {}),
      ...(headers === undefined ? {} : { headers }),
      ...(route.body === undefined
        ? {}
        : { body: { required: true, content: { 'application/json': { schema: route.body, example: EXAMPLES[id]?.body } } } }),
    },
    responses: { [route.status]: successOf(id, route), ...refusalsOf(route) },
  };
}

function successOf(id: RouteId, route: Route): ResponseConfig {
  if (route.status === 204) return { description: 'Done; there is nothing to say.' };
  const example = EXAMPLES[id]?.response;
  const json = { schema: route.response ?? z.looseObject({}), ...(example === undefined ? {} : { example }) };
  const others = Object.fromEntries(
    (route.produces ?? []).map((type) => [type, { schema: z.string(), ...(type === 'text/csv' ? { example: CSV_EXAMPLE } : {}) }]),
  );
  const onlyOthers = route.response === undefined && route.produces !== undefined;
  return { description: route.summary, content: onlyOthers ? others : { 'application/json': json, ...others } };
}

/** Refusals that a route can give. Those of the gateway itself carry `{ message }` in place of a problem. */
function refusalsOf(route: Route): Record<string, ResponseConfig> {
  const problem = (description: string): ResponseConfig => ({
    description,
    content: { 'application/problem+json': { schema: Problem } },
  });
  const gateway = (description: string): ResponseConfig => ({
    description,
    content: { 'application/json': { schema: z.object({ message: z.string() }) } },
  });
  return {
    ...(route.query !== undefined || route.body !== undefined
      ? { '400': problem('The request is not valid; `field` names the part at fault.') }
      : {}),
    ...(route.access === 'public'
      ? {}
      : { '401': gateway('No token, or one that is expired or of another issuer.'), '403': problem('The token has none of the roles.') }),
    ...(route.path.includes('{') ? { '404': problem("There is no such thing, or it is another tenant's.") } : {}),
    ...(route.method === 'POST' || /^\/[a-z-]+\/\{id\}\/(trades|equity|rows|report)$/.test(route.path) || route.path === '/bars'
      ? { '409': problem('Not in this state, or the idempotency key was used with another body.') }
      : {}),
    ...(route.body === undefined ? {} : { '413': problem('The body is larger than 1 MiB.'), '415': problem('The body is not JSON.') }),
    ...(route.path.endsWith('/complete') ? { '422': problem('The file holds no bars; the dataset is REJECTED.') } : {}),
    ...(route.handler === 'start-study' && route.status === 202
      ? { '422': problem('The quote is above the cap; the detail names both, and nothing was started.') }
      : {}),
    '429': gateway('Too many requests.'),
    '500': problem('Something broke; `requestId` finds it in the log.'),
  };
}

function idempotencyKey(): z.ZodType {
  return z
    .string()
    .min(1)
    .max(255)
    .optional()
    .meta({
      description: `Of your choice. The same key and body within ${IDEMPOTENCY_SECONDS / 60} minutes get the first answer again instead of being done twice.`,
    });
}

function tagOf({ path }: Pick<Route, 'path'>): string {
  const first = path.split('/')[1] ?? '';
  return ['health', 'openapi.json', 'docs'].includes(first) ? 'platform' : first;
}
