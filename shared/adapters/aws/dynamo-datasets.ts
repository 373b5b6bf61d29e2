import { BatchGetCommand, type BatchGetCommandOutput, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DatasetRecord, DatasetStore } from '../../ports/dataset-store.ts';
import type { Page, PageRequest } from '../../ports/page.ts';
import { newestOf, refusedByCondition } from './dynamo-page.ts';

/** What one BatchGetItem takes. */
const GET_BATCH = 100;
/** Batches under way at once. */
const PARALLEL = 8;

/** Datasets in a table with key (tenant, id). Which file is which dataset stands in small rows under the tenant `{tenant}/files` (no tenant has a slash in it). */
export class DynamoDatasets implements DatasetStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async create(tenant: string, record: DatasetRecord): Promise<void> {
    await this.#client.send(
      new PutCommand({ TableName: this.#table, Item: { tenant, ...record }, ConditionExpression: 'attribute_not_exists(id)' }),
    );
  }

  async get(tenant: string, id: string): Promise<DatasetRecord | undefined> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: { tenant, id }, ConsistentRead: true }));
    return Item === undefined ? undefined : recordOf(Item);
  }

  async getMany(tenant: string, ids: readonly string[]): Promise<readonly DatasetRecord[]> {
    const unique = [...new Set(ids)];
    const batches = Array.from({ length: Math.ceil(unique.length / GET_BATCH) }, (_, i) =>
      unique.slice(i * GET_BATCH, (i + 1) * GET_BATCH),
    );
    const found: DatasetRecord[] = [];
    for (let i = 0; i < batches.length; i += PARALLEL) {
      const parts = await Promise.all(batches.slice(i, i + PARALLEL).map((batch) => this.#getBatch(tenant, batch)));
      found.push(...parts.flat());
    }
    return found;
  }

  async list(tenant: string, page: PageRequest): Promise<Page<DatasetRecord>> {
    const { rows, next } = await newestOf(this.#client, this.#table, tenant, page);
    return { items: rows.map(recordOf), next };
  }

  async sameFile(tenant: string, file: string): Promise<string | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: { tenant: `${tenant}/files`, id: file }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : String(Item['dataset']);
  }

  async remember(tenant: string, file: string, id: string): Promise<void> {
    await this.#client.send(new PutCommand({ TableName: this.#table, Item: { tenant: `${tenant}/files`, id: file, dataset: id } }));
  }

  async finish(tenant: string, record: DatasetRecord): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.#table,
      Item: { tenant, ...record },
      ConditionExpression: '#status = :awaiting',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':awaiting': 'AWAITING_UPLOAD' },
    });
    return this.#client.send(put).then(
      () => true,
      (error: unknown) => !refusedByCondition(error),
    );
  }

  async #getBatch(tenant: string, ids: readonly string[]): Promise<DatasetRecord[]> {
    const found: DatasetRecord[] = [];
    let keys: Record<string, unknown>[] | undefined = ids.map((id) => ({ tenant, id }));
    while (keys !== undefined && keys.length > 0) {
      const answer: BatchGetCommandOutput = await this.#client.send(
        new BatchGetCommand({ RequestItems: { [this.#table]: { Keys: keys, ConsistentRead: true } } }),
      );
      found.push(...(answer.Responses?.[this.#table] ?? []).map(recordOf));
      keys = answer.UnprocessedKeys?.[this.#table]?.Keys;
    }
    return found;
  }
}

function recordOf(item: Record<string, unknown>): DatasetRecord {
  const { tenant: _tenant, ...record } = item;
  return record as unknown as DatasetRecord;
}
