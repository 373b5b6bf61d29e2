import { CreateStreamCommand, DescribeStreamSummaryCommand, KinesisClient, ResourceNotFoundException } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import kinesalite from 'kinesalite';
import { CREDENTIALS } from '../credentials.ts';
import { close, guard, listen } from '../loopback.ts';
import type { Resource } from '../template/template.ts';
import { installFastSequences } from './sequences.ts';

export interface Streams {
  readonly url: string;
  create(resources: readonly Resource[], region: string): Promise<void>;
  stop(): Promise<void>;
}

/** Kinesis as kinesalite keeps it in a directory. */
export async function startStreams(directory: string): Promise<Streams> {
  installFastSequences();
  const server = guard(kinesalite({ path: directory, createStreamMs: 0, deleteStreamMs: 0 }));
  const url = `http://127.0.0.1:${await listen(server)}`;
  return {
    url,
    create: async (resources, region) => {
      const client = kinesisClient(url, region);
      await Promise.all(resources.map((resource) => createStream(client, resource)));
      client.destroy();
    },
    stop: () => close(server),
  };
}

/** The client that every part of the embedded cloud reads streams with. HTTP/1: kinesalite does not speak the SDK's default HTTP/2. */
export function kinesisClient(endpoint: string, region: string): KinesisClient {
  return new KinesisClient({ endpoint, region, credentials: CREDENTIALS, requestHandler: new NodeHttpHandler(), maxAttempts: 2 });
}

async function createStream(client: KinesisClient, { ref, properties }: Resource): Promise<void> {
  // An on-demand stream starts with four shards in AWS; kinesalite knows provisioned ones only.
  const ShardCount = Number(properties['ShardCount'] ?? 4);
  try {
    await client.send(new DescribeStreamSummaryCommand({ StreamName: ref }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await client.send(new CreateStreamCommand({ StreamName: ref, ShardCount }));
    await untilActive(client, ref);
  }
}

async function untilActive(client: KinesisClient, name: string): Promise<void> {
  for (;;) {
    const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName: name }));
    if (StreamDescriptionSummary?.StreamStatus === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
