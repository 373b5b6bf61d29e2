import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  LimitExceededException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { CREDENTIALS } from '../../local/credentials.ts';
import { loadKeys } from '../../local/issuer/keys.ts';
import { kinesisClient } from '../../local/streams/streams.ts';
import { documentClient, dynamoClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoSubscriptions } from '../../shared/adapters/aws/dynamo-subscriptions.ts';
import { encodeMarketEvent, type MarketEvent } from '../../shared/contracts/events.ts';
import { ServerMessage, type SocketEvent } from '../../shared/contracts/socket.ts';
import { SOCKET_PROTOCOL } from '../../shared/contracts/socket-protocol.ts';
import { SocketClient } from '../../shared/contracts/socket-client.ts';
import { temporaryHome } from './fixtures/toy.ts';

const home = temporaryHome();
const MINUTE_US = 60_000_000;
let cloud: Cloud;
let url: string;
let token: string;
const opened: { close(): void }[] = [];

beforeAll(async () => {
  cloud = await startCloud({ port: 0, home: home.path, socketLimits: { idleMs: 5000, bufferBytes: 256 * 1024 } });
  url = `${cloud.url.replace('http', 'ws')}/live`;
  token = await cloud.token(['viewer']);
});
afterAll(async () => {
  for (const client of opened) client.close();
  await cloud.stop();
  home[Symbol.dispose]();
});

interface Heard {
  readonly socket: WebSocket;
  readonly id: () => Promise<string>;
  readonly messages: ServerMessage[];
  readonly events: () => SocketEvent[];
  readonly say: (message: Record<string, unknown>) => void;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly fallSilent: () => void;
}

/** A client of its own making, so that the typed one is not tested by itself. */
async function connect(...topics: readonly [instrument: string, channel: string][]): Promise<Heard> {
  const socket = new WebSocket(url, [SOCKET_PROTOCOL, token]);
  opened.push({ close: () => socket.terminate() });
  const messages: ServerMessage[] = [];
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  expect(socket.protocol).toBe(SOCKET_PROTOCOL);
  socket.on('message', (data: Buffer) => messages.push(ServerMessage.parse(JSON.parse(data.toString()))));
  const say = (message: Record<string, unknown>) => socket.send(JSON.stringify({ v: 1, ...message }));
  // On a busy machine an event may take longer than a connection may be silent here.
  const beat = setInterval(() => say({ action: 'ping' }), 1000);
  socket.on('close', () => clearInterval(beat));
  for (const [instrument, channel] of topics) say({ action: 'subscribe', instrument, channel });
  await expect.poll(() => messages.filter(({ kind }) => kind === 'subscribed').length).toBe(topics.length);
  const events = () => messages.flatMap((message) => (message.kind === 'market' ? message.events : []));
  const id = async () => {
    say({ action: 'subscribe', instrument: `whoami-${opened.length}`, channel: 'trades' });
    const known = () => subscriptions().of(`whoami-${opened.length} trades`);
    await expect.poll(async () => (await known()).length).toBe(1);
    return (await known())[0]?.connection ?? '';
  };
  return { socket, id, messages, events, say, closed, fallSilent: () => clearInterval(beat) };
}

/** The status with which a handshake is refused. */
function refused(path: string, protocols: string[]): Promise<number> {
  const socket = new WebSocket(path, protocols);
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_, response) => (resolve(response.statusCode ?? 0), socket.terminate()));
    socket.on('open', () => reject(new Error('it was let in')));
    socket.on('error', () => undefined);
  });
}

function subscriptions(): DynamoSubscriptions {
  const { endpoints, resources } = cloud;
  Object.assign(process.env, {
    AWS_REGION: endpoints.region,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.tables,
  });
  const table = resources.find(({ type, id }) => type === 'AWS::DynamoDB::GlobalTable' && id.startsWith('Sockets'));
  return new DynamoSubscriptions(documentClient(dynamoClient()), table?.ref ?? '');
}

let n = 0;
const nowUs = () => Date.now() * 1000;
const trade = (instrument: string, price = '100', eventTimeUs = nowUs()): MarketEvent & { readonly kind: 'trade' } => ({
  v: 1,
  kind: 'trade',
  eventId: `live-${++n}`,
  instrument,
  venue: 'test',
  price,
  quantity: '1',
  side: 'buy',
  eventTimeUs,
  receiveTimeUs: eventTimeUs,
  synthetic: true,
});
const quote = (instrument: string): MarketEvent => {
  const eventTimeUs = nowUs();
  const prices = { bid: '99', ask: '101', bidQuantity: '1', askQuantity: '2' };
  return { v: 1, kind: 'quote', instrument, venue: 'test', ...prices, eventTimeUs, receiveTimeUs: eventTimeUs, synthetic: true };
};

async function put(...events: readonly MarketEvent[]): Promise<void> {
  const client = kinesisClient(cloud.endpoints.streams, cloud.endpoints.region);
  const stream = cloud.resources.find(({ type }) => type === 'AWS::Kinesis::Stream')?.ref as string;
  await client.send(
    new PutRecordsCommand({
      StreamName: stream,
      Records: events.map((event) => ({ PartitionKey: event.instrument, Data: encodeMarketEvent(event) })),
    }),
  );
  client.destroy();
}

test('[ST-02] two listen to BTC and one to ETH: a trade of BTC reaches exactly the two in less than a second', async () => {
  const [a, b, c] = [
    await connect(['BTC', 'trades']),
    await connect(['BTC', 'trades'], ['BTC', 'quotes']),
    await connect(['ETH', 'trades']),
  ];
  // Functions that were never called take their time once.
  await expect
    .poll(async () => (await put(trade('BTC')), [a, b].every(({ events }) => events().length > 0)), { interval: 1000 })
    .toBe(true);
  let sent = trade('BTC');
  const heard = (client: Heard) => client.events().some((event) => event.kind === 'trade' && event.eventId === sent.eventId);
  // Another is sent where the machine was busy with something else for a second.
  const tookMs = async () => {
    sent = trade('BTC');
    const startMs = performance.now();
    await put(sent);
    await expect.poll(() => [heard(a), heard(b)], { interval: 10 }).toEqual([true, true]);
    return performance.now() - startMs;
  };
  await expect.poll(tookMs).toBeLessThan(1000);
  expect(a.events().at(-1)).toEqual(sent);
  await put(quote('BTC'), trade('ETH'));
  await expect.poll(() => c.events().map(({ instrument }) => instrument)).toEqual(['ETH']);
  await expect.poll(() => b.events().at(-1)?.kind).toBe('quote');
  expect(a.events().every(({ kind, instrument }) => kind === 'trade' && instrument === 'BTC')).toBe(true);
});

test('[ST-02] bars come when they close, and the open one on a channel of its own, marked', async () => {
  const client = await connect(['BARS', 'bars:1m'], ['BARS', 'partial:1m'], ['BARS', 'bars:5m']);
  const startUs = Math.floor(nowUs() / (5 * MINUTE_US)) * 5 * MINUTE_US - 10 * MINUTE_US;
  await put(trade('BARS', '10', startUs), trade('BARS', '12', startUs + 1));
  await expect.poll(() => client.events()).toMatchObject([{ kind: 'bar', timeframe: '1m', open: 10, close: 12, partial: true }]);
  const heartbeat = { v: 1, kind: 'heartbeat', instrument: 'BARS', venue: 'test', synthetic: true } as const;
  await put({ ...heartbeat, watermarkUs: startUs + 5 * MINUTE_US });
  const closed = () => client.events().filter((event) => event.kind === 'bar' && !event.partial);
  await expect.poll(closed).toMatchObject([
    { timeframe: '1m', high: 12, trades: 2, revision: 0 },
    { timeframe: '5m', high: 12, trades: 2, revision: 0 },
  ]);
  await put(trade('BARS', '15', startUs + 2));
  await expect
    .poll(() => closed().slice(2))
    .toMatchObject([
      { timeframe: '1m', high: 15, close: 15, trades: 3, revision: 1 },
      { timeframe: '5m', high: 15, trades: 3, revision: 1 },
    ]);
});

describe('what was streamed, over HTTP', () => {
  test('[SG-05] the latest quote is at hand the second time, and anything new is shown at once', async () => {
    await put(quote('LAST'), trade('LAST', '100'));
    const ask = async () => {
      const answer = await fetch(`${cloud.url}/quotes/latest?instruments=LAST`, { headers: { authorization: `Bearer ${token}` } });
      return {
        status: answer.status,
        cache: answer.headers.get('x-cache'),
        body: (await answer.json()) as { quotes: { trade: { price: number } }[] },
      };
    };
    await expect.poll(async () => (await ask()).status).toBe(200);
    await expect.poll(async () => (await ask()).cache).toBe('hit');
    await put(trade('LAST', '105'));
    await expect.poll(async () => (await ask()).body.quotes[0]?.trade.price).toBe(105);
    const tookMs: number[] = [];
    for (let i = 0; i < 100; i++) {
      const startMs = performance.now();
      expect((await ask()).status).toBe(200);
      tookMs.push(performance.now() - startMs);
    }
    // A figure to read, not to fail by: the machine may be busy with anything.
    console.info(`GET /quotes/latest, warm: p95 ${tookMs.toSorted((a, b) => a - b)[94]?.toFixed(1)} ms of 100 calls`);
  });

  test('[SG-04] ticks can be read seconds after they came, once each', async () => {
    const fromUs = nowUs() - 60_000_000;
    const sent = [trade('TICKS', '1', fromUs + 1), trade('TICKS', '2', fromUs + 2), trade('TICKS', '3', fromUs + 3)];
    await put(...sent, ...sent.slice(1));
    const range = `from=${new Date(fromUs / 1000).toISOString()}&to=${new Date(fromUs / 1000 + 120_000).toISOString()}`;
    const read = async () => {
      const answer = await fetch(`${cloud.url}/ticks?instrument=TICKS&${range}`, { headers: { authorization: `Bearer ${token}` } });
      return ((await answer.json()) as { ticks: { price: string }[] }).ticks.map(({ price }) => price);
    };
    await expect.poll(read).toEqual(['1', '2', '3']);
  });
});

describe('[ST-02] who is let in', () => {
  test('[OP-04] no token, one that has run out or of another audience is refused with 401, one without a role with 403', async () => {
    const keys = await loadKeys(join(home.path, 'cloud', 'issuer.json'));
    const audience = cloud.resources.find(({ type }) => type === 'AWS::Cognito::UserPoolClient')?.ref as string;
    const sign = (to: string, expires: string) =>
      new SignJWT({ 'cognito:groups': ['viewer'] })
        .setProtectedHeader({ alg: 'RS256', kid: keys.keyId })
        .setIssuer(cloud.url)
        .setAudience(to)
        .setExpirationTime(expires)
        .sign(keys.sign);
    expect(await refused(url, [])).toBe(401);
    expect(await refused(url, [SOCKET_PROTOCOL])).toBe(401);
    expect(await refused(url, [SOCKET_PROTOCOL, await sign(audience, '-1m')])).toBe(401);
    expect(await refused(url, [SOCKET_PROTOCOL, await sign('another', '1m')])).toBe(401);
    expect(await refused(url, [SOCKET_PROTOCOL, await cloud.token([])])).toBe(403);
    expect(await refused(`${url}-not`, [SOCKET_PROTOCOL, token])).toBe(403);
    const logs = ['access-live.log', 'skytape-local-authorize-socket.log']
      .map((file) => readFileSync(join(cloud.logs, file), 'utf8'))
      .join('');
    expect(logs).toContain('"status":"401"');
    expect(logs).not.toContain(token.split('.')[1]);
  });
});

describe('the embedded gateway', () => {
  const sdk = () =>
    new ApiGatewayManagementApiClient({
      endpoint: url.replace('ws', 'http'),
      region: 'us-east-1',
      credentials: CREDENTIALS,
      maxAttempts: 1,
    });
  const post = (id: string, text: string) => sdk().send(new PostToConnectionCommand({ ConnectionId: id, Data: Buffer.from(text) }));

  test('[ST-02] a connection that was cut is gone for who sends to it, and forgotten with the next trade', async () => {
    const client = await connect(['CUT', 'trades']);
    const id = await client.id();
    const table = subscriptions();
    await table.open({ connection: 'never-was=', expiresUs: nowUs() + MINUTE_US });
    await table.add('never-was=', 'CUT trades');
    expect((await table.of('CUT trades')).length).toBe(2);
    await expect(post('never-was=', '{}')).rejects.toBeInstanceOf(GoneException);
    await put(trade('CUT'));
    await expect.poll(async () => (await table.of('CUT trades')).map(({ connection }) => connection)).toEqual([id]);
    client.socket.terminate();
    await expect.poll(() => table.of('CUT trades')).toEqual([]);
  });

  test('[OP-01] the management API posts and deletes; without the credentials, or from a web page, it refuses', async () => {
    const client = await connect(['POST', 'trades']);
    const id = await client.id();
    await post(id, JSON.stringify({ v: 1, kind: 'pong', id: 'by hand' }));
    await expect.poll(() => client.messages).toContainEqual({ v: 1, kind: 'pong', id: 'by hand' });
    const bare = `${url.replace('ws', 'http')}/@connections/${encodeURIComponent(id)}`;
    expect((await fetch(bare, { method: 'POST', body: '{}' })).status).toBe(403);
    await sdk().send(new DeleteConnectionCommand({ ConnectionId: id }));
    expect((await client.closed).code).toBe(1000);
    await expect(post(id, '{}')).rejects.toBeInstanceOf(GoneException);
  });

  test('[ST-02] a client that does not read is refused with 429 once its buffer is full; the broadcast then lets it go', async () => {
    const client = await connect(['SLOW', 'trades']);
    const id = await client.id();
    (client.socket as unknown as { _socket: { pause(): void } })._socket.pause();
    const flood = 'x'.repeat(120_000);
    const filled = async () => {
      for (let i = 0; i < 400; i++) await post(id, flood);
    };
    await expect(filled()).rejects.toBeInstanceOf(LimitExceededException);
    await put(trade('SLOW'));
    await expect.poll(() => subscriptions().of('SLOW trades')).toEqual([]);
    await expect(post(id, '{}')).rejects.toBeInstanceOf(GoneException);
  });

  test('[OP-01] a frame above 32 KB and a message above 128 KB end the connection; binary frames too', async () => {
    const frame = await connect();
    frame.say({ action: 'ping', id: 'x'.repeat(33_000) });
    expect((await frame.closed).code).toBe(1009);
    const message = await connect();
    for (let i = 0; i < 5; i++) message.socket.send('x'.repeat(30_000), { fin: i === 4 });
    expect((await message.closed).code).toBe(1009);
    const binary = await connect();
    binary.socket.send(Buffer.from([1]));
    expect((await binary.closed).code).toBe(1003);
  });

  test('[OP-01] a connection without messages ends; one that pings stays', async () => {
    const [silent, pinging] = [await connect(), await connect()];
    silent.fallSilent();
    expect((await silent.closed).code).toBe(1001);
    expect(pinging.socket.readyState).toBe(WebSocket.OPEN);
  });
});

test('[ST-02] the typed client hears, and after a cut connects and listens again', async () => {
  const events: SocketEvent[] = [];
  const states: string[] = [];
  const client = new SocketClient({
    url,
    token: () => token,
    onEvents: (some) => events.push(...some),
    onState: (state) => states.push(state),
    retryMs: 50,
  });
  opened.push(client);
  client.subscribe('TYPED', 'trades');
  const listening = () => subscriptions().of('TYPED trades');
  await expect.poll(async () => (await listening()).length).toBe(1);
  // Told again and again: a connection that says nothing is cut here after five seconds, and what comes meanwhile is not told.
  const hears = async () => {
    const known = events.length;
    await expect.poll(async () => (await put(trade('TYPED')), events.length), { interval: 1000 }).toBeGreaterThan(known);
  };
  await hears();
  const sdk = new ApiGatewayManagementApiClient({ endpoint: url.replace('ws', 'http'), region: 'us-east-1', credentials: CREDENTIALS });
  let cut: string | undefined;
  const cutting = async () => {
    cut = (await listening())[0]?.connection;
    return (await sdk.send(new DeleteConnectionCommand({ ConnectionId: cut }))).$metadata.httpStatusCode;
  };
  await expect.poll(cutting).toBe(204);
  await expect.poll(async () => (await listening()).filter(({ connection }) => connection !== cut).length).toBe(1);
  await hears();
  expect(states.join(' ')).toMatch(/^connecting open( waiting connecting open)+$/);
});
