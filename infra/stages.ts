import * as z from 'zod';

export const STAGE_NAMES = ['local', 'dev', 'prod'] as const;
export type StageName = (typeof STAGE_NAMES)[number];

/** Retention periods that CloudWatch Logs knows, days. */
const LOG_RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 731, 1827, 3653] as const;

/** An https origin, or plain http on the loopback for the embedded cloud; no path, no trailing slash. */
const Origin = z
  .string()
  .regex(/^(https:\/\/[a-z0-9.-]+|http:\/\/127\.0\.0\.1)(:\d{1,5})?$/, 'must be an origin like https://trade.example.com, without a path');
const Flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')], { error: 'must be true or false' });

const Stage = z.strictObject({
  name: z.enum(STAGE_NAMES),
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be 12 digits')
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region like eu-west-1')
    .optional(),
  /** Where browsers reach the platform, if not at the API's own address. */
  origin: Origin.optional(),
  /** Where a browser goes to sign in, if not at the user pool's own pages: the embedded cloud signs its owner in itself. */
  signInUrl: Origin.optional(),
  logRetentionDays: z.coerce
    .number()
    .refine((days) => LOG_RETENTION_DAYS.some((known) => known === days), `must be one of ${LOG_RETENTION_DAYS.join(', ')}`),
  /** Who hears of alarms; without it they only show in CloudWatch. */
  alarmEmail: z.email('must be an e-mail address').optional(),
  /** Steady requests per second that the API lets through, and how many at once. */
  throttleRate: z.coerce.number().int().min(1).max(10_000),
  throttleBurst: z.coerce.number().int().min(1).max(5_000),
  /** Whether tables, bucket, key and users outlive the stacks, and refuse to be deleted. */
  keepData: Flag,
  /** Where requests for past bars go instead of to the exchanges: a proxy of the owner's, or a local exchange in a test. */
  venueUrl: z.url('must be an address like https://proxy.example.com').optional(),
  /** Days that the records of the market stream are kept as they came. */
  rawRetentionDays: z.coerce.number().int().min(1).max(3650),
  /** Seconds that they are gathered before they are kept: the fewer, the sooner ticks can be read, and the more objects there are. */
  rawSeconds: z.coerce.number().int().min(1).max(300),
  marketShards: z.coerce.number().int().min(1).max(500),
  /** Bars that the stream is made into: minutes, and whole numbers of them. */
  timeframes: z.string().regex(/^1m(,[1-9]\d{0,3}[mhdw])*$/, 'must be timeframes from 1m upwards, like 1m,5m,1h,1d'),
  /** Whole days for which streamed bars stay in the table before they go to the lake. Records of the stream can come again for one day: at least two. */
  hotDays: z.coerce.number().int().min(2).max(365),
  /** Collectors that run at least, and at most when there is much to collect; none, and nothing of theirs is made. */
  collectors: z.coerce.number().int().min(0).max(50),
  collectorsMax: z.coerce.number().int().min(1).max(50),
  /** The owner's network, for what cannot do without one: see docs/decisions/0125-the-collector-lives-in-a-network-of-the-owners.md. */
  vpcId: z
    .string()
    .regex(/^vpc-[0-9a-f]{8,17}$/, 'must be the id of a VPC like vpc-0a1b2c3d')
    .optional(),
  subnetIds: z
    .string()
    .regex(/^subnet-[0-9a-f]{8,17}(,subnet-[0-9a-f]{8,17})*$/, 'must be ids of subnets like subnet-0a1b2c3d,subnet-4e5f6a7b')
    .optional(),
  /** Name of the secret with the owner's keys of venues that collectors need, and which of its fields they are given. */
  venueSecret: z
    .string()
    .regex(/^[\w/+=.@-]{1,512}$/, 'must be the name of a secret')
    .optional(),
  venueKeys: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*(,[A-Z][A-Z0-9_]*)*$/, 'must be names like ALPACA_KEY_ID,ALPACA_SECRET_KEY')
    .optional(),
  /** Seconds between two looks of a scheduled run at its backfill. */
  pollSeconds: z.coerce.number().int().min(1).max(300),
  /** Whether bars are copied to Timestream for InfluxDB, which costs about $100 a month; and the secret with its `username`, `password` and `token`. */
  timeseries: Flag,
  timeseriesSecret: z
    .string()
    .regex(/^[\w/+=.@-]{1,512}$/, 'must be the name of a secret')
    .optional(),
  /** Shards of one backtest that run at the same time. */
  parallelShards: z.coerce.number().int().min(1).max(10_000),
});
export type Stage = z.infer<typeof Stage>;

/** Where the embedded cloud answers when nothing else is said. */
export const LOCAL_ORIGIN = 'http://127.0.0.1:4600';

const TIMEFRAMES = '1m,5m,15m,1h,1d';
/** What every stage starts from. */
const COMMON = { rawRetentionDays: 90, marketShards: 1, timeframes: TIMEFRAMES, hotDays: 7, timeseries: false } as const;
/** What those in AWS have in common. */
const IN_AWS = { ...COMMON, rawSeconds: 60, collectors: 0, collectorsMax: 10, pollSeconds: 10 } as const;
const DEFAULTS: Readonly<Record<StageName, Omit<Stage, 'name'>>> = {
  local: {
    ...COMMON,
    logRetentionDays: 1,
    throttleRate: 10_000,
    throttleBurst: 5_000,
    keepData: false,
    rawSeconds: 2,
    collectors: 1,
    collectorsMax: 1,
    vpcId: 'vpc-00000000',
    subnetIds: 'subnet-00000000',
    pollSeconds: 1,
    parallelShards: 4,
  },
  dev: { ...IN_AWS, logRetentionDays: 14, throttleRate: 50, throttleBurst: 100, keepData: false, parallelShards: 100 },
  prod: { ...IN_AWS, logRetentionDays: 365, throttleRate: 100, throttleBurst: 200, keepData: true, parallelShards: 500 },
};

/** What may be set from outside, by `-c name=value`. */
export const STAGE_KEYS: readonly string[] = Object.keys(Stage.shape).filter((key) => key !== 'name');

/** A stage that cannot be used; each line names the key, its value and what would be right. */
export class StageError extends Error {
  override readonly name = 'StageError';
}

/** Defaults of the stage under the given settings, checked. Throws `StageError`, also for a key that no stage has. */
export function resolveStage(name: string, settings: Readonly<Record<string, unknown>> = {}): Stage {
  if (!isStageName(name)) throw new StageError(`stage is "${name}"; it must be one of ${STAGE_NAMES.join(', ')}`);
  const unknown = Object.keys(settings).filter((key) => !STAGE_KEYS.includes(key));
  if (unknown.length > 0)
    throw new StageError(`stage ${name}: no setting is called ${unknown.join(', ')}; known: ${STAGE_KEYS.join(', ')}`);
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const merged: Record<string, unknown> = { name, ...DEFAULTS[name], ...(name === 'local' ? onOneOrigin(given) : given) };
  const parsed = Stage.safeParse(merged);
  if (parsed.success) return together(parsed.data);
  const lines = parsed.error.issues.map(
    (issue) => `stage ${name}: ${issue.path.join('.')} is ${JSON.stringify(merged[String(issue.path[0])])}; ${issue.message}`,
  );
  throw new StageError(lines.join('\n'));
}

/** Settings that mean nothing one without the other. */
function together(stage: Stage): Stage {
  const { name, collectors, collectorsMax, vpcId, subnetIds, venueSecret, venueKeys, timeseries, timeseriesSecret } = stage;
  const because = `stage ${name}: collectors is ${collectors}`;
  if (collectors > 0 && vpcId === undefined) throw new StageError(`${because}; vpcId must name the network that they are to live in`);
  if (collectors > 0 && subnetIds === undefined) throw new StageError(`${because}; subnetIds must name public subnets of ${vpcId}`);
  if (collectorsMax < collectors) throw new StageError(`${because}; collectorsMax is ${collectorsMax}, it must be at least as many`);
  if ((venueSecret === undefined) !== (venueKeys === undefined))
    throw new StageError(`stage ${name}: venueSecret and venueKeys must be given together: a secret, and which of its fields to use`);
  if (timeseries && (vpcId === undefined || subnetIds === undefined || timeseriesSecret === undefined))
    throw new StageError(
      `stage ${name}: timeseries is true; vpcId, subnetIds and timeseriesSecret must say where it lives and who may write`,
    );
  return stage;
}

/** The embedded cloud serves console, API and sign-in from one address. */
function onOneOrigin(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const origin = given.origin ?? LOCAL_ORIGIN;
  return { signInUrl: origin, ...given, origin };
}

function isStageName(name: string): name is StageName {
  return STAGE_NAMES.some((known) => known === name);
}
