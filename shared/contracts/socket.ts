import * as z from 'zod';
import { Instrument, MarketQuote, MarketTrade } from './events.ts';

// What goes over the WebSocket: every message is one JSON object with its version, errors too.

/** `bars` carries bars that have closed and their revisions; `partial` the one that grows. */
export const Channel = z
  .string()
  .regex(
    /^(trades|quotes|(bars|partial):[1-9]\d{0,3}[mhdw])$/,
    'must be trades, quotes, or bars: or partial: and a timeframe, like bars:1m',
  );
export type Channel = z.infer<typeof Channel>;

const Id = z.string().min(1).max(64);
const topic = { instrument: Instrument, channel: Channel };
/** `id` comes back in the answer. */
const request = { v: z.literal(1), id: Id.optional() };

export const ClientMessage = z.discriminatedUnion('action', [
  z.strictObject({ ...request, action: z.literal('subscribe'), ...topic }),
  z.strictObject({ ...request, action: z.literal('unsubscribe'), ...topic }),
  z.strictObject({ ...request, action: z.literal('ping') }),
]);
export type ClientMessage = z.infer<typeof ClientMessage>;

export const SocketBar = z.strictObject({
  kind: z.literal('bar'),
  instrument: Instrument,
  timeframe: z.string(),
  /** Its open, ISO 8601. */
  time: z.string(),
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  volume: z.number(),
  trades: z.int(),
  synthetic: z.boolean(),
  /** 0 when it closed, one more each time that a late trade changed it. */
  revision: z.int(),
  /** Whether it can still grow; such a bar is for looking at only. */
  partial: z.boolean(),
});
export type SocketBar = z.infer<typeof SocketBar>;

const SocketEvent = z.union([MarketTrade, MarketQuote, SocketBar]);
export type SocketEvent = z.infer<typeof SocketEvent>;

const answer = { v: z.literal(1), id: Id.optional() };

export const ServerMessage = z.discriminatedUnion('kind', [
  z.strictObject({ ...answer, kind: z.literal('subscribed'), ...topic }),
  z.strictObject({ ...answer, kind: z.literal('unsubscribed'), ...topic }),
  z.strictObject({ ...answer, kind: z.literal('pong') }),
  /** What was asked for is not done. `field` names the part of the message at fault. */
  z.strictObject({
    ...answer,
    kind: z.literal('error'),
    code: z.enum(['invalid', 'forbidden', 'too-many', 'gone']),
    field: z.string(),
    message: z.string(),
  }),
  /** In the order of the stream. The same event may come twice: trades have ids, bars revisions. */
  z.strictObject({ v: z.literal(1), kind: z.literal('market'), events: z.array(SocketEvent).min(1) }),
  /** The last message before the platform closes the connection. */
  z.strictObject({ v: z.literal(1), kind: z.literal('closing'), code: z.enum(['slow', 'expired']), message: z.string() }),
]);
export type ServerMessage = z.infer<typeof ServerMessage>;

/** Bars of one instrument that ingestion tells of. */
export const MarketAnnouncement = z.strictObject({ v: z.literal(1), bars: z.array(SocketBar).min(1) });
export type MarketAnnouncement = z.infer<typeof MarketAnnouncement>;
