import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Subscriber, Subscriptions } from '../../ports/subscriptions.ts';
import { refusedByCondition } from './dynamo-page.ts';

/** Topics that one connection may listen to. */
const MAX_TOPICS = 100;
/** Kept under a topic that no instrument can have. */
const CONNECTIONS = '#connection';

/**
 * Connections and what they listen to, in a table with key (topic, connection): whoever listens to a topic lies together, so sending needs no index.
 * Each connection has one more row that holds its topics. Rows go when the token has run out, which DynamoDB sees to within days.
 */
export class DynamoSubscriptions implements Subscriptions {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async open({ connection, expiresUs }: Subscriber): Promise<void> {
    await this.#client.send(new PutCommand({ TableName: this.#table, Item: this.#row(own(connection), connection, expiresUs) }));
  }

  async close(connection: string): Promise<void> {
    const { Attributes } = await this.#client.send(
      new DeleteCommand({ TableName: this.#table, Key: { topic: own(connection), connection }, ReturnValues: 'ALL_OLD' }),
    );
    const topics = [...((Attributes?.['topics'] as Set<string> | undefined) ?? [])];
    await Promise.all(topics.map((topic) => this.#delete(connection, topic)));
  }

  /** Noted with the connection first, so that no subscription can outlive it unseen. */
  async add(connection: string, topic: string): Promise<'added' | 'full' | 'gone'> {
    const noted = await this.#client
      .send(
        new UpdateCommand({
          TableName: this.#table,
          Key: { topic: own(connection), connection },
          UpdateExpression: 'ADD #topics :one',
          ConditionExpression:
            'attribute_exists(#connection) AND (attribute_not_exists(#topics) OR size(#topics) < :most OR contains(#topics, :topic))',
          ExpressionAttributeNames: { '#topics': 'topics', '#connection': 'connection' },
          ExpressionAttributeValues: { ':one': new Set([topic]), ':most': MAX_TOPICS, ':topic': topic },
          ReturnValues: 'ALL_NEW',
        }),
      )
      .catch((error: unknown) => {
        refusedByCondition(error);
        return undefined;
      });
    if (noted === undefined) return (await this.#isOpen(connection)) ? 'full' : 'gone';
    await this.#client.send(
      new PutCommand({ TableName: this.#table, Item: this.#row(topic, connection, Number(noted.Attributes?.['expiresUs'])) }),
    );
    return 'added';
  }

  async remove(connection: string, topic: string): Promise<void> {
    await this.#delete(connection, topic);
    await this.#client
      .send(
        new UpdateCommand({
          TableName: this.#table,
          Key: { topic: own(connection), connection },
          UpdateExpression: 'DELETE #topics :one',
          ConditionExpression: 'attribute_exists(#connection)',
          ExpressionAttributeNames: { '#topics': 'topics', '#connection': 'connection' },
          ExpressionAttributeValues: { ':one': new Set([topic]) },
        }),
      )
      .catch(refusedByCondition);
  }

  async of(topic: string): Promise<readonly Subscriber[]> {
    const found: Subscriber[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: '#topic = :topic',
          ExpressionAttributeNames: { '#topic': 'topic' },
          ExpressionAttributeValues: { ':topic': topic },
          ConsistentRead: true,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      for (const { connection, expiresUs } of Items) found.push({ connection: String(connection), expiresUs: Number(expiresUs) });
      start = LastEvaluatedKey;
    } while (start !== undefined);
    return found;
  }

  async #isOpen(connection: string): Promise<boolean> {
    return (await this.of(own(connection))).length > 0;
  }

  async #delete(connection: string, topic: string): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: { topic, connection } }));
  }

  #row(topic: string, connection: string, expiresUs: number): Record<string, unknown> {
    return { topic, connection, expiresUs, expiration: Math.ceil(expiresUs / 1_000_000) };
  }
}

function own(connection: string): string {
  return `${CONNECTIONS} ${connection}`;
}
