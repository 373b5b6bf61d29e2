import * as z from 'zod';
import { HistoryError } from '../../ports/history-source.ts';
import type { StreamRequest } from '../../ports/market-connector.ts';
import type { TickSink, Wire } from '../connector/feed.ts';
import { jsonOf, shaped } from '../connector/frames.ts';
import { openSocket } from '../connector/socket.ts';
import type { Stamper } from '../connector/stamp.ts';
import { quoteOf, StreamedQuote, StreamedTrade, tradeOf } from './shapes.ts';

interface Access {
  readonly url: string;
  readonly id: string;
  readonly secret: string;
  readonly stamper: Stamper;
}

const Message = z.looseObject({ T: z.string(), msg: z.string().optional(), code: z.number().optional() });
/** Codes of a key that is not accepted: not authenticated, auth failed, auth time-out, insufficient subscription. */
const KEY_FAULTS: readonly number[] = [401, 402, 404, 409];
/** One connection is allowed at a time, and a slow reader is cut off: both pass. */
const PASSING_FAULTS: readonly number[] = [406, 407, 500];

/** Greeting, sign-in, subscription, then arrays of ticks. */
export function openAlpaca(access: Access, { symbols, channels }: StreamRequest, sink: TickSink): Promise<Wire> {
  const { url, id, secret, stamper } = access;
  const read = (message: z.infer<typeof Message>, send: (message: unknown) => void): 'ready' | undefined => {
    if (message.T === 't') sink.tick(tradeOf(stamper, shaped(StreamedTrade, message, 'trade')));
    else if (message.T === 'q') sink.tick(quoteOf(stamper, shaped(StreamedQuote, message, 'quote')));
    else if (message.T === 'error') throw refusal(message);
    else if (message.T === 'subscription') return 'ready';
    else if (message.T === 'success' && message.msg === 'connected') send({ action: 'auth', key: id, secret });
    else if (message.T === 'success' && message.msg === 'authenticated') {
      const pick = (channel: 'trades' | 'quotes') => (channels.includes(channel) ? symbols : []);
      send({ action: 'subscribe', trades: pick('trades'), quotes: pick('quotes') });
    }
    return undefined;
  };
  return openSocket({
    venue: 'alpaca',
    url,
    sink,
    onOpen: () => undefined,
    onFrame: ({ data }, send) => {
      let ready: 'ready' | undefined;
      for (const message of shaped(z.array(Message), jsonOf(data), 'frame')) {
        try {
          ready = read(message, send) ?? ready;
        } catch (error) {
          if (!(error instanceof HistoryError && error.code === 'malformed')) throw error;
          sink.bad(error.message);
        }
      }
      return ready;
    },
  });
}

function refusal({ code = 0, msg = '' }: z.infer<typeof Message>): HistoryError {
  const line = `${code} ${msg}`.trim();
  if (KEY_FAULTS.includes(code)) return new HistoryError('unauthorised', `alpaca does not accept the key: ${line}`);
  return new HistoryError(PASSING_FAULTS.includes(code) ? 'unavailable' : 'refused', `alpaca refused the stream: ${line}`);
}
