import * as z from 'zod';
import { documentClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoSubscriptions } from '../../shared/adapters/aws/dynamo-subscriptions.ts';
import { socketHandler } from '../../shared/adapters/aws/sockets/socket-handler.ts';
import { answerMessage } from '../../shared/application/sockets/answer-message.ts';

const Environment = z.object({ SOCKETS_TABLE: z.string().min(1), TIMEFRAMES: z.string().min(1) });
const { SOCKETS_TABLE, TIMEFRAMES } = Environment.parse(process.env);
const subscriptions = new DynamoSubscriptions(documentClient(), SOCKETS_TABLE);

export const handler = socketHandler({ subscriptions, answer: answerMessage({ subscriptions, timeframes: TIMEFRAMES.split(',') }) });
