import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { CREDENTIALS } from '../credentials.ts';
import { close, guard, listen } from '../loopback.ts';
import type { Resource } from '../template/template.ts';

export interface Tables {
  readonly url: string;
  /** Creates the tables that are missing. Throws when one on disk has other keys than the template. */
  create(resources: readonly Resource[], region: string): Promise<void>;
  stop(): Promise<void>;
}

/** DynamoDB as dynalite keeps it in a directory. */
export async function startTables(directory: string): Promise<Tables> {
  const server = guard(dynalite({ path: directory, createTableMs: 0, deleteTableMs: 0 }));
  const url = `http://127.0.0.1:${await listen(server)}`;
  return {
    url,
    create: async (resources, region) => {
      const client = new DynamoDBClient({ endpoint: url, region, credentials: CREDENTIALS });
      await Promise.all(resources.map((resource) => createTable(client, resource)));
      client.destroy();
    },
    stop: () => close(server),
  };
}

async function createTable(client: DynamoDBClient, { stack, id, ref, properties }: Resource): Promise<void> {
  const { KeySchema, AttributeDefinitions, BillingMode, GlobalSecondaryIndexes } = properties as {
    KeySchema: KeySchemaElement[];
    AttributeDefinitions: AttributeDefinition[];
    BillingMode?: string;
    GlobalSecondaryIndexes?: GlobalSecondaryIndex[];
  };
  if (BillingMode !== 'PAY_PER_REQUEST')
    throw new Error(`${stack}/${id}: BillingMode is ${BillingMode ?? 'PROVISIONED'}; tables run on demand`);
  const standing = await describe(client, ref);
  if (standing === undefined) {
    await client.send(new CreateTableCommand({ TableName: ref, KeySchema, AttributeDefinitions, BillingMode, GlobalSecondaryIndexes }));
  } else if (keys(standing) !== keys(KeySchema)) {
    throw new Error(
      `${stack}/${id}: table ${ref} on disk has the keys ${keys(standing)}, the template ${keys(KeySchema)}; move the state directory away`,
    );
  }
}

async function describe(client: DynamoDBClient, name: string): Promise<readonly KeySchemaElement[] | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table?.KeySchema ?? [];
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function keys(schema: readonly KeySchemaElement[]): string {
  return schema.map((key) => `${key.AttributeName} ${key.KeyType}`).join(', ');
}
