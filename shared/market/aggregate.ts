import { allocateBars, type Bars, sliceBars } from '../domain/bars.ts';
import { DAY_US, type TimeUs, WEEK_US } from '../domain/time.ts';
import { addDecimals } from './decimal-sum.ts';

/** Trades as columns, ascending in time; several may share a time, in the order they were made. */
export interface Trades {
  readonly length: number;
  readonly time: ArrayLike<number>;
  readonly price: ArrayLike<number>;
  readonly quantity: ArrayLike<number>;
}

/** 1970-01-01 was a Thursday; weeks open on Monday. */
const MONDAY_US = 4 * DAY_US;

/** Open of the bar that a time falls in: bars of whole weeks open on Mondays, others a whole number of timeframes after 1970-01-01T00:00Z. */
export function barOpen(timeUs: TimeUs, timeframeUs: number): TimeUs {
  const offset = timeframeUs % WEEK_US === 0 ? MONDAY_US : 0;
  return Math.floor((timeUs - offset) / timeframeUs) * timeframeUs + offset;
}

/** Bars of trades. A span without a trade has no bar. Throws when a trade goes back in time. */
export function tradesToBars(trades: Trades, timeframeUs: number): Bars {
  const bars = new BarBuilder(trades.length, timeframeUs);
  for (let i = 0; i < trades.length; i++) {
    const price = trades.price[i] as number;
    bars.add(trades.time[i] as number, { open: price, high: price, low: price, close: price, volume: trades.quantity[i] as number });
  }
  return bars.done();
}

/**
 * Bars of a longer timeframe. The last is left out unless the shorter bars reach its close, or `throughUs` says that nothing more will come before it:
 * a bar that is still growing must not reach a strategy. Throws when the timeframe is no multiple of the shorter.
 */
export function aggregateBars(bars: Bars, timeframeUs: number, throughUs?: TimeUs): Bars {
  if (timeframeUs % bars.timeframeUs !== 0) {
    throw new RangeError(`bars of ${bars.timeframeUs} us cannot make bars of ${timeframeUs} us: it is no multiple`);
  }
  const builder = new BarBuilder(bars.length, timeframeUs);
  for (let row = 0; row < bars.length; row++) {
    builder.add(bars.time[row] as number, {
      open: bars.open[row] as number,
      high: bars.high[row] as number,
      low: bars.low[row] as number,
      close: bars.close[row] as number,
      volume: bars.volume[row] as number,
    });
  }
  const whole = builder.done();
  if (whole.length === 0) return whole;
  const reachedUs = Math.max(throughUs ?? -Infinity, (bars.time[bars.length - 1] as number) + bars.timeframeUs);
  const lastClose = (whole.time[whole.length - 1] as number) + timeframeUs;
  return lastClose <= reachedUs ? whole : sliceBars(whole, 0, whole.length - 1);
}

interface Part {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

class BarBuilder {
  readonly #bars: Bars;
  #rows = 0;
  #lastUs = -Infinity;

  constructor(capacity: number, timeframeUs: number) {
    this.#bars = allocateBars(capacity, timeframeUs);
  }

  add(timeUs: TimeUs, part: Part): void {
    if (timeUs < this.#lastUs) throw new RangeError(`time ${timeUs} goes back behind ${this.#lastUs}`);
    this.#lastUs = timeUs;
    const { time, open, high, low, close, volume, timeframeUs } = this.#bars;
    const openUs = barOpen(timeUs, timeframeUs);
    const row = this.#rows - 1;
    if (row < 0 || time[row] !== openUs) {
      const next = this.#rows++;
      time[next] = openUs;
      open[next] = part.open;
      high[next] = part.high;
      low[next] = part.low;
      close[next] = part.close;
      volume[next] = part.volume;
      return;
    }
    if (part.high > (high[row] as number)) high[row] = part.high;
    if (part.low < (low[row] as number)) low[row] = part.low;
    close[row] = part.close;
    volume[row] = addDecimals(volume[row] as number, part.volume);
  }

  done(): Bars {
    return sliceBars(this.#bars, 0, this.#rows);
  }
}
