import type { Leg } from './leg.ts';
import type { Calendar } from './calendar.ts';

/** Closes that are laid side by side at once: few enough to stay in the processor's cache. */
const BLOCK_BARS = 64;

/** Bars up to which they are marked one by one: going from one column to the next costs more than a few values of it. */
const FEW_BARS = 4;

/** Where totals are written. */
interface Stretch {
  readonly totals: Float64Array;
  readonly first: number;
  readonly count: number;
}

/**
 * The closes of a calendar's instruments over the next bars, bar by bar: read by instrument they lie on as many pages of memory as there are instruments.
 * Who asks for one bar now and then reads them there all the same; only who goes from bar to bar has them laid side by side.
 */
class CloseBlock {
  /** Legs of the calendar. */
  readonly indices: Int32Array;
  /** Closes of each from the start of the range on. */
  readonly columns: readonly Float64Array[];
  readonly #closes: Float64Array;
  readonly #one: Float64Array;
  #from = -1;
  #last = -1;

  constructor(indices: Int32Array, columns: readonly Float64Array[]) {
    this.indices = indices;
    this.columns = columns;
    this.#closes = new Float64Array(BLOCK_BARS * indices.length);
    this.#one = new Float64Array(indices.length);
  }

  /** The closes of a bar, by leg, from the index `at` on. */
  of(bar: number): { readonly closes: Float64Array; readonly at: number } {
    const from = bar - (bar % BLOCK_BARS);
    const follows = bar === this.#last + 1;
    this.#last = bar;
    if (from !== this.#from && !follows) return { closes: this.#read(bar), at: 0 };
    if (from !== this.#from) this.#fill(from);
    return { closes: this.#closes, at: (bar - from) * this.indices.length };
  }

  #read(bar: number): Float64Array {
    for (let k = 0; k < this.columns.length; k++) this.#one[k] = (this.columns[k] as Float64Array)[bar] as number;
    return this.#one;
  }

  #fill(from: number): void {
    const { indices } = this;
    const closes = this.#closes;
    this.#from = from;
    this.columns.forEach((column, k) => {
      const end = Math.min(from + BLOCK_BARS, column.length);
      for (let bar = from, at = k; bar < end; bar++, at += indices.length) closes[at] = column[bar] as number;
    });
  }
}

/**
 * What the legs of a sleeve are worth, as columns by leg: marking five hundred positions at a close reads no object of theirs.
 * A leg is mirrored here whenever it may have traded.
 */
export class Marks {
  readonly #legs: readonly Leg[];
  readonly #position: Float64Array;
  readonly #price: Float64Array;
  readonly #multiplier: Float64Array;
  readonly #rate: Float64Array;
  readonly #barsHeld: Int32Array;
  /** By leg, when several sleeves may hold the same. */
  readonly #held: readonly Uint8Array[] | undefined;
  readonly #byCalendar: ReadonlyMap<Calendar, CloseBlock>;

  constructor(legs: readonly Leg[]) {
    const column = () => new Float64Array(legs.length);
    this.#legs = legs;
    this.#position = column();
    this.#price = column();
    this.#multiplier = Float64Array.from(legs, ({ market }) => market.instrument.multiplier);
    this.#rate = column().fill(1);
    this.#barsHeld = new Int32Array(legs.length);
    const held = legs.flatMap(({ market }) => market.held ?? []);
    this.#held = held.length === 0 ? undefined : held;
    const groups = Map.groupBy(legs.keys(), (index) => (legs[index] as Leg).market.calendar);
    const closesOf = (index: number) => {
      const { bars, startRow } = (legs[index] as Leg).market;
      return bars.close.subarray(startRow);
    };
    this.#byCalendar = new Map(
      [...groups].map(([calendar, indices]) => [calendar, new CloseBlock(Int32Array.from(indices), indices.map(closesOf))]),
    );
  }

  /** Takes over what a leg holds that may have traded, and at which price it counts until its bar closes. */
  mirror(index: number): void {
    const { holding } = this.#legs[index] as Leg;
    this.#position[index] = holding.position;
    this.#price[index] = holding.mark;
    this.#rate[index] = holding.rate;
  }

  /** Takes over the rate of a leg. */
  convert(index: number): void {
    this.#rate[index] = (this.#legs[index] as Leg).holding.rate;
  }

  /** Marks what is held of the calendar's instruments at the close of a bar, and counts the bar. */
  close(calendar: Calendar, bar: number): void {
    const block = this.#byCalendar.get(calendar);
    if (block === undefined) return;
    const { indices } = block;
    const { closes, at } = block.of(bar);
    const [position, price, barsHeld, held] = [this.#position, this.#price, this.#barsHeld, this.#held];
    for (let k = 0; k < indices.length; k++) {
      const i = indices[k] as number;
      if (position[i] === 0) continue;
      price[i] = closes[at + k] as number;
      barsHeld[i] = (barsHeld[i] as number) + 1;
      if (held !== undefined) (held[i] as Uint8Array)[bar] = 1;
    }
  }

  /**
   * Does what `close` does for bars over which nothing trades, from `from` on, and writes what is held at each close: from the index `first` of `totals` on.
   * Where all legs have one calendar.
   */
  pass(calendar: Calendar, from: number, { totals, first, count }: Stretch): void {
    if (count < FEW_BARS) {
      for (let i = 0; i < count; i++) {
        this.close(calendar, from + i);
        totals[first + i] = this.total();
      }
      return;
    }
    const { indices, columns } = this.#byCalendar.get(calendar) as CloseBlock;
    totals.fill(0, first, first + count);
    for (let k = 0; k < indices.length; k++) {
      const i = indices[k] as number;
      const held = this.#position[i] as number;
      if (held === 0) continue;
      const close = columns[k] as Float64Array;
      const [multiplier, rate] = [this.#multiplier[i] as number, this.#rate[i] as number];
      for (let bar = from, at = first; at < first + count; bar++, at++) {
        totals[at] = (totals[at] as number) + held * (close[bar] as number) * multiplier * rate;
      }
      this.#price[i] = close[from + count - 1] as number;
      this.#barsHeld[i] = (this.#barsHeld[i] as number) + count;
      this.#held?.[i]?.fill(1, from, from + count);
    }
  }

  /** Counts a bar of a leg that was held at its open but is not at its close. */
  countLeft(index: number): void {
    if (this.#position[index] !== 0) return;
    this.#barsHeld[index] = (this.#barsHeld[index] as number) + 1;
    const { market } = this.#legs[index] as Leg;
    if (market.held !== undefined) market.held[market.calendar.bar] = 1;
  }

  /** Sum of the positions in the account's currency. */
  total(): number {
    const [position, price, multiplier, rate] = [this.#position, this.#price, this.#multiplier, this.#rate];
    let sum = 0;
    for (let i = 0; i < position.length; i++) {
      const held = position[i] as number;
      if (held !== 0) sum += held * (price[i] as number) * (multiplier[i] as number) * (rate[i] as number);
    }
    return sum;
  }

  /** Hands the marks to the holdings, which orders are sized by. */
  handOver(): void {
    for (let i = 0; i < this.#legs.length; i++) {
      if (this.#position[i] !== 0) (this.#legs[i] as Leg).holding.mark = this.#price[i] as number;
    }
  }

  /** Bars that held a position, by leg. */
  get barsHeld(): Int32Array {
    return this.#barsHeld;
  }
}
