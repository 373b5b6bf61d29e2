import { SECOND_US, type TimeUs } from '../domain/time.ts';
import { hashText, mix, unit } from './noise.ts';

/** A trade of the invented market, in the shape of the stream's records (`contracts/events.ts`). */
export interface SyntheticTrade {
  readonly v: 1;
  readonly kind: 'trade';
  readonly eventId: string;
  readonly instrument: string;
  readonly venue: 'synthetic';
  readonly price: string;
  readonly quantity: string;
  readonly side: 'buy' | 'sell';
  readonly eventTimeUs: TimeUs;
  readonly receiveTimeUs: TimeUs;
  readonly synthetic: true;
}

export interface SyntheticHeartbeat {
  readonly v: 1;
  readonly kind: 'heartbeat';
  readonly instrument: string;
  readonly venue: 'synthetic';
  readonly watermarkUs: TimeUs;
  readonly synthetic: true;
}

export interface SyntheticTradesOptions {
  readonly seed: number;
  readonly instrument: string;
  /** Inclusive. */
  readonly fromUs: TimeUs;
  /** Exclusive. */
  readonly toUs: TimeUs;
}

/** Waves that the price is made of: length in seconds, and height as a ratio. Height goes with the root of length, as in a random walk. */
const WAVES: readonly (readonly [seconds: number, height: number])[] = [
  [2_592_000, 0.16],
  [432_000, 0.065],
  [86_400, 0.03],
  [14_400, 0.012],
  [3_600, 0.006],
  [900, 0.003],
  [240, 0.0015],
  [60, 0.0008],
  [15, 0.0004],
  [4, 0.0002],
];
/** Waves from here on grow and shrink with the mood, so that volatility clusters. */
const FIRST_MOODY = 4;
const MOOD_SECONDS = 5_400;
const HALF_SPREAD = 0.00003;
const MOST_PER_SECOND = 5;

/**
 * Trades of an invented market, two to five a second, as a pure function of time: any span asked for at any time, in any order, by any process
 * is a part of the very same market, so a feed that stops and starts again later goes on where the market is by then. Ascending in time; ids are unique per instrument.
 */
export function syntheticTrades({ seed, instrument, fromUs, toUs }: SyntheticTradesOptions): SyntheticTrade[] {
  const market = mix(seed, hashText(instrument));
  const price = basePrice(instrument, market);
  const trades: SyntheticTrade[] = [];
  for (let second = Math.floor(fromUs / SECOND_US); second * SECOND_US < toUs; second++) {
    for (const trade of tradesOfSecond(market, second, { instrument, price })) {
      if (trade.eventTimeUs >= fromUs && trade.eventTimeUs < toUs) trades.push(trade);
    }
  }
  return trades;
}

/** The promise that goes with them: everything before `watermarkUs` has been sent. */
export function syntheticHeartbeat(instrument: string, watermarkUs: TimeUs): SyntheticHeartbeat {
  return { v: 1, kind: 'heartbeat', instrument, venue: 'synthetic', watermarkUs, synthetic: true };
}

function tradesOfSecond(
  market: number,
  second: number,
  { instrument, price }: { readonly instrument: string; readonly price: number },
): SyntheticTrade[] {
  const count = 2 + Math.floor(unit(mix(market, second, 1)) * (MOST_PER_SECOND - 1));
  const micros: number[] = [];
  for (let i = 0; i < count; i++) micros.push(Math.floor(unit(mix(market, second, 2, i)) * SECOND_US));
  micros.sort((a, b) => a - b);
  return micros.map((micro, i) => {
    const eventTimeUs = second * SECOND_US + micro;
    const buy = unit(mix(market, second, 3, i)) < 0.5;
    const middle = price * (1 + level(market, second + micro / SECOND_US));
    const cents = Math.max(1, Math.round(middle * (buy ? 1 + HALF_SPREAD : 1 - HALF_SPREAD) * 100));
    const size = unit(mix(market, second, 4, i));
    const millionths = 1 + Math.floor((size * size * size * size * 60_000 * 1e6) / price);
    return {
      v: 1,
      kind: 'trade',
      eventId: `s${second}-${i}`,
      instrument,
      venue: 'synthetic',
      price: decimal(cents, 2),
      quantity: decimal(millionths, 6),
      side: buy ? 'buy' : 'sell',
      eventTimeUs,
      receiveTimeUs: eventTimeUs,
      synthetic: true,
    };
  });
}

/** Deviation of the price from its base at a time in seconds, as a ratio well within -0.6 to 0.6. */
function level(market: number, seconds: number): number {
  const mood = 1 + 0.8 * wave(mix(market, 5), seconds, MOOD_SECONDS);
  let sum = 0;
  for (let i = 0; i < WAVES.length; i++) {
    const [length, height] = WAVES[i] as (typeof WAVES)[number];
    sum += height * wave(mix(market, 6, i), seconds, length) * (i < FIRST_MOODY ? 1 : mood);
  }
  return sum;
}

/** A smooth random curve between -1 and 1 that turns about every `length` seconds. */
function wave(salt: number, seconds: number, length: number): number {
  const knot = Math.floor(seconds / length);
  const share = seconds / length - knot;
  const before = unit(mix(salt, knot)) * 2 - 1;
  const after = unit(mix(salt, knot + 1)) * 2 - 1;
  return before + (after - before) * (share * share * (3 - 2 * share));
}

function basePrice(instrument: string, market: number): number {
  if (/^(SYN-)?BTC/.test(instrument)) return 60_000;
  if (/^(SYN-)?ETH/.test(instrument)) return 3_000;
  return 20 + 400 * unit(mix(market, 7));
}

/** Whole units as decimal text: 5795386 with 2 decimals is "57953.86". */
function decimal(units: number, decimals: number): string {
  const digits = String(units).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
