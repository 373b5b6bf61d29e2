import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Ids } from '../../ports/ids.ts';
import type { TrialLedger, TrialRecord, TriedOn } from '../../ports/trial-ledger.ts';

/** A trial is some ninety bytes of JSON; an item holds 400 KB at most. */
const TRIALS_PER_ITEM = 2000;
const PARALLEL = 8;

interface DynamoTrialsOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly tenant: string;
  readonly ids: Ids;
}

/**
 * A tenant's ledger of trials in a table with key (history, id): a history is a tenant with a set of instruments, an item holds thousands of trials over the same
 * dates. Items are only ever added, and their ids ascend with time: what was tried first is what is known.
 */
export class DynamoTrials implements TrialLedger {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #tenant: string;
  readonly #ids: Ids;

  constructor({ client, table, tenant, ids }: DynamoTrialsOptions) {
    this.#client = client;
    this.#table = table;
    this.#tenant = tenant;
    this.#ids = ids;
  }

  async overlapping(on: TriedOn): Promise<TrialRecord[]> {
    const known = new Map<string, TrialRecord>();
    for await (const trial of this.#tried(on)) if (!known.has(trial.key)) known.set(trial.key, trial);
    return [...known.values()];
  }

  async add(trials: readonly TrialRecord[]): Promise<void> {
    const histories = Map.groupBy(trials, ({ instruments, fromUs, toUs }) => JSON.stringify([instruments, fromUs, toUs]));
    for (const own of histories.values()) await this.#addTo(own);
  }

  /** Trials of the same history. */
  async #addTo(trials: readonly TrialRecord[]): Promise<void> {
    const [on] = trials;
    if (on === undefined) return;
    const known = new Set((await this.overlapping(on)).map(({ key }) => key));
    const fresh = trials.filter(({ key }) => !known.has(key) && known.add(key));
    const items: Record<string, unknown>[] = [];
    for (let from = 0; from < fresh.length; from += TRIALS_PER_ITEM) {
      const part = fresh.slice(from, from + TRIALS_PER_ITEM).map(({ key, sharpe }) => [key, sharpe]);
      items.push({ ...this.#historyOf(on), id: this.#ids.next(), fromUs: on.fromUs, toUs: on.toUs, trials: JSON.stringify(part) });
    }
    for (let from = 0; from < items.length; from += PARALLEL)
      await Promise.all(
        items.slice(from, from + PARALLEL).map((Item) => this.#client.send(new PutCommand({ TableName: this.#table, Item }))),
      );
  }

  async *#tried({ instruments, fromUs, toUs }: TriedOn): AsyncGenerator<TrialRecord> {
    let after: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: '#history = :history',
          FilterExpression: '#from < :to AND #to > :from',
          ExpressionAttributeNames: { '#history': 'history', '#from': 'fromUs', '#to': 'toUs' },
          ExpressionAttributeValues: { ':history': this.#historyOf({ instruments }).history, ':from': fromUs, ':to': toUs },
          ConsistentRead: true,
          ...(after === undefined ? {} : { ExclusiveStartKey: after }),
        }),
      );
      for (const item of Items) {
        const { fromUs: from, toUs: to, trials } = item as { fromUs: number; toUs: number; trials: string };
        for (const [key, sharpe] of JSON.parse(trials) as [string, number | null][])
          yield { instruments, fromUs: from, toUs: to, key, sharpe };
      }
      after = LastEvaluatedKey;
    } while (after !== undefined);
  }

  /** A hundred symbols are longer than a key may be. */
  #historyOf({ instruments }: Pick<TriedOn, 'instruments'>): { readonly history: string } {
    return { history: `${this.#tenant}/${createHash('sha256').update(instruments.join('\n')).digest('hex')}` };
  }
}
