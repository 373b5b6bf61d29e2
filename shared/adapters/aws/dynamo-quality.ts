import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { DayQuality, QualityStore } from '../../ports/quality-store.ts';

/** Scores beside the security master, in its table with key (shelf, id): a shelf an instrument, a row a day and timeframe. */
export class DynamoQuality implements QualityStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async put(quality: DayQuality): Promise<void> {
    const { instrument, date, timeframe } = quality;
    await this.#client.send(
      new PutCommand({
        TableName: this.#table,
        Item: { shelf: shelfOf(instrument), id: `${date} ${timeframe}`, quality: JSON.stringify(quality) },
      }),
    );
  }

  async range(instrument: string, { from, to, limit }: Parameters<QualityStore['range']>[1]): Promise<readonly DayQuality[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: '#shelf = :shelf AND #id BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#shelf': 'shelf', '#id': 'id' },
        // A row's id is its day, a blank and a timeframe, so that of the end itself is not among them.
        ExpressionAttributeValues: { ':shelf': shelfOf(instrument), ':from': from, ':to': to },
        Limit: limit,
      }),
    );
    return Items.map((item) => JSON.parse(String(item['quality'])) as DayQuality);
  }
}

function shelfOf(instrument: string): string {
  return `quality ${instrument}`;
}
