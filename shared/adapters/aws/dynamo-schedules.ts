import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Schedule, ScheduleRun } from '../../domain/schedule.ts';
import type { ScheduleStore } from '../../ports/schedule-store.ts';
import { refusedByCondition } from './dynamo-page.ts';

const SCHEDULES = 'schedules';

/** Schedules in a table with key (shelf, id): they share one shelf, the runs of each have one. */
export class DynamoSchedules implements ScheduleStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  get(id: string): Promise<Schedule | undefined> {
    return this.#get<Schedule>(SCHEDULES, id);
  }

  async list(): Promise<readonly Schedule[]> {
    const found: Schedule[] = [];
    const query = { ...shelf(SCHEDULES), TableName: this.#table, ConsistentRead: true };
    for await (const { Items = [] } of paginateQuery({ client: this.#client }, query))
      found.push(...Items.map((item) => bodyOf<Schedule>(item)));
    return found;
  }

  async put(schedule: Schedule): Promise<void> {
    await this.#client.send(
      new PutCommand({ TableName: this.#table, Item: { shelf: SCHEDULES, id: schedule.id, body: JSON.stringify(schedule) } }),
    );
  }

  async delete(id: string): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: { shelf: SCHEDULES, id } }));
  }

  createRun(run: ScheduleRun): Promise<boolean> {
    return this.#putRun(run, { ConditionExpression: 'attribute_not_exists(id)' });
  }

  getRun(schedule: string, id: string): Promise<ScheduleRun | undefined> {
    return this.#get<ScheduleRun>(runsOf(schedule), id);
  }

  async listRuns(schedule: string, limit: number): Promise<readonly ScheduleRun[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({ ...shelf(runsOf(schedule)), TableName: this.#table, ScanIndexForward: false, Limit: limit, ConsistentRead: true }),
    );
    return Items.map((item) => bodyOf<ScheduleRun>(item));
  }

  saveRun(run: ScheduleRun): Promise<boolean> {
    return this.#putRun(run, {
      ConditionExpression: '#execution BETWEEN :before AND :now',
      ExpressionAttributeNames: { '#execution': 'execution' },
      ExpressionAttributeValues: { ':before': run.execution - 1, ':now': run.execution },
    });
  }

  async #get<T>(shelfName: string, id: string): Promise<T | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: { shelf: shelfName, id }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : bodyOf<T>(Item);
  }

  #putRun(run: ScheduleRun, condition: object): Promise<boolean> {
    const { schedule, id, execution } = run;
    const put = new PutCommand({
      TableName: this.#table,
      Item: { shelf: runsOf(schedule), id, execution, body: JSON.stringify(run) },
      ...condition,
    });
    return this.#client.send(put).then(
      () => true,
      (error: unknown) => !refusedByCondition(error),
    );
  }
}

function runsOf(schedule: string): string {
  return `runs ${schedule}`;
}

function shelf(name: string): object {
  return {
    KeyConditionExpression: '#shelf = :shelf',
    ExpressionAttributeNames: { '#shelf': 'shelf' },
    ExpressionAttributeValues: { ':shelf': name },
  };
}

function bodyOf<T>(item: Record<string, unknown>): T {
  return JSON.parse(String(item['body'])) as T;
}
