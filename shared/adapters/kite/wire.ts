import * as z from 'zod';
import { DAY_US } from '../../domain/time.ts';
import type { FeedTick } from '../../domain/feed.ts';
import { HistoryError } from '../../ports/history-source.ts';
import type { StreamRequest } from '../../ports/market-connector.ts';
import type { TickSink, Wire } from '../connector/feed.ts';
import { jsonOf, shaped } from '../connector/frames.ts';
import { openSocket } from '../connector/socket.ts';
import { type Stamper, stamp } from '../connector/stamp.ts';
import { type KitePacket, readPackets } from './packets.ts';

interface Access {
  readonly url: string;
  readonly stamper: Stamper;
  readonly symbols: ReadonlyMap<number, string>;
  readonly hint: string;
  /** What each token had traded when it last said so; outlives a connection, so that what was traded in a hole is not lost. */
  readonly volumes: Map<number, DayVolume>;
}

export interface DayVolume {
  readonly day: number;
  readonly volume: number;
}

const Text = z.looseObject({ type: z.string(), data: z.unknown() });

/** Subscribes in mode full; binary frames hold the state of instruments, text frames errors and what concerns orders. */
export function openKite({ url, stamper, symbols, hint, volumes }: Access, request: StreamRequest, sink: TickSink): Promise<Wire> {
  const tokens = [...symbols.keys()];
  return openSocket({
    venue: 'kite',
    url,
    sink,
    hint,
    onOpen: (send) => {
      send({ a: 'subscribe', v: tokens });
      send({ a: 'mode', v: ['full', tokens] });
      return 'ready';
    },
    onFrame: ({ data, binary }) => {
      if (!binary) return refuse(shaped(Text, jsonOf(data), 'frame'), hint);
      for (const packet of readPackets(data)) {
        const symbol = symbols.get(packet.token);
        if (symbol !== undefined) for (const tick of ticksOf(packet, symbol, { stamper, volumes, request })) sink.tick(tick);
      }
      return undefined;
    },
  });
}

interface Reading {
  readonly stamper: Stamper;
  readonly volumes: Map<number, DayVolume>;
  readonly request: StreamRequest;
}

/**
 * A packet is a state and no event: what was traded since the packet before becomes one trade at the last price, its id the volume of the day.
 * The first packet of a stream tells where counting begins; a new day begins at nothing.
 */
function* ticksOf(packet: KitePacket, symbol: string, { stamper, volumes, request }: Reading): Generator<FeedTick> {
  const { token, lastPrice, volume, lastTradeUs, exchangeUs, bids, asks } = packet;
  const wants = (channel: StreamRequest['channels'][number]) => request.channels.includes(channel);
  if (volume !== undefined && lastTradeUs !== undefined) {
    const day = Math.floor(lastTradeUs / DAY_US);
    const known = volumes.get(token);
    const before = known === undefined ? volume : known.day === day ? known.volume : 0;
    if (known === undefined || known.day !== day || volume > before) volumes.set(token, { day, volume });
    if (wants('trades') && volume > before) {
      yield {
        ...stamp(stamper, symbol, lastTradeUs),
        kind: 'trade',
        eventId: `${day}-${volume}`,
        price: lastPrice,
        quantity: String(volume - before),
        side: 'unknown',
      };
    }
  }
  if (exchangeUs === undefined || bids === undefined || asks === undefined) return;
  const [bid, ask] = [bids[0], asks[0]];
  // Before the market opens and after it closes a side is empty, and there is no quote.
  if (bid === undefined || ask === undefined) return;
  const common = stamp(stamper, symbol, exchangeUs);
  if (wants('quotes')) yield { ...common, kind: 'quote', bid: bid[0], bidQuantity: bid[1], ask: ask[0], askQuantity: ask[1] };
  if (wants('book')) yield { ...common, kind: 'book', form: 'snapshot', bids, asks };
}

function refuse({ type, data }: z.infer<typeof Text>, hint: string): undefined {
  if (type !== 'error') return undefined;
  const said = String(data);
  if (/token|api_key/i.test(said)) throw new HistoryError('unauthorised', `kite does not accept the key: ${said}${hint}`);
  throw new HistoryError('unavailable', `kite refused: ${said}`);
}
