import * as z from 'zod';
import { documentClient, socketClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoSubscriptions } from '../../shared/adapters/aws/dynamo-subscriptions.ts';
import { broadcastHandler } from '../../shared/adapters/aws/sockets/broadcast-handler.ts';
import { GatewaySockets } from '../../shared/adapters/aws/sockets/gateway-sockets.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { broadcast } from '../../shared/application/sockets/broadcast.ts';

const Environment = z.object({ SOCKETS_TABLE: z.string().min(1), SOCKET_URL: z.url() });
const { SOCKETS_TABLE, SOCKET_URL } = Environment.parse(process.env);

const send = broadcast({
  subscriptions: new DynamoSubscriptions(documentClient(), SOCKETS_TABLE),
  sockets: new GatewaySockets(socketClient(SOCKET_URL)),
  clock: systemClock,
});

export const handler = broadcastHandler(send);
