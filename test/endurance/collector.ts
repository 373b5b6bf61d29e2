/** A process with the collector of the container, whose only venue is the replay. */
import { randomUUID } from 'node:crypto';
import { Collector } from '../../containers/collector/collector.ts';
import { documentClient, streamClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoLeases } from '../../shared/adapters/aws/dynamo-leases.ts';
import { KinesisPutter } from '../../shared/adapters/aws/kinesis-putter.ts';
import { marketNowUs, namesOf, type Replay, replayConnector } from './market.ts';

const { REPLAY = '{}', MARKET_STREAM = '', LEASES_TABLE = '' } = process.env;
const replay = JSON.parse(REPLAY) as Replay;
const names = namesOf(replay);
const told = (error: unknown) => process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
const putter = new KinesisPutter({ client: streamClient(), stream: MARKET_STREAM, onError: told });
const collector = new Collector({
  self: randomUUID(),
  instruments: async () => names.map((instrument) => ({ instrument, source: 'replay', symbol: instrument })),
  leases: new DynamoLeases(documentClient(), LEASES_TABLE),
  putter,
  connect: async () => replayConnector(replay),
  onAlarm: ({ detail }) => told(new Error(detail)),
  nowUs: () => marketNowUs(replay),
  everyMs: 500,
  expiryMs: 4000,
});
process.on('SIGTERM', () => collector.stop());
await collector.run(told);
await putter.flush();
