import type { TimeUs } from './time.ts';

/**
 * A round trip of one instrument, flat to flat. Scale-ins average the entry, partial exits the exit; `pnl` is net of commission and carry.
 * An open one has `exitTimeUs` and `exitPrice` null, and its `pnl` is marked at `markPrice`, the last close.
 */
export interface Trade {
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly entryTimeUs: TimeUs;
  readonly exitTimeUs: TimeUs | null;
  /** Units entered in all, which is units exited once it is closed. */
  readonly quantity: number;
  readonly entryPrice: number;
  readonly exitPrice: number | null;
  readonly markPrice: number;
  readonly pnl: number;
  /** `pnl` over the money put in (entry price x quantity). */
  readonly returnRatio: number;
  readonly commission: number;
  readonly slippage: number;
  /** Funding, borrowing and the like that holding it cost, taken from `pnl`; absent when it cost nothing. */
  readonly carry?: number;
  /** Bars from the entry's to the exit's, or to the last. */
  readonly bars: number;
  /** Which of several strategies on an account made it; absent with one. */
  readonly strategy?: string;
  /** Its market ended before the run did, and with it the trade, at the last close; absent otherwise. */
  readonly delisted?: true;
}
