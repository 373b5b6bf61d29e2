import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExpiredIteratorException, GetRecordsCommand, GetShardIteratorCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { expect, onTestFinished, test } from 'vitest';
import { Checkpoints } from '../../../local/mappings/checkpoints.ts';
import type { MappingSettings } from '../../../local/mappings/settings.ts';
import { StreamMapping, type StreamMappingParts } from '../../../local/mappings/stream-mapping.ts';

const SETTINGS: MappingSettings = {
  id: 'm',
  sourceArn: 'arn:aws:kinesis:r:0:stream/s',
  functionArn: 'f',
  batchSize: 10,
  windowMs: 0,
  bisect: false,
  retries: 0,
  maxAgeMs: Number.POSITIVE_INFINITY,
  reportsItems: true,
  startingPosition: 'LATEST',
  failureArn: undefined,
};

/** A shard to whose newest place a mapping has come when reading fails once and, meanwhile, a record is put. */
async function heardAfter(fault: Error): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'skytape-mapping-'));
  const records: string[] = ['old'];
  const heard: string[] = [];
  let faults = 1;
  const send = async (command: unknown) => {
    if (command instanceof GetShardIteratorCommand) return { ShardIterator: String(records.length) };
    if (!(command instanceof GetRecordsCommand)) return { Shards: [{ ShardId: 'shard' }] };
    if (faults-- > 0) {
      records.push('new');
      throw fault;
    }
    const from = Number(command.input.ShardIterator);
    const Records = records
      .slice(from)
      .map((name, i) => ({ SequenceNumber: String(from + i), PartitionKey: name, Data: Buffer.from(name) }));
    return { Records, NextShardIterator: String(records.length) };
  };
  const invoke = async (event: string) => {
    const { Records } = JSON.parse(event) as { Records: { kinesis: { partitionKey: string } }[] };
    heard.push(...Records.map(({ kinesis }) => kinesis.partitionKey));
    return { ok: true, payload: 'null' };
  };
  const parts = {
    client: { send } as unknown as KinesisClient,
    pool: { invoke },
    log: { write: () => undefined },
    destinations: {},
    region: 'r',
  };
  const mapping = new StreamMapping(SETTINGS, { ...parts, checkpoints: new Checkpoints(folder, 'm') } as unknown as StreamMappingParts);
  onTestFinished(async () => {
    await mapping.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  mapping.start();
  await expect.poll(() => faults).toBeLessThan(-1);
  return heard;
}

test('[DX-01] a mapping that reads what is newest loses nothing put while a read of it failed; a place the stream has forgotten is asked for anew', async () => {
  const faults = [new Error('read ECONNRESET'), new ExpiredIteratorException({ message: 'expired', $metadata: {} })];
  expect(await Promise.all(faults.map(heardAfter))).toEqual([['new'], []]);
});
