import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { announcements } from '../../../shared/adapters/aws/sockets/announcements.ts';
import { MarketAnnouncement, type SocketBar } from '../../../shared/contracts/socket.ts';

const bar = (n: number): SocketBar => ({
  kind: 'bar',
  instrument: 'BTC/USDT',
  timeframe: '1m',
  time: '2027-01-15T08:00:00Z',
  open: n,
  high: n,
  low: n,
  close: n,
  volume: 1,
  trades: 1,
  synthetic: true,
  revision: 0,
  partial: false,
});

let server: Server;
let bodies: string[];
let answer: 'ok' | 'fault' | 'silence';
let tell: (bars: readonly SocketBar[], limitMs: number) => Promise<void>;

beforeEach(async () => {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
  [bodies, answer] = [[], 'ok'];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push((JSON.parse(Buffer.concat(chunks).toString()) as { MessageBody: string }).MessageBody);
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      if (answer === 'ok') response.end('{"MessageId":"1"}');
      else if (answer === 'fault') response.writeHead(500).end('{"__type":"InternalFailure"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new SQSClient({
    endpoint: url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    md5: false,
  });
  tell = (bars, limitMs) => announcements(client, `${url}/0/announcements`, limitMs)(bars);
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

test('[ST-02] bars are told in messages that a queue takes, none lost', async () => {
  const bars = Array.from({ length: 1000 }, (_, n) => bar(n));
  await tell(bars, 60_000);
  expect(bodies.flatMap((body) => MarketAnnouncement.parse(JSON.parse(body)).bars)).toEqual(bars);
  for (const body of bodies) expect(Buffer.byteLength(body)).toBeLessThan(256 * 1024);
});

test('[ST-02] a queue that fails or is silent costs a bounded wait and no error', async () => {
  for (const how of ['fault', 'silence'] as const) {
    answer = how;
    const tookMs = async () => {
      const startMs = performance.now();
      await expect(tell([bar(1)], 300)).resolves.toBeUndefined();
      return performance.now() - startMs;
    };
    await expect.poll(tookMs).toBeLessThan(3000);
  }
});
