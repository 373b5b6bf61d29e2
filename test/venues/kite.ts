import { type LocalVenue, type Protocol, Refused, type VenueBook, type VenueTick } from './local-venue.ts';

export const INFY = 408_065;
const EXPIRED = new Refused(403, { status: 'error', error_type: 'TokenException', message: 'Incorrect `api_key` or `access_token`.' });
const LIST = [
  'instrument_token,exchange_token,tradingsymbol,name,last_price,expiry,strike,tick_size,lot_size,instrument_type,segment,exchange',
  `${INFY},1594,INFY,"INFOSYS, LTD",0,,0,0.05,1,EQ,NSE,NSE`,
  '519937,2031,M&M,"MAHINDRA",0,,0,0.05,1,EQ,NSE,NSE',
  '128083204,500325,RELIANCE,RELIANCE,0,,0,0.05,1,EQ,BSE,BSE',
  '9372674,36612,INFY23MAYFUT,"INFY",0,2023-05-25,0,0.05,300,FUT,NFO-FUT,NFO',
  '9372930,36613,INFY23MAY1300CE,"INFY",0,2023-05-25,1300,0.05,300,CE,NFO-OPT,NFO',
].join('\n');

/** Zerodha's Kite Connect, version 3: the dump of instruments, candles of India's clock, and the binary ticker. */
export const kiteProtocol: Protocol = {
  topics: { ticks: 'full', book: 'full' },
  answer({ path, query, headers }, venue) {
    if (venue.locked || headers.authorization !== 'token key:access') return EXPIRED;
    if (path === '/instruments') return LIST;
    if (path !== `/instruments/historical/${INFY}/minute`)
      return new Refused(400, { status: 'error', error_type: 'InputException', message: 'invalid token' });
    const utc = (name: string) => Date.parse(`${query.get(name)?.replace(' ', 'T')}+05:30`);
    const candles = venue
      .bars(utc('from'), Math.min(utc('to') + 1000, Date.UTC(2023, 4, 2)))
      .map((b) => [indian(b.timeMs), b.open, b.high, b.low, b.close, b.volume]);
    return { status: 'success', data: { candles } };
  },
  refuse: ({ query }, venue) =>
    venue.locked || query.get('api_key') !== 'key' || query.get('access_token') !== 'access' ? 403 : undefined,
  message(listener, text, venue) {
    const { a, v } = JSON.parse(text) as { a: string; v: unknown };
    if (a !== 'mode' || JSON.stringify(v) !== JSON.stringify(['full', [INFY]])) return;
    listener.topics.add('full');
    listener.send(Buffer.from([0]));
    const last = venue.ticks.at(-1);
    listener.send(frameOf([packet(venue, last ?? { id: 0, price: '99.00', quantity: 1, timeMs: OPENED_MS })]));
  },
  ticks: (ticks, venue) => [frameOf(ticks.map((tick) => packet(venue, tick)))],
  book: (book, venue) => [frameOf([packet(venue, { id: 0, price: '99.00', quantity: 1, timeMs: book.timeMs }, book)])],
};

/** When the venue had traded a thousand already: an hour ago, which may be yesterday. */
const OPENED_MS = Date.now() - 3_600_000;
const dayOf = (timeMs: number): number => Math.floor(timeMs / 86_400_000);

/** A packet of mode full. The volume of the day is what was traded of it up to the tick. */
function packet(venue: LocalVenue, tick: VenueTick, book?: VenueBook): Buffer {
  const bytes = Buffer.alloc(184);
  const day = dayOf(tick.timeMs);
  const traded = venue.ticks.filter(({ id, timeMs }) => id <= tick.id && dayOf(timeMs) === day);
  const volume = traded.reduce((sum, { quantity }) => sum + quantity, day === dayOf(OPENED_MS) ? 1000 : 0);
  const paise = Math.round(Number(tick.price) * 100);
  for (const [at, value] of [
    [0, INFY],
    [4, paise],
    [8, tick.quantity],
    [12, paise],
    [16, volume],
    [44, Math.floor(tick.timeMs / 1000)],
    [60, Math.floor((book?.timeMs ?? tick.timeMs) / 1000)],
  ] as const) {
    bytes.writeUInt32BE(value, at);
  }
  [...(book?.bids ?? []), ...Array(5).fill(undefined)].slice(0, 5).forEach((level, i) => writeLevel(bytes, 64 + 12 * i, level));
  [...(book?.asks ?? []), ...Array(5).fill(undefined)].slice(0, 5).forEach((level, i) => writeLevel(bytes, 124 + 12 * i, level));
  return bytes;
}

function writeLevel(bytes: Buffer, at: number, level: readonly [string, number] | undefined): void {
  if (level === undefined) return;
  bytes.writeUInt32BE(level[1], at);
  bytes.writeInt32BE(Math.round(Number(level[0]) * 100), at + 4);
  bytes.writeInt16BE(1, at + 8);
}

function frameOf(packets: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(2);
  head.writeInt16BE(packets.length);
  const sized = packets.flatMap((one) => {
    const length = Buffer.alloc(2);
    length.writeInt16BE(one.length);
    return [length, one];
  });
  return Buffer.concat([head, ...sized]);
}

function indian(ms: number): string {
  return new Date(ms + 330 * 60_000).toISOString().replace(/\.\d+Z$/, '+0530');
}
