import { allocateBars, type Bars } from '../domain/bars.ts';

/**
 * Range bars: each but the last grows until its high and low are `range` apart, closes there, and the next opens at that price, so time plays no part.
 * The way inside a bar is not known; it is taken as open, low, high, close when the bar rose, else as open, high, low, close. A gap is walked through.
 * Several of one bar open a microsecond after each other at its time, and like it are known at `time + timeframeUs`; volume goes to the bar that is growing
 * when its source ends, or, where bars were completed, to the first of these. The last, which is still growing, is left out. Throws for a range not above 0,
 * or so small that a bar makes more than ten thousand of them.
 */
export function rangeBars(bars: Bars, range: number): Bars {
  if (!(range > 0 && Number.isFinite(range))) throw new RangeError(`the range is ${range}, but must be a number above 0`);
  const grown = new RangeBuilder(range, bars.timeframeUs);
  for (let i = 0; i < bars.length; i++) {
    const [open, high, low, close] = [bars.open[i], bars.high[i], bars.low[i], bars.close[i]] as [number, number, number, number];
    grown.start(bars.time[i] as number, bars.volume[i] as number);
    for (const price of close >= open ? [open, low, high, close] : [open, high, low, close]) grown.walkTo(price);
  }
  return grown.done();
}

/** More than so many of one bar are a mistake in the range, not a chart. */
const MOST_OF_A_BAR = 10_000;

interface RangeBar {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

class RangeBuilder {
  readonly #range: number;
  readonly #timeframeUs: number;
  readonly #closed: RangeBar[] = [];
  #growing: RangeBar | undefined;
  #time = 0;
  #ofThisTime = 0;
  #volume = 0;

  constructor(range: number, timeframeUs: number) {
    this.#range = range;
    this.#timeframeUs = timeframeUs;
  }

  start(time: number, volume: number): void {
    this.#time = time;
    this.#ofThisTime = 0;
    this.#volume += volume;
  }

  /** Goes straight to `price`, closing a bar at each end of a range on the way. */
  walkTo(price: number): void {
    let bar = (this.#growing ??= { time: 0, open: price, high: price, low: price, close: price, volume: 0 });
    while (price > bar.low + this.#range || price < bar.high - this.#range) {
      bar = this.#close(bar, price > bar.high ? bar.low + this.#range : bar.high - this.#range);
    }
    bar.high = Math.max(bar.high, price);
    bar.low = Math.min(bar.low, price);
    bar.close = price;
  }

  #close(bar: RangeBar, price: number): RangeBar {
    bar.high = Math.max(bar.high, price);
    bar.low = Math.min(bar.low, price);
    bar.close = price;
    bar.time = this.#time + this.#ofThisTime++;
    if (this.#ofThisTime > MOST_OF_A_BAR) {
      throw new RangeError(`a range of ${this.#range} makes more than ${MOST_OF_A_BAR} bars of one bar at ${price}: take a larger one`);
    }
    bar.volume = this.#volume;
    this.#volume = 0;
    this.#closed.push(bar);
    return (this.#growing = { time: 0, open: price, high: price, low: price, close: price, volume: 0 });
  }

  done(): Bars {
    const bars = allocateBars(this.#closed.length, this.#timeframeUs);
    for (const [i, bar] of this.#closed.entries()) {
      bars.time[i] = bar.time;
      bars.open[i] = bar.open;
      bars.high[i] = bar.high;
      bars.low[i] = bar.low;
      bars.close[i] = bar.close;
      bars.volume[i] = bar.volume;
    }
    return bars;
  }
}
