import type { ClientMessage, ServerMessage } from '../../contracts/socket.ts';
import { topicOf } from '../../contracts/socket-protocol.ts';
import type { Subscriptions } from '../../ports/subscriptions.ts';

interface World {
  readonly subscriptions: Subscriptions;
  /** Bars that the stream is made into, like `1m`. */
  readonly timeframes: readonly string[];
}

/** What a refusal says besides its code. */
type Refused = Omit<Extract<ServerMessage, { kind: 'error' }>, 'v' | 'kind' | 'id'>;

/** Does what a client's message asks for, and answers it. A refusal is an answer too. */
export function answerMessage({ subscriptions, timeframes }: World) {
  return async (connection: string, message: ClientMessage): Promise<ServerMessage> => {
    const named = message.id === undefined ? {} : { id: message.id };
    const refuse = (refused: Refused): ServerMessage => ({ v: 1, kind: 'error', ...named, ...refused });
    if (message.action === 'ping') return { v: 1, kind: 'pong', ...named };
    const { instrument, channel } = message;
    const topic = topicOf(instrument, channel);
    if (message.action === 'unsubscribe') {
      await subscriptions.remove(connection, topic);
      return { v: 1, kind: 'unsubscribed', ...named, instrument, channel };
    }
    const timeframe = channel.split(':')[1];
    if (timeframe !== undefined && !timeframes.includes(timeframe)) {
      const made = timeframes.join(', ');
      return refuse({
        code: 'invalid',
        field: 'channel',
        message: `channel: is "${channel}", but the stream is made into bars of ${made}`,
      });
    }
    const added = await subscriptions.add(connection, topic);
    if (added === 'full')
      return refuse({
        code: 'too-many',
        field: 'channel',
        message: 'this connection listens to as many topics as one may; unsubscribe from some',
      });
    if (added === 'gone') return refuse({ code: 'gone', field: '', message: 'this connection is being closed' });
    return { v: 1, kind: 'subscribed', ...named, instrument, channel };
  };
}
