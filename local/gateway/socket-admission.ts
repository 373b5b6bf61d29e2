import type { IncomingMessage } from 'node:http';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { SocketRoute } from './socket-api.ts';
import { authorizerEvent, connectEvent, type Connection, type EventContext } from './socket-event.ts';
import { withLimit } from '../lambda/with-limit.ts';

interface Handshake {
  readonly request: IncomingMessage;
  readonly connection: Connection;
  readonly context: EventContext;
  readonly route: SocketRoute | undefined;
  readonly functionByArn: (arn: string) => FunctionPool;
}

export interface Admission {
  readonly status: number;
  readonly error?: string;
  /** What the functions will see of the connection; absent when it is refused. */
  readonly connection?: Connection;
  /** The subprotocol that `$connect` chose. */
  readonly protocol?: string;
}

interface Policy {
  readonly principalId?: string;
  readonly policyDocument?: { readonly Statement?: readonly { readonly Effect?: string }[] };
  readonly context?: Readonly<Record<string, unknown>>;
}

/** An authorizer is waited for as long as that. */
const AUTHORIZER_MS_MAX = 10_000;

/**
 * Whether a client may connect: 401 without what the authorizer reads or when it throws `Unauthorized`, 403 when its policy denies, else what `$connect` says.
 * API Gateway Developer Guide, "Control access to WebSocket APIs with AWS Lambda REQUEST authorizers".
 */
export async function admit(handshake: Handshake): Promise<Admission> {
  const { request, context, route, functionByArn } = handshake;
  let { connection } = handshake;
  if (route?.authorizer !== undefined) {
    const { functionArn, headers } = route.authorizer;
    if (headers.some((name) => request.headers[name.toLowerCase()] === undefined)) return { status: 401, error: 'no identity' };
    const event = JSON.stringify(authorizerEvent(connection, context, request));
    const outcome = await withLimit(functionByArn(functionArn), { event, requestId: context.requestId, limitMs: AUTHORIZER_MS_MAX });
    if (outcome?.ok !== true)
      return outcome?.error.errorMessage === 'Unauthorized' ? { status: 401, error: 'Unauthorized' } : failed(outcome);
    const policy = JSON.parse(outcome.payload) as Policy;
    const statements = policy.policyDocument?.Statement ?? [];
    if (statements.length === 0 || statements.some(({ Effect }) => Effect !== 'Allow')) return { status: 403, error: 'Forbidden' };
    connection = { ...connection, authorizer: { principalId: policy.principalId, ...policy.context } };
  }
  if (route === undefined) return { status: 200, connection };
  const event = JSON.stringify(connectEvent(connection, context, request));
  const outcome = await withLimit(functionByArn(route.functionArn), { event, requestId: context.requestId, limitMs: route.timeoutMs });
  if (outcome?.ok !== true) return failed(outcome);
  const { statusCode = 200, headers = {} } = (JSON.parse(outcome.payload) ?? {}) as {
    statusCode?: number;
    headers?: Record<string, string>;
  };
  if (statusCode < 200 || statusCode > 299) return { status: statusCode, error: `$connect answered ${statusCode}` };
  const protocol = Object.entries(headers).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol')?.[1];
  return { status: 200, connection, ...(protocol === undefined ? {} : { protocol }) };
}

function failed(outcome: Awaited<ReturnType<typeof withLimit>>): Admission {
  return { status: 502, error: outcome?.ok === false ? `${outcome.error.errorType}: ${outcome.error.errorMessage}` : 'no answer in time' };
}
