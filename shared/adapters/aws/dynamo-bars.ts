import { BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { TimeUs } from '../../domain/time.ts';
import type { BarStore, Series, StoredBar } from '../../ports/bar-store.ts';

/** What one BatchWriteItem takes. */
const WRITE_BATCH = 25;
/** Batches that the table may take only in part before it is an outage. */
const MAX_ROUNDS = 8;

/** Bars in a table with key (series, time). A bar put twice is the same row. */
export class DynamoBars implements BarStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async put(series: Series, bars: readonly StoredBar[]): Promise<void> {
    const writes = bars.map(({ timeUs, ...values }) => ({ PutRequest: { Item: { series: keyOf(series), time: timeUs, ...values } } }));
    for (let i = 0; i < writes.length; i += WRITE_BATCH) await this.#write(writes.slice(i, i + WRITE_BATCH));
  }

  async read(
    series: Series,
    range: { readonly fromUs: TimeUs; readonly toUs: TimeUs; readonly limit: number },
  ): Promise<readonly StoredBar[]> {
    const bars: StoredBar[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: '#series = :series AND #time BETWEEN :from AND :to',
          ExpressionAttributeNames: { '#series': 'series', '#time': 'time' },
          ExpressionAttributeValues: { ':series': keyOf(series), ':from': range.fromUs, ':to': range.toUs - 1 },
          Limit: range.limit - bars.length,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      bars.push(...Items.map(barOf));
      start = LastEvaluatedKey;
    } while (start !== undefined && bars.length < range.limit);
    return bars;
  }

  async #write(writes: readonly Record<string, unknown>[]): Promise<void> {
    let left: readonly Record<string, unknown>[] = writes;
    for (let round = 0; left.length > 0; round++) {
      if (round === MAX_ROUNDS)
        throw new Error(`table ${this.#table} did not take ${left.length} of ${writes.length} bars in ${MAX_ROUNDS} rounds`);
      if (round > 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** round));
      const answer = await this.#client.send(new BatchWriteCommand({ RequestItems: { [this.#table]: [...left] } }));
      left = (answer.UnprocessedItems?.[this.#table] ?? []) as Record<string, unknown>[];
    }
  }
}

function keyOf({ symbol, timeframe }: Series): string {
  return `${symbol}#${timeframe}`;
}

function barOf(item: Record<string, unknown>): StoredBar {
  const { series: _series, time, ...values } = item;
  return { timeUs: time, ...values } as unknown as StoredBar;
}
