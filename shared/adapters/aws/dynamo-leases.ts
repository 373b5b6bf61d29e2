import { type DynamoDBDocumentClient, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Lease, LeaseStore } from '../../ports/lease-store.ts';
import { refusedByCondition } from './dynamo-page.ts';

/** Leases as rows of a table with the key `instrument`. */
export class DynamoLeases implements LeaseStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async list(): Promise<readonly Lease[]> {
    const leases: Lease[] = [];
    for await (const page of paginateScan({ client: this.#client }, { TableName: this.#table, ConsistentRead: true })) {
      leases.push(...((page.Items ?? []) as Lease[]));
    }
    return leases;
  }

  async claim(lease: Lease): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.#table,
      Item: lease,
      ...(lease.counter === 1
        ? { ConditionExpression: 'attribute_not_exists(instrument)' }
        : {
            ConditionExpression: '#counter = :before',
            ExpressionAttributeNames: { '#counter': 'counter' },
            ExpressionAttributeValues: { ':before': lease.counter - 1 },
          }),
    });
    return this.#client.send(put).then(
      () => true,
      (error: unknown) => {
        if (refusedByCondition(error)) return false;
        throw error;
      },
    );
  }
}
