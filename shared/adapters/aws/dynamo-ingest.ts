import { gunzipSync, gzipSync } from 'node:zlib';
import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { IngestStore, Versioned } from '../../ports/ingest-store.ts';
import { refusedByCondition } from './dynamo-page.ts';

/** Rows that one request may name. */
const KEYS_AT_ONCE = 100;

/** What ingestion remembers, one row an instrument. The state is kept as gzipped JSON: doubles survive it exactly, and a put is charged by the kilobyte. */
export class DynamoIngest<State> implements IngestStore<State> {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async load(instrument: string): Promise<Versioned<State> | undefined> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: { instrument }, ConsistentRead: true }));
    return Item === undefined
      ? undefined
      : { version: Number(Item['version']), state: JSON.parse(gunzipSync(Item['state'] as Uint8Array).toString()) as State };
  }

  /** Every instrument that was ever streamed, in no order. */
  async list(): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const { Items = [] } of paginateScan(
      { client: this.#client },
      { TableName: this.#table, ProjectionExpression: 'instrument' },
    ))
      names.push(...Items.map(({ instrument }) => String(instrument)));
    return names;
  }

  async versions(instruments: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>();
    let keys = instruments.map((instrument) => ({ instrument }));
    while (keys.length > 0) {
      const { Responses, UnprocessedKeys } = await this.#client.send(
        new BatchGetCommand({
          RequestItems: {
            [this.#table]: {
              Keys: keys.slice(0, KEYS_AT_ONCE),
              ProjectionExpression: 'instrument, #version',
              ExpressionAttributeNames: { '#version': 'version' },
              ConsistentRead: true,
            },
          },
        }),
      );
      for (const { instrument, version } of Responses?.[this.#table] ?? []) found.set(String(instrument), Number(version));
      const left = (UnprocessedKeys?.[this.#table]?.Keys ?? []) as { instrument: string }[];
      keys = [...left, ...keys.slice(KEYS_AT_ONCE)];
    }
    return found;
  }

  async commit(instrument: string, expected: number, state: State): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.#table,
      Item: { instrument, version: expected + 1, state: gzipSync(JSON.stringify(state), { level: 1 }) },
      ...(expected === 0
        ? { ConditionExpression: 'attribute_not_exists(instrument)' }
        : {
            ConditionExpression: '#version = :expected',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':expected': expected },
          }),
    });
    return this.#client.send(put).then(
      () => true,
      (error: unknown) => !refusedByCondition(error),
    );
  }
}
