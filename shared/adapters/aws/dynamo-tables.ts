import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Page, PageRequest } from '../../ports/page.ts';
import type { TableRecord, TableStore } from '../../ports/table-store.ts';
import { newestOf, refusedByCondition } from './dynamo-page.ts';

/** Datasets of rows in the table of datasets, under the tenant `{tenant}/tables` (no tenant has a slash in it): what reads bars does not find them. */
export class DynamoTables implements TableStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async create(tenant: string, record: TableRecord): Promise<void> {
    await this.#client.send(
      new PutCommand({
        TableName: this.#table,
        Item: { ...record, tenant: shelfOf(tenant) },
        ConditionExpression: 'attribute_not_exists(id)',
      }),
    );
  }

  async get(tenant: string, id: string): Promise<TableRecord | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: { tenant: shelfOf(tenant), id }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : recordOf(Item);
  }

  async list(tenant: string, page: PageRequest): Promise<Page<TableRecord>> {
    const { rows, next } = await newestOf(this.#client, this.#table, shelfOf(tenant), page);
    return { items: rows.map(recordOf), next };
  }

  async advance(tenant: string, record: TableRecord): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.#table,
      Item: { ...record, tenant: shelfOf(tenant) },
      ConditionExpression: '#revision = :before',
      ExpressionAttributeNames: { '#revision': 'revision' },
      ExpressionAttributeValues: { ':before': record.revision - 1 },
    });
    return this.#client.send(put).then(
      () => true,
      (error: unknown) => !refusedByCondition(error),
    );
  }
}

function shelfOf(tenant: string): string {
  return `${tenant}/tables`;
}

function recordOf(item: Record<string, unknown>): TableRecord {
  const { tenant: _tenant, ...record } = item;
  return record as unknown as TableRecord;
}
