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
  const { length, time: times, price: prices, quantity: quantities } = trades;
  const bars = allocateBars(length, timeframeUs);
  const { time, open, high, low, close, volume } = bars;
  const volumes = new VolumeSums(quantities, length);
  let row = -1;
  let endUs = -Infinity;
  let lastUs = -Infinity;
  for (let i = 0; i < length; i++) {
    const timeUs = times[i] as number;
    const price = prices[i] as number;
    if (timeUs < lastUs) throw new RangeError(`time ${timeUs} goes back behind ${lastUs}`);
    lastUs = timeUs;
    if (timeUs >= endUs) {
      if (row >= 0) volume[row] = volumes.sum;
      row++;
      const openUs = barOpen(timeUs, timeframeUs);
      endUs = openUs + timeframeUs;
      time[row] = openUs;
      open[row] = high[row] = low[row] = price;
      volumes.start(i);
    } else {
      if (price > (high[row] as number)) high[row] = price;
      if (price < (low[row] as number)) low[row] = price;
      volumes.add(i);
    }
    close[row] = price;
  }
  if (row >= 0) volume[row] = volumes.sum;
  return sliceBars(bars, 0, row + 1);
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

/** Quantities are added as whole numbers of this where all of them are: what `addDecimals` gives, at a tenth of its time. */
const UNITS = 1e8;
/** Fifteen digits: up to there a sum of units over `UNITS` is the double that `addDecimals` ends at. */
const MAX_UNITS = 1e15;

/** The volume of one bar after another. */
class VolumeSums {
  readonly #quantities: ArrayLike<number>;
  readonly #inUnits: boolean;
  #units = 0;
  #sum = 0;

  constructor(quantities: ArrayLike<number>, length: number) {
    this.#quantities = quantities;
    this.#inUnits = areUnits(quantities, length);
  }

  get sum(): number {
    return this.#inUnits && this.#units < MAX_UNITS ? this.#units / UNITS : this.#sum;
  }

  start(i: number): void {
    this.#units = 0;
    this.#sum = 0;
    this.add(i);
  }

  add(i: number): void {
    const quantity = this.#quantities[i] as number;
    if (this.#inUnits && this.#units < MAX_UNITS) {
      const before = this.#units;
      this.#units += Math.round(quantity * UNITS);
      if (this.#units < MAX_UNITS) return;
      this.#sum = before / UNITS;
    }
    this.#sum = addDecimals(this.#sum, quantity);
  }
}

function areUnits(quantities: ArrayLike<number>, length: number): boolean {
  for (let i = 0; i < length; i++) {
    const units = (quantities[i] as number) * UNITS;
    if (!(units < MAX_UNITS) || Math.round(units) / UNITS !== quantities[i]) return false;
  }
  return true;
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
