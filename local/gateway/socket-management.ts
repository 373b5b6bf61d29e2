import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { CREDENTIALS } from '../credentials.ts';
import type { OpenSocket } from './open-socket.ts';
import type { SocketLimits } from './socket-limits.ts';

interface World {
  readonly stage: string;
  readonly limits: SocketLimits;
  readonly find: (connection: string) => OpenSocket | undefined;
}

const NORMAL = 1000;

/**
 * The API by which functions send to a connection (POST) and close it (DELETE), signed by the credentials of the embedded cloud. 410 for one that has gone, 429 when the client
 * does not read what is sent. API Gateway Developer Guide, "Use @connections commands in your backend service". False for any other address.
 */
export async function manageConnection(
  { stage, limits, find }: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const [root, place, connections, id, ...others] = (request.url ?? '').split('?')[0]?.split('/').map(decoded) ?? [];
  if (root !== '' || place !== stage || connections !== '@connections' || id === undefined || others.length > 0) return false;
  const key = /^AWS4-HMAC-SHA256 Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1];
  if (key !== CREDENTIALS.accessKeyId || request.headers.origin !== undefined) return fault(response, 403, 'ForbiddenException');
  const open = find(id);
  if (open === undefined || open.socket.readyState !== open.socket.OPEN) return fault(response, 410, 'GoneException');
  if (request.method === 'DELETE') {
    open.socket.close(NORMAL, 'Connection Closed Normally');
    response.writeHead(204).end();
    return true;
  }
  if (request.method !== 'POST') return fault(response, 403, 'ForbiddenException');
  const message = await text(request);
  if (Buffer.byteLength(message) > limits.messageBytes) return fault(response, 413, 'PayloadTooLargeException');
  if (open.socket.bufferedAmount > limits.bufferBytes) return fault(response, 429, 'LimitExceededException');
  open.touch();
  open.socket.send(message);
  response.writeHead(200, { 'content-length': '0' }).end();
  return true;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function fault(response: ServerResponse, status: number, type: string): true {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type }).end(JSON.stringify({ message: type }));
  return true;
}
