import type { BookLevel, FeedBook } from '../../domain/feed.ts';

/** What became of a message: `stale` is older than the book, after a `gap` a new snapshot must be asked for. */
export type BookOutcome = 'applied' | 'stale' | 'gap';

/**
 * The book of one instrument at one venue: a snapshot, then what changes, in an unbroken chain of sequence numbers. Prices and quantities stay the text
 * that the venue sent. The first change after a snapshot may reach back before it, as Binance's documents say ("How to manage a local order book").
 */
export class OrderBook {
  readonly #bids = new Side((a, b) => b - a);
  readonly #asks = new Side((a, b) => a - b);
  #sequence: number | undefined;
  #fresh = false;
  #whole = false;

  /** Whether the book can be trusted: there is a snapshot, and nothing is missing since. */
  get isWhole(): boolean {
    return this.#whole;
  }

  /** Takes a message in. Throws `RangeError` for a delta without sequence numbers: nobody could say whether one is missing. */
  apply(message: FeedBook): BookOutcome {
    const { form, lastSequence, previousSequence } = message;
    if (form === 'snapshot') return this.#reset(message);
    if (lastSequence === undefined || previousSequence === undefined) {
      throw new RangeError(`lastSequence and previousSequence of a delta are ${lastSequence} and ${previousSequence}, but must be numbers`);
    }
    if (!this.#whole || this.#sequence === undefined) return 'gap';
    if (lastSequence <= this.#sequence) return 'stale';
    const follows = previousSequence === this.#sequence || (this.#fresh && previousSequence < this.#sequence);
    if (!follows) {
      this.#whole = false;
      return 'gap';
    }
    for (const level of message.bids) this.#bids.set(level);
    for (const level of message.asks) this.#asks.set(level);
    this.#sequence = lastSequence;
    this.#fresh = false;
    return 'applied';
  }

  /** The best `depth` levels of both sides, best first; empty while the book is not whole. */
  levels(depth: number): { readonly bids: readonly BookLevel[]; readonly asks: readonly BookLevel[] } {
    return this.#whole ? { bids: this.#bids.best(depth), asks: this.#asks.best(depth) } : { bids: [], asks: [] };
  }

  #reset({ bids, asks, lastSequence }: FeedBook): BookOutcome {
    this.#bids.clear();
    this.#asks.clear();
    for (const level of bids) this.#bids.set(level);
    for (const level of asks) this.#asks.set(level);
    this.#sequence = lastSequence;
    this.#fresh = true;
    this.#whole = true;
    return 'applied';
  }
}

/** One side, its levels sorted best first. */
class Side {
  readonly #order: (a: number, b: number) => number;
  readonly #levels: { readonly price: number; readonly level: BookLevel }[] = [];

  constructor(order: (a: number, b: number) => number) {
    this.#order = order;
  }

  set(level: BookLevel): void {
    const price = Number(level[0]);
    const at = this.#find(price);
    const there = this.#levels[at]?.price === price;
    if (Number(level[1]) === 0) {
      if (there) this.#levels.splice(at, 1);
    } else this.#levels.splice(at, there ? 1 : 0, { price, level });
  }

  best(depth: number): BookLevel[] {
    return this.#levels.slice(0, depth).map(({ level }) => level);
  }

  clear(): void {
    this.#levels.length = 0;
  }

  /** Where a price stands or would stand. */
  #find(price: number): number {
    let [low, high] = [0, this.#levels.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#order(this.#levels[middle]?.price as number, price) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
