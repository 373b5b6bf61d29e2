import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { TimeUs } from '../../domain/time.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import { aggregateRows } from '../../market/aggregate-rows.ts';
import {
  type AggregatedBar,
  type BarRange,
  type HotStore,
  NOTHING_DERIVED,
  type Series,
  type StoredBar,
  type TimeSeriesStore,
} from '../../ports/bar-store.ts';
import { refusedByCondition } from './dynamo-page.ts';

const WRITES_AT_ONCE = 25;
/** More rows than a series has. */
const MOST = 2 ** 31 - 1;

/** Bars in a table with key (series, time). A bar put twice is the same row. */
export class DynamoBars implements TimeSeriesStore, HotStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async put(series: Series, bars: readonly StoredBar[]): Promise<void> {
    for (let i = 0; i < bars.length; i += WRITES_AT_ONCE)
      await Promise.all(bars.slice(i, i + WRITES_AT_ONCE).map((bar) => this.#write(series, bar)));
  }

  async read(series: Series, range: BarRange & { readonly limit: number }): Promise<readonly StoredBar[]> {
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

  async latest(series: Series): Promise<StoredBar | undefined> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: '#series = :series',
        ExpressionAttributeNames: { '#series': 'series' },
        ExpressionAttributeValues: { ':series': keyOf(series) },
        ScanIndexForward: false,
        Limit: 1,
      }),
    );
    return Items[0] === undefined ? undefined : barOf(Items[0]);
  }

  async aggregate(series: Series, range: BarRange & { readonly timeframe: string }): Promise<readonly AggregatedBar[]> {
    return aggregateRows(await this.read(series, { ...range, limit: MOST }), parseTimeframe(range.timeframe));
  }

  async forget(series: Series, beforeUs: TimeUs): Promise<void> {
    const old = await this.read(series, { fromUs: 0, toUs: beforeUs, limit: MOST });
    for (let i = 0; i < old.length; i += WRITES_AT_ONCE)
      await Promise.all(old.slice(i, i + WRITES_AT_ONCE).map(({ timeUs }) => this.#delete(series, timeUs)));
  }

  async remove(series: Series, bars: readonly StoredBar[]): Promise<void> {
    for (let i = 0; i < bars.length; i += WRITES_AT_ONCE)
      await Promise.all(bars.slice(i, i + WRITES_AT_ONCE).map((bar) => this.#removeUnchanged(series, bar)));
  }

  /** Rows from before bars had revisions are of revision 0. */
  async #removeUnchanged(series: Series, { timeUs, revision }: StoredBar): Promise<void> {
    const removal = new DeleteCommand({
      TableName: this.#table,
      Key: { series: keyOf(series), time: timeUs },
      ConditionExpression: 'attribute_not_exists(#revision) OR #revision = :revision',
      ExpressionAttributeNames: { '#revision': 'revision' },
      ExpressionAttributeValues: { ':revision': revision },
    });
    await this.#client.send(removal).catch((error: unknown) => {
      if (!refusedByCondition(error)) throw error;
    });
  }

  async #delete(series: Series, timeUs: TimeUs): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: { series: keyOf(series), time: timeUs } }));
  }

  /** One by one and under a condition: a slow writer of an earlier revision must not undo a later one. */
  async #write(series: Series, { timeUs, ...values }: StoredBar): Promise<void> {
    const put = new PutCommand({
      TableName: this.#table,
      Item: { series: keyOf(series), time: timeUs, ...values },
      ConditionExpression: 'attribute_not_exists(#revision) OR #revision <= :revision',
      ExpressionAttributeNames: { '#revision': 'revision' },
      ExpressionAttributeValues: { ':revision': values.revision },
    });
    await this.#client.send(put).catch((error: unknown) => {
      if (!refusedByCondition(error)) throw error;
    });
  }
}

function keyOf({ symbol, timeframe }: Series): string {
  return `${symbol}#${timeframe}`;
}

/** A row of the table as a bar. */
export function barOf(item: Record<string, unknown>): StoredBar {
  const { series: _series, time, ...values } = item;
  // Rows that were stored before bars had revisions and derived fields lack them.
  return { timeUs: time, ...NOTHING_DERIVED, ...values } as unknown as StoredBar;
}
