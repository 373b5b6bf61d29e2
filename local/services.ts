import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { namesLoopback } from './loopback.ts';
import { ServiceError } from './service-error.ts';

/** A service that speaks one of AWS's JSON protocols: `X-Amz-Target: Prefix.Operation`. */
export interface JsonService {
  call(operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown>;
}

export interface Services {
  /** By the prefix of `X-Amz-Target`. */
  json: Readonly<Record<string, JsonService>>;
  objects: { handle(request: IncomingMessage, response: ServerResponse): Promise<void> };
}

/**
 * One server for the AWS services of our own: the JSON ones by their target header, S3 by everything else. `services` is asked at each request, because the
 * address must be known before the resources that stand behind it. A service that is not here is refused by name, so nothing ever leaves this machine.
 */
export function createServices(services: () => Services | undefined): Server {
  return createServer((request, response) => {
    const standing = services();
    if (standing === undefined || !namesLoopback(request)) {
      response.writeHead(standing === undefined ? 503 : 403).end();
      return;
    }
    const target = request.headers['x-amz-target'];
    void (typeof target === 'string' ? answerJson(standing.json, target, request, response) : standing.objects.handle(request, response));
  });
}

async function answerJson(services: Services['json'], target: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('x-amzn-requestid', randomUUID());
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  try {
    const dot = target.lastIndexOf('.');
    const service = services[target.slice(0, dot)];
    if (service === undefined) throw new ServiceError('UnknownOperationException', `${target} is not offered by the embedded cloud`, 501);
    if (request.headers.authorization === undefined)
      throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
    const body = await text(request);
    const output = await service.call(target.slice(dot + 1), JSON.parse(body === '' ? '{}' : body) as Record<string, unknown>);
    response.writeHead(200).end(JSON.stringify(output));
  } catch (error) {
    const known = error instanceof ServiceError ? error : new ServiceError('InternalFailure', (error as Error).message, 500);
    response.writeHead(known.status).end(JSON.stringify({ __type: known.type, message: known.message }));
  }
}
