import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Page, PageRequest } from '../../ports/page.ts';
import { ACTIVE, type RunChange, type RunRecord, type RunStatus, type RunStore } from '../../ports/run-store.ts';
import { newestOf, refusedByCondition } from './dynamo-page.ts';

/**
 * Runs in a table with key (tenant, id). Shards are counted in a small row of their own, under the tenant `{tenant}/progress` (no tenant has a
 * slash in it): thousands of shards count at once, and an update is charged for the size of its whole row.
 */
export class DynamoRuns implements RunStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async create(tenant: string, run: RunRecord): Promise<void> {
    await this.#client.send(new PutCommand({ TableName: this.#table, Item: { ...progressKey(tenant, run.id), done: 0, failed: 0 } }));
    await this.#client.send(
      new PutCommand({ TableName: this.#table, Item: { tenant, ...rowOf(run) }, ConditionExpression: 'attribute_not_exists(id)' }),
    );
  }

  async get(tenant: string, id: string): Promise<RunRecord | undefined> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: { tenant, id }, ConsistentRead: true }));
    return Item === undefined ? undefined : this.#withProgress(tenant, recordOf(Item));
  }

  async list(tenant: string, page: PageRequest): Promise<Page<RunRecord>> {
    const { rows, next } = await newestOf(this.#client, this.#table, tenant, page);
    return { items: await Promise.all(rows.map((row) => this.#withProgress(tenant, recordOf(row)))), next };
  }

  async advance(tenant: string, id: string, from: readonly RunStatus[], change: RunChange): Promise<boolean> {
    const fields = Object.entries(rowOf(change));
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { tenant, id },
      UpdateExpression: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: `#status IN (${from.map((_, i) => `:from${i}`).join(', ')})`,
      ExpressionAttributeNames: { '#status': 'status', ...Object.fromEntries(fields.map(([name]) => [`#${name}`, name])) },
      ExpressionAttributeValues: {
        ...Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
        ...Object.fromEntries(from.map((status, i) => [`:from${i}`, status])),
      },
    });
    return this.#client.send(update).then(
      () => true,
      (error: unknown) => !refusedByCondition(error),
    );
  }

  async countShard(tenant: string, id: string, outcome: 'done' | 'failed'): Promise<void> {
    const count = new UpdateCommand({
      TableName: this.#table,
      Key: progressKey(tenant, id),
      UpdateExpression: 'ADD #outcome :one',
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeNames: { '#outcome': outcome },
      ExpressionAttributeValues: { ':one': 1 },
    });
    // A run that was deleted under its last shards is not counted back into being.
    await this.#client.send(count).catch(refusedByCondition);
  }

  async delete(tenant: string, id: string): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: progressKey(tenant, id) }));
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: { tenant, id } }));
  }

  /** The counts of a run under way; one that has ended carries its own. */
  async #withProgress(tenant: string, run: RunRecord): Promise<RunRecord> {
    if (!ACTIVE.includes(run.status)) return run;
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: progressKey(tenant, run.id), ConsistentRead: true }),
    );
    return { ...run, shards: { total: run.shards.total, done: Number(Item?.['done'] ?? 0), failed: Number(Item?.['failed'] ?? 0) } };
  }
}

function progressKey(tenant: string, id: string): { tenant: string; id: string } {
  return { tenant: `${tenant}/progress`, id };
}

/** Columns kept as JSON text: a map in DynamoDB forgets the order of its names, and not every double is a number there. */
const AS_TEXT = ['request', 'summary'] as const;

function rowOf(run: RunChange): Record<string, unknown> {
  const row: Record<string, unknown> = { ...run };
  for (const name of AS_TEXT) if (row[name] !== undefined) row[name] = JSON.stringify(row[name]);
  return row;
}

function recordOf(item: Record<string, unknown>): RunRecord {
  const { tenant: _tenant, ...row } = item;
  for (const name of AS_TEXT) row[name] = JSON.parse(String(row[name]));
  return row as unknown as RunRecord;
}
