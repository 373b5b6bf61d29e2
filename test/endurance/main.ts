/**
 * Endurance: an hour of 50 instruments at 60 times its speed through two collectors, the stream and `ingest-market` on the embedded cloud. One collector is
 * killed on the way, and at the end the stream is read again from its start. Every bar must then be that of the trades folded in one go, and memory must not
 * have grown. `node test/endurance/main.ts [instruments] [speed]`; takes two to four minutes, ends with an error when anything is not so.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { CREDENTIALS } from '../../local/credentials.ts';
import { ofType } from '../../local/template/check.ts';
import { documentClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoBars } from '../../shared/adapters/aws/dynamo-bars.ts';
import { HOUR_US } from '../../shared/domain/time.ts';
import { parseTimeframe } from '../../shared/domain/timeframe.ts';
import { tradesToBars } from '../../shared/market/aggregate.ts';
import { endOf, namesOf, type Replay, tradesOf } from './market.ts';

const [instruments, speed] = [Number(process.argv[2] ?? 50), Number(process.argv[3] ?? 60)];
const TIMEFRAMES = ['1m', '5m', '15m', '1h'];
/** Collectors have taken their leases by then. */
const HEAD_START_MS = 6000;
const PATIENCE_MS = 10 * 60_000;
/** What garbage that was not collected yet may weigh. */
const GROWTH_MAX = 1.35;

const COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const;
const home = mkdtempSync(join(tmpdir(), 'skytape-endurance-'));
const children: ChildProcess[] = [];
let cloud = await startCloud({ port: 0, home });
const replay: Replay = {
  startUs: Math.floor((Date.now() * 1000) / HOUR_US) * HOUR_US - HOUR_US,
  beganMs: Date.now() + HEAD_START_MS,
  speed,
  instruments,
};

function collector(cloud: Cloud): ChildProcess {
  const { region, tables, streams } = cloud.endpoints;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'collector.ts')], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      REPLAY: JSON.stringify(replay),
      MARKET_STREAM: ofType(cloud.resources, 'AWS::Kinesis::Stream')[0]?.ref as string,
      LEASES_TABLE: tableOf(cloud, 'Leases'),
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: tables,
      AWS_ENDPOINT_URL_KINESIS: streams,
    },
  });
  children.push(child);
  return child;
}

const tableOf = (cloud: Cloud, id: string): string =>
  ofType(cloud.resources, 'AWS::DynamoDB::GlobalTable').find((table) => table.id.startsWith(id))?.ref as string;

function storeOf(cloud: Cloud): DynamoBars {
  const { region, tables: endpoint } = cloud.endpoints;
  return new DynamoBars(documentClient(new DynamoDBClient({ endpoint, region, credentials: CREDENTIALS })), tableOf(cloud, 'Bars'));
}

/** What is not as it must be, a line each. */
async function differences(cloud: Cloud): Promise<string[]> {
  const [bars, lines] = [storeOf(cloud), [] as string[]];
  for (const symbol of namesOf(replay)) {
    const trades = tradesOf(symbol, replay.startUs, endOf(replay));
    const columns = {
      length: trades.length,
      time: trades.map(({ eventTimeUs }) => eventTimeUs),
      price: trades.map(({ price }) => Number(price)),
      quantity: trades.map(({ quantity }) => Number(quantity)),
    };
    for (const timeframe of TIMEFRAMES) {
      const expected = tradesToBars(columns, parseTimeframe(timeframe));
      const stored = await bars.read({ symbol, timeframe }, { fromUs: 0, toUs: Number.MAX_SAFE_INTEGER, limit: 1000 });
      if (stored.length !== expected.length) lines.push(`${symbol} ${timeframe}: ${stored.length} bars instead of ${expected.length}`);
      const odd = stored.findIndex(
        (bar, i) => bar.timeUs !== expected.time[i] || COLUMNS.some((column) => bar[column] !== expected[column][i]),
      );
      if (odd !== -1) lines.push(`${symbol} ${timeframe}: bar ${odd} is ${JSON.stringify(stored[odd])}`);
    }
  }
  return lines;
}

/** Until every instrument's last hour is stored. */
async function whole(cloud: Cloud, memory: Memory): Promise<void> {
  const bars = storeOf(cloud);
  const left = new Set(namesOf(replay));
  for (const untilMs = Date.now() + PATIENCE_MS; left.size > 0; await sleep(1000)) {
    memory.sample();
    if (Date.now() > untilMs) throw new Error(`${left.size} instruments have no bar of the hour, ${[...left][0]} among them`);
    if (Date.now() < replay.beganMs + 3_600_000 / speed) continue;
    for (const symbol of left) if ((await bars.latest({ symbol, timeframe: '1h' }))?.timeUs === replay.startUs) left.delete(symbol);
  }
}

/** Resident memory of the platform and of the collector that lives on, megabytes. */
class Memory {
  readonly #samples: number[][] = [];
  sample(): void {
    const living = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const pages = living.map(({ pid }) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]));
    this.#samples.push([process.memoryUsage().rss / 1e6, (Math.max(0, ...pages) * 4096) / 1e6]);
  }
  /** Middle values of a quarter of the samples: the second and the last, since the first one fills caches. */
  quarters(): readonly { readonly early: number; readonly late: number }[] {
    const quarter = Math.ceil(this.#samples.length / 4);
    const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;
    return [0, 1].map((of) => {
      const values = this.#samples.map((sample) => sample[of] as number);
      return { early: middle(values.slice(quarter, 2 * quarter)), late: middle(values.slice(-quarter)) };
    });
  }
}

/** How far the stream has been read, by shard. */
function checkpoints(): Record<string, string> {
  const files = globSync('cloud/checkpoints/*.json', { cwd: home });
  return Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(join(home, file), 'utf8')) as object)) as Record<string, string>;
}

try {
  const memory = new Memory();
  const first = collector(cloud);
  collector(cloud);
  await sleep(Math.max(0, replay.beganMs - Date.now()) + (0.4 * 3_600_000) / speed);
  first.kill('SIGKILL');
  console.log(
    `endurance: an hour of ${instruments} instruments at ${speed} times its speed; one of two collectors was killed after 24 of 60 minutes`,
  );
  await whole(cloud, memory);
  const seconds = (Date.now() - replay.beganMs) / 1000;
  const trades = namesOf(replay).reduce((sum, name) => sum + tradesOf(name, replay.startUs, endOf(replay)).length, 0);
  console.log(`  ${trades} trades in ${seconds.toFixed(0)} s: ${Math.round(trades / seconds)} a second`);
  const wrong = await differences(cloud);
  console.log(`  bars of ${TIMEFRAMES.join(', ')} beside the fold of all trades in one go: ${wrong.length} differences`);
  for (const child of children) child.kill('SIGTERM');
  await sleep(2000);
  const read = checkpoints();
  await cloud.stop();
  rmSync(join(home, 'cloud', 'checkpoints'), { recursive: true });
  cloud = await startCloud({ port: 0, home });
  for (
    const untilMs = Date.now() + PATIENCE_MS;
    !Object.entries(read).every(([shard, sequence]) => (checkpoints()[shard] ?? '') >= sequence);
    await sleep(500)
  )
    if (Date.now() > untilMs) throw new Error('the stream was not read again to its end');
  const again = await differences(cloud);
  console.log(`  after the stream was read again from its start: ${again.length} differences`);
  const quarters = memory.quarters();
  for (const [i, { early, late }] of quarters.entries())
    console.log(`  memory of the ${['platform', 'collector'][i]}: ${early.toFixed(0)} MB early, ${late.toFixed(0)} MB late`);
  const grown = quarters.filter(({ early, late }) => late > GROWTH_MAX * early);
  for (const line of [...wrong, ...again].slice(0, 10)) console.error(`  ${line}`);
  if (wrong.length + again.length + grown.length > 0) process.exitCode = 1;
} finally {
  for (const child of children) child.kill('SIGKILL');
  await cloud.stop();
  rmSync(home, { recursive: true, force: true });
}
