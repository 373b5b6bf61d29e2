import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { TableSchema } from '../../domain/table-schema.ts';
import type { SchemaStore } from '../../ports/schema-store.ts';
import { refusedByCondition } from './dynamo-page.ts';

/** Schemas of rows in the table of datasets, under the tenant `{tenant}/schemas` (no tenant has a slash in it), by name. As text: a map in DynamoDB forgets the order of its names. */
export class DynamoSchemas implements SchemaStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(tenant: string, name: string): Promise<TableSchema | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: { tenant: shelfOf(tenant), id: name }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : schemaOf(Item);
  }

  async list(tenant: string): Promise<readonly TableSchema[]> {
    const found: TableSchema[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: '#tenant = :tenant',
          ExpressionAttributeNames: { '#tenant': 'tenant' },
          ExpressionAttributeValues: { ':tenant': shelfOf(tenant) },
          ConsistentRead: true,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      found.push(...Items.map(schemaOf));
      start = LastEvaluatedKey;
    } while (start !== undefined);
    return found;
  }

  async put(tenant: string, schema: TableSchema): Promise<boolean> {
    const { name, version } = schema;
    const first = version === 1;
    const put = new PutCommand({
      TableName: this.#table,
      Item: { tenant: shelfOf(tenant), id: name, version, schema: JSON.stringify(schema) },
      ConditionExpression: first ? 'attribute_not_exists(id)' : '#version = :before',
      ...(first ? {} : { ExpressionAttributeNames: { '#version': 'version' }, ExpressionAttributeValues: { ':before': version - 1 } }),
    });
    return this.#client.send(put).then(
      () => true,
      (error: unknown) => !refusedByCondition(error),
    );
  }
}

function shelfOf(tenant: string): string {
  return `${tenant}/schemas`;
}

function schemaOf(item: Record<string, unknown>): TableSchema {
  return JSON.parse(String(item['schema'])) as TableSchema;
}
