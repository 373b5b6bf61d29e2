import { describe, expect, test } from 'vitest';
import { MemorySubscriptions } from '../../../../shared/adapters/memory/subscriptions.ts';
import { broadcast } from '../../../../shared/application/sockets/broadcast.ts';
import type { MarketQuote, MarketTrade } from '../../../../shared/contracts/events.ts';
import { ServerMessage, type SocketBar, type SocketEvent } from '../../../../shared/contracts/socket.ts';
import type { Sent } from '../../../../shared/ports/sockets.ts';

const NOW_US = 1_800_000_000_000_000;
const LATER_US = NOW_US + 3_600_000_000;

const common = { v: 1, venue: 'test', eventTimeUs: NOW_US, receiveTimeUs: NOW_US, synthetic: true } as const;
const trade = (id: string, instrument = 'BTC/USDT'): MarketTrade => ({
  ...common,
  kind: 'trade',
  eventId: id,
  instrument,
  price: '100',
  quantity: '1',
  side: 'buy',
});
const quote = (bid: string, instrument = 'BTC/USDT'): MarketQuote => ({
  ...common,
  kind: 'quote',
  instrument,
  bid,
  ask: '200',
  bidQuantity: '1',
  askQuantity: '1',
});
const bar = (close: number, partial: boolean): SocketBar => ({
  kind: 'bar',
  instrument: 'BTC/USDT',
  timeframe: '1m',
  time: '2027-01-15T08:00:00Z',
  open: 1,
  high: 9,
  low: 1,
  close,
  volume: 1,
  trades: 1,
  synthetic: true,
  revision: 0,
  partial,
});

/** Clients that write down what they take; `takes` answers for each message in turn, `sent` when it has no more to say. */
function world(takes: Readonly<Record<string, (Sent | Error)[]>> = {}) {
  const taken: Record<string, ServerMessage[]> = {};
  const disconnected: string[] = [];
  const subscriptions = new MemorySubscriptions();
  const sockets = {
    send: async (connection: string, text: string): Promise<Sent> => {
      const answer = takes[connection]?.shift() ?? 'sent';
      if (answer instanceof Error) throw answer;
      if (answer === 'sent') (taken[connection] ??= []).push(ServerMessage.parse(JSON.parse(text)));
      return answer;
    },
    disconnect: async (connection: string): Promise<void> => void disconnected.push(connection),
  };
  const listen = async (connection: string, topics: readonly string[], expiresUs = LATER_US) => {
    await subscriptions.open({ connection, expiresUs });
    for (const topic of topics) await subscriptions.add(connection, topic);
  };
  const eventsOf = (connection: string): SocketEvent[] =>
    (taken[connection] ?? []).flatMap((message) => (message.kind === 'market' ? message.events : []));
  return {
    subscriptions,
    taken,
    disconnected,
    listen,
    eventsOf,
    send: broadcast({ subscriptions, sockets, clock: { nowUs: () => NOW_US } }),
  };
}

describe('a broadcast', () => {
  test('[ST-02] two listen to BTC, one to ETH: a trade of BTC reaches exactly the two', async () => {
    const { listen, send, taken, eventsOf } = world();
    await listen('a', ['BTC/USDT trades']);
    await listen('b', ['BTC/USDT trades', 'BTC/USDT quotes']);
    await listen('c', ['ETH/USDT trades']);
    expect(await send([trade('1')])).toEqual({ reached: 2, gone: 0, slow: 0, expired: 0, failed: [] });
    expect(Object.keys(taken).sort()).toEqual(['a', 'b']);
    expect(eventsOf('a')).toEqual([trade('1')]);
  });

  test('[ST-02] a connection gets its channels only, in the order of the stream, in one message', async () => {
    const { listen, send, taken, eventsOf } = world();
    await listen('a', ['BTC/USDT trades', 'BTC/USDT bars:1m']);
    await listen('b', ['BTC/USDT quotes', 'BTC/USDT partial:1m']);
    await send([trade('1'), quote('1'), bar(5, true), bar(6, false), trade('2'), quote('2')]);
    expect(eventsOf('a')).toEqual([trade('1'), bar(6, false), trade('2')]);
    expect(eventsOf('b')).toEqual([quote('1'), bar(5, true), quote('2')]);
    expect([taken['a']?.length, taken['b']?.length]).toEqual([1, 1]);
  });

  test('[ST-02] what is more than a frame of 32 KB goes out in several, nothing lost, nothing twice', async () => {
    const { listen, send, taken, eventsOf } = world();
    await listen('a', ['BTC/USDT trades', 'ÄÖ/USDT trades']);
    const many = Array.from({ length: 400 }, (_, i) => ({ ...trade(`t${i}`), venue: i % 3 === 0 ? 'börse' : 'test' }));
    await send(many);
    expect(eventsOf('a')).toEqual(many);
    for (const message of taken['a'] ?? []) expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(32 * 1024);
    expect(taken['a']?.length).toBeGreaterThan(2);
  });

  test('[ST-02] a connection whose other end has gone is forgotten', async () => {
    const { listen, send, subscriptions } = world({ a: ['gone'] });
    await listen('a', ['BTC/USDT trades']);
    await listen('b', ['BTC/USDT trades']);
    expect(await send([trade('1')])).toMatchObject({ reached: 1, gone: 1 });
    expect((await subscriptions.of('BTC/USDT trades')).map(({ connection }) => connection)).toEqual(['b']);
  });

  test('[ST-02] a client that does not take a message gets it again with the newest quote only, trades and closed bars all', async () => {
    const { listen, send, eventsOf, disconnected } = world({ a: ['slow'] });
    await listen('a', ['BTC/USDT trades', 'BTC/USDT quotes', 'BTC/USDT bars:1m', 'BTC/USDT partial:1m']);
    const events = [quote('1'), trade('1'), bar(1, true), quote('2'), trade('2'), bar(2, false), bar(3, true), quote('3')];
    expect(await send(events)).toMatchObject({ reached: 1, slow: 0 });
    expect(eventsOf('a')).toEqual([trade('1'), trade('2'), bar(2, false), bar(3, true), quote('3')]);
    expect(disconnected).toEqual([]);
  });

  test('[ST-02] one that does not take that either is told why and disconnected; the others are not held up', async () => {
    const { listen, send, taken, disconnected, subscriptions } = world({ a: ['slow', 'slow'] });
    await listen('a', ['BTC/USDT trades']);
    await listen('b', ['BTC/USDT trades']);
    expect(await send([trade('1')])).toMatchObject({ reached: 1, slow: 1 });
    expect(taken['a']).toMatchObject([{ kind: 'closing', code: 'slow', message: expect.stringContaining('HTTP') }]);
    expect([disconnected, await subscriptions.of('BTC/USDT trades')]).toEqual([['a'], [{ connection: 'b', expiresUs: LATER_US }]]);
  });

  test('[OP-04] a connection whose token has run out gets nothing more but the reason', async () => {
    const { listen, send, taken, disconnected } = world();
    await listen('a', ['BTC/USDT trades'], NOW_US);
    await listen('b', ['BTC/USDT trades'], NOW_US + 1);
    expect(await send([trade('1')])).toMatchObject({ reached: 1, expired: 1 });
    expect([taken['a'], disconnected]).toEqual([[expect.objectContaining({ kind: 'closing', code: 'expired' })], ['a']]);
  });

  test('[ST-02] an error in sending to one is reported and keeps nobody else from hearing', async () => {
    const { listen, send, eventsOf } = world({ a: [new Error('throttled')] });
    await listen('a', ['BTC/USDT trades']);
    await listen('b', ['BTC/USDT trades']);
    expect(await send([trade('1')])).toMatchObject({ reached: 1, failed: ['throttled'] });
    expect(eventsOf('b')).toEqual([trade('1')]);
  });

  test('[ST-02] when it cannot be read who listens, it throws before anything is sent', async () => {
    const { listen, send, subscriptions, taken } = world();
    await listen('a', ['BTC/USDT trades']);
    const of = subscriptions.of.bind(subscriptions);
    subscriptions.of = async (topic) => {
      if (topic.startsWith('ETH')) throw new Error('table is away');
      return of(topic);
    };
    await expect(send([trade('1'), trade('2', 'ETH/USDT')])).rejects.toThrow('table is away');
    expect(taken).toEqual({});
  });

  test('[ST-02] a thousand listeners are sent to 32 at a time', async () => {
    const subscriptions = new MemorySubscriptions();
    let [now, most] = [0, 0];
    for (let i = 0; i < 1000; i++) {
      await subscriptions.open({ connection: `c${i}`, expiresUs: LATER_US });
      await subscriptions.add(`c${i}`, 'BTC/USDT trades');
    }
    const send = broadcast({
      subscriptions,
      clock: { nowUs: () => NOW_US },
      sockets: {
        send: async () => {
          most = Math.max(most, ++now);
          await Promise.resolve();
          now--;
          return 'sent';
        },
        disconnect: async () => undefined,
      },
    });
    expect((await send([trade('1')])).reached).toBe(1000);
    expect(most).toBe(32);
  });
});
