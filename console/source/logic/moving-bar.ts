import type { DrawnBar } from './thin.ts';

/** The bar that grows. `lastUs` is the event time of the trade that made its close, microseconds; 0 when no trade did here. */
export interface MovingBar extends DrawnBar {
  readonly lastUs: number;
}

interface Trade {
  readonly price: string;
  readonly eventTimeUs: number;
}

const MINUTE_US = 60_000_000;

/** The bar after a trade: grown, or the first of a new minute. A trade of an earlier minute changes nothing here: its bar comes again by itself. */
export function withTrade(bar: MovingBar | undefined, { price: text, eventTimeUs }: Trade): MovingBar {
  const price = Number(text);
  const time = (Math.floor(eventTimeUs / MINUTE_US) * MINUTE_US) / 1_000_000;
  if (bar === undefined || time > bar.time) return { time, open: price, high: price, low: price, close: price, lastUs: eventTimeUs };
  if (time < bar.time) return bar;
  const isLast = eventTimeUs >= bar.lastUs;
  return {
    ...bar,
    high: Math.max(bar.high, price),
    low: Math.min(bar.low, price),
    close: isLast ? price : bar.close,
    lastUs: isLast ? eventTimeUs : bar.lastUs,
  };
}

/** The bar after one that was read. Read while trades came, it may lack the newest of them, so of the same minute both count. */
export function withRead(bar: MovingBar | undefined, read: DrawnBar): MovingBar {
  if (bar === undefined || read.time > bar.time) return { ...read, lastUs: 0 };
  if (read.time < bar.time) return bar;
  const heard = bar.lastUs > 0;
  return {
    ...read,
    high: Math.max(bar.high, read.high),
    low: Math.min(bar.low, read.low),
    close: heard ? bar.close : read.close,
    lastUs: bar.lastUs,
  };
}
