import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyWebsocketEventV2, Context } from 'aws-lambda';
import type * as z from 'zod';
import { ClientMessage, type ServerMessage } from '../../../contracts/socket.ts';
import { SOCKET_PROTOCOL } from '../../../contracts/socket-protocol.ts';
import type { Subscriptions } from '../../../ports/subscriptions.ts';
import { JsonError, parseStrictJson } from '../http/strict-json.ts';

/** How long API Gateway keeps a connection at most. */
const LIFE_US = 2 * 3600 * 1_000_000;
const MAX_DEPTH = 4;

interface World {
  readonly subscriptions: Subscriptions;
  readonly answer: (connection: string, message: ClientMessage) => Promise<ServerMessage>;
}

type Handler = (event: APIGatewayProxyWebsocketEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;
type Authorized = { readonly authorizer?: { readonly expiresUs?: string } };

/** The Lambda handler of all routes of the WebSocket API: opens, closes, and answers what clients ask; the answer goes back over the socket it came from. */
export function socketHandler({ subscriptions, answer }: World): Handler {
  const logger = new Logger({ serviceName: 'handle-socket' });
  const handle = async (event: APIGatewayProxyWebsocketEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { connectionId, eventType, connectedAt } = event.requestContext;
    if (eventType === 'CONNECT') {
      const tokenUs = Number((event.requestContext as Authorized).authorizer?.expiresUs);
      if (!Number.isFinite(tokenUs)) return { statusCode: 401 };
      await subscriptions.open({ connection: connectionId, expiresUs: Math.min(tokenUs, connectedAt * 1000 + LIFE_US) });
      return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': SOCKET_PROTOCOL } };
    }
    if (eventType === 'DISCONNECT') {
      await subscriptions.close(connectionId);
      return { statusCode: 200 };
    }
    const message = readMessage(event.body ?? '');
    return { statusCode: 200, body: JSON.stringify('kind' in message ? message : await answer(connectionId, message)) };
  };
  return middy<APIGatewayProxyWebsocketEventV2, APIGatewayProxyStructuredResultV2>()
    .use(injectLambdaContext(logger))
    .handler(handle) as unknown as Handler;
}

/** What a client asks for, or the error that says what is wrong with it. */
function readMessage(text: string): ClientMessage | Extract<ServerMessage, { kind: 'error' }> {
  let value: unknown;
  try {
    value = parseStrictJson(text, MAX_DEPTH);
  } catch (error) {
    if (error instanceof JsonError) return invalid('', `message: must be JSON: ${error.message}`);
    throw error;
  }
  const parsed = ClientMessage.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0] as z.core.$ZodIssue;
  const field = issue.path.join('.');
  return invalid(field, `${field === '' ? 'message' : field}: ${issue.message}`);
}

function invalid(field: string, message: string): Extract<ServerMessage, { kind: 'error' }> {
  return { v: 1, kind: 'error', code: 'invalid', field, message };
}
