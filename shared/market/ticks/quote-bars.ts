import type { Bars } from '../../domain/bars.ts';
import { tradesToBars } from '../aggregate.ts';
import type { Ticks } from './read-ticks.ts';

/** Which price of a quote a bar is made of. */
export type QuoteSide = 'bid' | 'ask' | 'mid';

/** Middle of bid and ask, rounded to 15 significant digits so that 1.38676 and 1.38686 have 1.38681 and not its neighbour. */
export function middleOf(bid: number, ask: number): number {
  return Number(((bid + ask) / 2).toPrecision(15));
}

/** Bars of one side of quotes; a span without a quote has no bar, and volume is 0. */
export function quotesToBars(quotes: Ticks, side: QuoteSide, timeframeUs: number): Bars {
  const { length, time, first: bid, second: ask } = quotes;
  const price = side === 'bid' ? bid : side === 'ask' ? ask : bid.map((value, row) => middleOf(value, ask[row] as number));
  return tradesToBars({ length, time, price, quantity: new Float64Array(length) }, timeframeUs);
}
