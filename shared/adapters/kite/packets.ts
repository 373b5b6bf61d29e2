import { formatDecimal } from '../../domain/decimal.ts';
import type { BookLevel } from '../../domain/feed.ts';
import { SECOND_US, type TimeUs } from '../../domain/time.ts';
import { HistoryError } from '../../ports/history-source.ts';

/** What the ticker says of one instrument. Prices are decimal text. */
export interface KitePacket {
  readonly token: number;
  readonly lastPrice: string;
  /** The rest only in the modes quote and full. */
  readonly lastQuantity?: number;
  /** Traded since the market opened. */
  readonly volume?: number;
  /** The rest only in mode full. */
  readonly lastTradeUs?: TimeUs;
  readonly exchangeUs?: TimeUs;
  readonly bids?: readonly BookLevel[];
  readonly asks?: readonly BookLevel[];
}

const QUOTE_BYTES = 44;
const FULL_BYTES = 184;
const DEPTH_AT = 64;
const LEVEL_BYTES = 12;
const LEVELS = 5;

/** Decimals of a price by segment, the last byte of a token: currencies of NSE (3) count in 1e-7, of BSE (6) in 1e-4, everything else in paise. */
function decimalsOf(token: number): number {
  const segment = token & 0xff;
  return segment === 3 ? 7 : segment === 6 ? 4 : 2;
}

/**
 * The packets of a binary frame of Kite's ticker: the number of packets in two bytes, then each with its length in two bytes before it, big endian.
 * Empty for the one byte of a heartbeat. Throws `HistoryError` for a frame that ends early. Source: Kite Connect 3, "WebSocket streaming".
 */
export function readPackets(frame: Buffer): KitePacket[] {
  if (frame.length < 2) return [];
  const packets: KitePacket[] = [];
  let at = 2;
  for (let left = frame.readInt16BE(0); left > 0; left--) {
    const length = at + 2 <= frame.length ? frame.readInt16BE(at) : -1;
    if (length < 8 || at + 2 + length > frame.length) {
      throw new HistoryError('malformed', `a frame of ${frame.length} bytes ends inside packet ${packets.length + 1}`);
    }
    packets.push(readPacket(frame.subarray(at + 2, at + 2 + length)));
    at += 2 + length;
  }
  return packets;
}

function readPacket(packet: Buffer): KitePacket {
  const token = packet.readUInt32BE(0);
  const decimals = decimalsOf(token);
  const price = (at: number) => formatDecimal(BigInt(packet.readInt32BE(at)), decimals);
  const brief = { token, lastPrice: price(4) };
  if (packet.length < QUOTE_BYTES) return brief;
  const quote = { ...brief, lastQuantity: packet.readUInt32BE(8), volume: packet.readUInt32BE(16) };
  if (packet.length < FULL_BYTES) return quote;
  const level = (i: number): BookLevel => {
    const start = DEPTH_AT + i * LEVEL_BYTES;
    return [price(start + 4), String(packet.readUInt32BE(start))];
  };
  const side = (from: number) => Array.from({ length: LEVELS }, (_, i) => level(from + i)).filter(([, quantity]) => quantity !== '0');
  return {
    ...quote,
    lastTradeUs: packet.readUInt32BE(44) * SECOND_US,
    exchangeUs: packet.readUInt32BE(60) * SECOND_US,
    bids: side(0),
    asks: side(LEVELS),
  };
}
