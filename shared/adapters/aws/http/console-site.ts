import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Refusal } from '../../../application/refusal.ts';
import { ROUTES } from '../../../contracts/routes.ts';
import type { ApiHandler } from './api.ts';
import { problemReply } from './problem.ts';
import { jsonReply, Reply, toGateway } from './reply.ts';
import type { StaticFiles } from './static-files.ts';

interface Site {
  readonly files: StaticFiles;
  /** What `/config.json` tells the page. */
  readonly config: {
    readonly signInUrl: string;
    readonly clientId: string;
    readonly socketUrl: string;
    readonly stage: string;
    readonly version: string;
  };
  readonly uploadOrigin: Promise<string>;
}

/** First parts of the API's paths: a path below one of them is no page of the console, even when no route has it. */
const API_PARTS: ReadonlySet<string | undefined> = new Set(Object.values(ROUTES).map(({ path }) => path.split('/')[1]));

/** The handler of `$default`: the built console, its settings, and its first page for the routes that the page itself understands. */
export function consoleSite({ files, config, uploadOrigin }: Site): ApiHandler {
  const logger = new Logger({ serviceName: 'serve-console' });
  const serve = async (event: APIGatewayProxyEventV2) => {
    const { method } = event.requestContext.http;
    if (method !== 'GET' && method !== 'HEAD') throw new Refusal('not-found', `there is no ${method} ${event.rawPath}`);
    const name = event.rawPath.slice(1);
    if (name === 'config.json') return jsonReply(200, config);
    const page = name === '' || isPageOf(event, files) ? 'index.html' : name;
    if (!files.has(page)) throw new Refusal('not-found', `there is no ${method} ${event.rawPath}`);
    return files.serve(page, page.endsWith('.html') ? { 'content-security-policy': policy(await uploadOrigin, config) } : {});
  };
  const answer = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { requestId, http } = event.requestContext;
    const reply = await serve(event).catch((error: unknown) => {
      if (!(error instanceof Refusal)) logger.error('failed', error instanceof Error ? error : new Error(String(error)));
      return problemReply(error, requestId);
    });
    return toGateway(http.method === 'HEAD' ? new Reply(reply.status, reply.headers, '') : reply, requestId);
  };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(injectLambdaContext(logger))
    .handler(answer) as unknown as ApiHandler;
}

/** A browser that opens an address of the console: it asks for HTML, of a path that is neither a file nor below the API's. */
function isPageOf(event: APIGatewayProxyEventV2, files: StaticFiles): boolean {
  const parts = event.rawPath.split('/');
  const wantsPage = (event.headers?.['accept'] ?? '').includes('text/html');
  return wantsPage && !API_PARTS.has(parts[1]) && !(parts.at(-1) ?? '').includes('.') && !files.has(event.rawPath.slice(1));
}

/** Scripts and styles only from here; talks only to this origin, to where uploads go, to where one signs in and to the socket. */
function policy(uploadOrigin: string, { signInUrl, socketUrl }: Site['config']): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    `connect-src ${[...new Set(["'self'", uploadOrigin, new URL(signInUrl).origin, new URL(socketUrl).origin])].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
