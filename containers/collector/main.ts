import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import * as z from 'zod';
import { documentClient, streamClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoInstruments } from '../../shared/adapters/aws/dynamo-instruments.ts';
import { DynamoLeases } from '../../shared/adapters/aws/dynamo-leases.ts';
import { KinesisPutter } from '../../shared/adapters/aws/kinesis-putter.ts';
import { openConnector } from '../../shared/adapters/connectors.ts';
import { Collector } from './collector.ts';
import { instrumentSource } from './instruments.ts';
import { metricLine } from './metrics.ts';

const Collected = z.object({ instrument: z.string().min(1), source: z.string().min(1), symbol: z.string().min(1) });
const Environment = z.object({
  STAGE: z.string().min(1).default('local'),
  MARKET_STREAM: z.string().min(1),
  LEASES_TABLE: z.string().min(1),
  /** The security master: what is active there is collected. */
  INSTRUMENTS_TABLE: z.string().min(1).optional(),
  /** Collected whatever the master says. JSON: `[{ "instrument": "BTC/USDT", "source": "ccxt:binance", "symbol": "BTC/USDT" }]`. */
  INSTRUMENTS: z
    .string()
    .default('[]')
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(z.array(Collected)),
  /** What one collector carries at most; beyond that those of lower priority wait. */
  INSTRUMENTS_MAX: z.coerce.number().int().min(1).default(500),
  INSTRUMENTS_EVERY_MS: z.coerce.number().min(100).max(30_000).default(10_000),
  LEASE_EVERY_MS: z.coerce.number().min(50).default(3000),
  LEASE_EXPIRY_MS: z.coerce.number().min(200).default(12_000),
  METRICS_EVERY_MS: z.coerce.number().min(100).default(10_000),
  /** Sends every connector there instead of to its venue. */
  VENUE_URL: z.url().optional(),
});

const environment = Environment.parse(process.env);
const log = (level: 'info' | 'error', message: string, more: object = {}) =>
  process.stdout.write(`${JSON.stringify({ level, message, time: new Date().toISOString(), ...more })}\n`);
const reason = (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
const self = `${hostname()}-${randomUUID()}`;
let alarms = 0;
const { INSTRUMENTS_TABLE: master, INSTRUMENTS: fixed } = environment;
if (master === undefined && fixed.length === 0) throw new Error('one of INSTRUMENTS_TABLE and INSTRUMENTS must say what to collect');
const documents = documentClient();
const nowUs = () => Date.now() * 1000;

const putter = new KinesisPutter({
  client: streamClient(),
  stream: environment.MARKET_STREAM,
  onError: (error) => log('error', 'put failed', { reason: reason(error) }),
});
const collector = new Collector({
  self,
  instruments: instrumentSource({
    fixed,
    ...(master === undefined ? {} : { active: () => new DynamoInstruments(documents, master).active() }),
    nowUs,
    everyMs: environment.INSTRUMENTS_EVERY_MS,
    onError: (error) => log('error', 'the security master did not answer', { reason: reason(error) }),
  }),
  leases: new DynamoLeases(documents, environment.LEASES_TABLE),
  putter,
  connect: (source) =>
    openConnector(source, { environment: process.env, ...(environment.VENUE_URL === undefined ? {} : { baseUrl: environment.VENUE_URL }) }),
  onAlarm: (alarm) => {
    alarms++;
    log('error', 'alarm', alarm);
  },
  nowUs,
  most: environment.INSTRUMENTS_MAX,
  everyMs: environment.LEASE_EVERY_MS,
  expiryMs: environment.LEASE_EXPIRY_MS,
});

const metrics = setInterval(() => {
  process.stdout.write(
    `${metricLine({ nowMs: Date.now(), self, stage: environment.STAGE, status: collector.status(), waiting: putter.waiting, alarms })}\n`,
  );
  alarms = 0;
}, environment.METRICS_EVERY_MS);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => collector.stop());

log('info', 'collector started', { self, master, instruments: fixed.length });
await collector.run((error) => log('error', 'round failed', { reason: reason(error) }));
await putter.flush();
clearInterval(metrics);
log('info', 'collector ended', { self });
