import { gunzipSync, gzipSync } from 'node:zlib';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { currentOf, type Security, type SecurityRecord, type SecurityVersion } from '../../domain/master/security.ts';
import type { InstrumentStore } from '../../ports/instrument-store.ts';
import type { Page, PageRequest } from '../../ports/page.ts';
import { refusedByCondition } from './dynamo-page.ts';

/** All records stand in one partition, so that they can be listed in order. */
const SHELF = 'instruments';
const ACTIVE_INDEX = 'active';

/**
 * The security master in a table with key (shelf, id). A row holds its versions as gzipped JSON, so that a change and its trail are one put; the newest
 * state of an active one stands beside them and in the index `active`, which has no other rows and is all that a collector reads.
 */
export class DynamoInstruments implements InstrumentStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(id: string): Promise<SecurityRecord | undefined> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: { shelf: SHELF, id }, ConsistentRead: true }));
    return Item === undefined ? undefined : recordOf(Item);
  }

  async list({ limit, cursor }: PageRequest): Promise<Page<SecurityRecord>> {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: '#shelf = :shelf',
        ExpressionAttributeNames: { '#shelf': 'shelf' },
        ExpressionAttributeValues: { ':shelf': SHELF },
        Limit: limit,
        ConsistentRead: true,
        ...(cursor === undefined ? {} : { ExclusiveStartKey: { shelf: SHELF, id: cursor } }),
      }),
    );
    return { items: Items.map(recordOf), next: LastEvaluatedKey === undefined ? null : String(LastEvaluatedKey['id']) };
  }

  async active(): Promise<readonly Security[]> {
    const found: Security[] = [];
    const query = {
      TableName: this.#table,
      IndexName: ACTIVE_INDEX,
      KeyConditionExpression: '#active = :yes',
      ExpressionAttributeNames: { '#active': 'active' },
      ExpressionAttributeValues: { ':yes': 'yes' },
    };
    for await (const { Items = [] } of paginateQuery({ client: this.#client }, query))
      found.push(...Items.map(({ state }) => JSON.parse(String(state)) as Security));
    return found;
  }

  async put(record: SecurityRecord): Promise<boolean> {
    const security = currentOf(record);
    const put = new PutCommand({
      TableName: this.#table,
      Item: {
        shelf: SHELF,
        id: record.id,
        version: record.version,
        versions: gzipSync(JSON.stringify(record.versions), { level: 1 }),
        ...(security.status === 'active' ? { active: 'yes', state: JSON.stringify(security) } : {}),
      },
      ...(record.version === 1
        ? { ConditionExpression: 'attribute_not_exists(id)' }
        : {
            ConditionExpression: '#version = :before',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':before': record.version - 1 },
          }),
    });
    return this.#client.send(put).then(
      () => true,
      (error: unknown) => !refusedByCondition(error),
    );
  }
}

function recordOf(item: Record<string, unknown>): SecurityRecord {
  const versions = JSON.parse(gunzipSync(item['versions'] as Uint8Array).toString()) as SecurityVersion[];
  return { id: String(item['id']), version: Number(item['version']), versions };
}
