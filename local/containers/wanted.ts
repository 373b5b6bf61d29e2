import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { documentClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoInstruments } from '../../shared/adapters/aws/dynamo-instruments.ts';
import { namesAt } from '../../shared/domain/master/security.ts';
import { CREDENTIALS } from '../credentials.ts';
import type { Endpoints } from '../lambda/environment.ts';
import type { ContainerService } from './services.ts';

/** Whether the security master that a service reads has an active instrument of some source; a service that reads none always has something to do. */
export function whenInstrumentsAreActive({ tables, region }: Endpoints): (service: ContainerService) => Promise<boolean> {
  const documents = documentClient(new DynamoDBClient({ endpoint: tables, region, credentials: CREDENTIALS }));
  return async ({ environment: { INSTRUMENTS_TABLE: table } }) => {
    if (table === undefined) return true;
    const active = await new DynamoInstruments(documents, table).active();
    return active.some((security) => namesAt(security, Date.now() * 1000).length > 0);
  };
}
