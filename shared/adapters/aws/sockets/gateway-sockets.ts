import {
  type ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  LimitExceededException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Sent, Sockets } from '../../../ports/sockets.ts';

/** A healthy connection takes a message within tens of milliseconds, but the first call of a function that has just started takes far longer. */
const SEND_MS_MAX = 2000;

/** Connections of a WebSocket API. 410 is `gone`; 429 says that the client's buffer is full, which is `slow`, as is no answer in two seconds. */
export class GatewaySockets implements Sockets {
  readonly #client: ApiGatewayManagementApiClient;
  constructor(client: ApiGatewayManagementApiClient) {
    this.#client = client;
  }

  async send(connection: string, text: string): Promise<Sent> {
    const signal = AbortSignal.timeout(SEND_MS_MAX);
    try {
      await this.#client.send(new PostToConnectionCommand({ ConnectionId: connection, Data: Buffer.from(text) }), { abortSignal: signal });
      return 'sent';
    } catch (error) {
      if (error instanceof GoneException) return 'gone';
      if (error instanceof LimitExceededException || signal.aborted) return 'slow';
      throw error;
    }
  }

  async disconnect(connection: string): Promise<void> {
    await this.#client.send(new DeleteConnectionCommand({ ConnectionId: connection })).catch((error: unknown) => {
      if (!(error instanceof GoneException)) throw error;
    });
  }
}
