import { allocateBars, type Bars } from '../domain/bars.ts';

/**
 * Renko bricks of closes: a brick for every whole `brick` that the close goes on in the direction of the last brick, or two bricks against it. `brick` is a price
 * difference, or a column of them, one a bar (an average true range, say), of which the value known at the bar counts; a bar before it is known is skipped.
 * Several bricks of one bar open a microsecond after each other at its time, and like it are known at `time + timeframeUs`. A brick has no wicks; the
 * volume traded since the brick before goes to the first of a bar. Throws for a brick that is not above 0,
 * or so small that a bar makes more than ten thousand of them.
 */
export function renkoBars(bars: Bars, brick: number | Float64Array): Bars {
  const found = new BrickBuilder(bars.timeframeUs);
  for (let i = 0; i < bars.length; i++) {
    const size = typeof brick === 'number' ? brick : (brick[i] as number);
    if (typeof brick !== 'number' && Number.isNaN(size)) continue;
    if (!(size > 0 && Number.isFinite(size))) throw new RangeError(`the brick of bar ${i} is ${size}, but must be a number above 0`);
    found.add(bars.time[i] as number, bars.close[i] as number, bars.volume[i] as number, size);
  }
  return found.done();
}

/** More than so many of one bar are a mistake in the size, not a chart. */
const MOST_OF_A_BAR = 10_000;

interface Brick {
  readonly time: number;
  readonly open: number;
  readonly close: number;
  readonly volume: number;
}

class BrickBuilder {
  readonly #timeframeUs: number;
  readonly #bricks: Brick[] = [];
  /** Ends of the last brick; both the first price before there is one. */
  #top = Number.NaN;
  #bottom = Number.NaN;
  #volume = 0;

  constructor(timeframeUs: number) {
    this.#timeframeUs = timeframeUs;
  }

  add(time: number, close: number, volume: number, size: number): void {
    if (Number.isNaN(this.#top)) this.#top = this.#bottom = close;
    this.#volume += volume;
    const rises = wholeBricks(close - this.#top, size);
    const falls = wholeBricks(this.#bottom - close, size);
    if (rises + falls > MOST_OF_A_BAR) {
      throw new RangeError(
        `a brick of ${size} makes ${rises + falls} bricks of one bar at ${close}, more than ${MOST_OF_A_BAR}: take a larger one`,
      );
    }
    for (let k = 0; k < rises; k++) this.#push(time + k, this.#top, this.#top + size);
    for (let k = 0; k < falls; k++) this.#push(time + k, this.#bottom, this.#bottom - size);
  }

  #push(time: number, open: number, close: number): void {
    this.#bricks.push({ time, open, close, volume: this.#volume });
    this.#volume = 0;
    this.#top = Math.max(open, close);
    this.#bottom = Math.min(open, close);
  }

  done(): Bars {
    const bars = allocateBars(this.#bricks.length, this.#timeframeUs);
    for (const [i, { time, open, close, volume }] of this.#bricks.entries()) {
      bars.time[i] = time;
      bars.open[i] = open;
      bars.high[i] = Math.max(open, close);
      bars.low[i] = Math.min(open, close);
      bars.close[i] = close;
      bars.volume[i] = volume;
    }
    return bars;
  }
}

/** Share of a brick that rounding may take from a price that stands exactly on its edge. */
const EDGE = 1e-9;

/** How many whole bricks a way holds; none where it goes the other way. */
function wholeBricks(way: number, size: number): number {
  return Math.max(0, Math.floor(way / size + EDGE));
}
