import * as z from 'zod';
import { MILLISECOND_US } from '../../domain/time.ts';
import { HistoryError } from '../../ports/history-source.ts';
import type { StreamRequest } from '../../ports/market-connector.ts';
import type { TickSink, Wire } from '../connector/feed.ts';
import { jsonOf, shaped } from '../connector/frames.ts';
import { openSocket } from '../connector/socket.ts';
import { type Stamper, stamp } from '../connector/stamp.ts';
import { decimalText } from '../connector/text.ts';

const Message = z.looseObject({ type: z.string(), msg: z.string().optional() });
const Trade = z.object({ s: z.string(), p: z.number(), v: z.number(), t: z.number() });
const Trades = z.object({ data: z.array(Trade) });

/**
 * Subscriptions are not confirmed; trades come as arrays. They carry no id: it is made of time, price, quantity and a number that tells apart
 * equal ones of a frame, so that a frame that comes twice changes nothing.
 */
export function openFinnhub(
  { url, stamper }: { readonly url: string; readonly stamper: Stamper },
  { symbols }: StreamRequest,
  sink: TickSink,
): Promise<Wire> {
  return openSocket({
    venue: 'finnhub',
    url,
    sink,
    onOpen: (send) => {
      for (const symbol of symbols) send({ type: 'subscribe', symbol });
      return 'ready';
    },
    onFrame: ({ data }) => {
      const message = shaped(Message, jsonOf(data), 'frame');
      if (message.type === 'error') throw refusal(message.msg ?? '');
      if (message.type !== 'trade') return undefined;
      const counts = new Map<string, number>();
      for (const { s, p, v, t } of shaped(Trades, message, 'trades').data) {
        const price = decimalText(p, 'p');
        const quantity = decimalText(v, 'v');
        const key = `${s}-${t}-${price}-${quantity}`;
        const nth = (counts.get(key) ?? 0) + 1;
        counts.set(key, nth);
        const eventId = `${t}-${price}-${quantity}-${nth}`;
        sink.tick({ ...stamp(stamper, s, t * MILLISECOND_US), kind: 'trade', eventId, price, quantity, side: 'unknown' });
      }
      return undefined;
    },
  });
}

function refusal(said: string): HistoryError {
  return /api key|token/i.test(said)
    ? new HistoryError('unauthorised', `finnhub does not accept the key: ${said}`)
    : new HistoryError('unavailable', `finnhub refused: ${said}`);
}
