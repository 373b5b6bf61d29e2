import type { Bars } from '../../domain/bars.ts';
import type { TimeUs } from '../../domain/time.ts';
import { EngineError } from '../error.ts';
import type { Feed } from './market.ts';

/** Bars of what may be a currency pair. */
export type RateFeed = Pick<Feed, 'instrument' | 'bars'>;

/** One pair's closes: what one unit of `base` is worth in `quote`, known from each close on. */
class Pair {
  readonly base: string;
  readonly quote: string;
  readonly #bars: Bars;
  #row = -1;

  constructor({ instrument, bars }: RateFeed) {
    this.base = instrument.base;
    this.quote = instrument.currency;
    this.#bars = bars;
  }

  /** NaN before the first close. */
  get rate(): number {
    return this.#row < 0 ? NaN : (this.#bars.close[this.#row] as number);
  }

  /** The last close, or while there is none the first open, once that has come. */
  rateAt(timeUs: TimeUs): number {
    this.advance(timeUs);
    return this.#row < 0 && this.#bars.length > 0 && (this.#bars.time[0] as number) <= timeUs ? (this.#bars.open[0] as number) : this.rate;
  }

  advance(timeUs: TimeUs): void {
    const { time, timeframeUs, length } = this.#bars;
    while (this.#row + 1 < length && (time[this.#row + 1] as number) + timeframeUs <= timeUs) this.#row++;
  }
}

interface Step {
  readonly pair: Pair;
  readonly inverse: boolean;
}

/** What one unit of a currency is worth in the account's, from one pair or across two. */
export class Conversion {
  readonly currency: string;
  rate = NaN;
  readonly #steps: readonly Step[];

  constructor(currency: string, steps: readonly Step[]) {
    this.currency = currency;
    this.#steps = steps;
  }

  /** Takes the rates of the last closes at or before `timeUs`. */
  advance(timeUs: TimeUs): void {
    let rate = 1;
    for (const { pair, inverse } of this.#steps) {
      pair.advance(timeUs);
      rate *= inverse ? 1 / pair.rate : pair.rate;
    }
    this.rate = rate;
  }

  /** What is known at `timeUs`, where nothing has closed from the first opens; NaN when a pair begins later. */
  rateAt(timeUs: TimeUs): number {
    return this.#steps.reduce((rate, { pair, inverse }) => rate * (inverse ? 1 / pair.rateAt(timeUs) : pair.rateAt(timeUs)), 1);
  }
}

/**
 * Conversions of `currencies` into the account's `currency` by the pairs among `feeds`: direct, inverse, or by one cross step; where several ways lead there
 * the direct one, then the first by the name of the currency between. Throws `EngineError` naming the pair that is missing, and `what` needs it.
 */
export function conversionsOf(
  currencies: readonly string[],
  currency: string,
  feeds: readonly RateFeed[],
  what = 'an instrument counts',
): Conversion[] {
  const shortest = feeds.toSorted((a, b) => a.bars.timeframeUs - b.bars.timeframeUs || (a.instrument.id < b.instrument.id ? -1 : 1));
  const pairs = shortest.map((feed) => new Pair(feed));
  return currencies.map((from) => new Conversion(from, wayOf(pairs, { from, to: currency, what })));
}

/** What one unit of `from` is worth in `to` at each of the ascending `times`; NaN while nobody knows. Throws `EngineError` naming the pair that is missing. */
export function ratesAt(times: Float64Array, { from, to, feeds }: { from: string; to: string; feeds: readonly RateFeed[] }): Float64Array {
  const [conversion] = conversionsOf([from], to, feeds) as [Conversion];
  return times.map((timeUs) => {
    conversion.advance(timeUs);
    return conversion.rate;
  });
}

function wayOf(pairs: readonly Pair[], { from, to, what }: { from: string; to: string; what: string }): readonly Step[] {
  const direct = stepOf(pairs, from, to);
  if (direct) return [direct];
  const between = [...new Set(pairs.flatMap(({ base, quote }) => [base, quote]))].sort();
  for (const middle of between) {
    const [first, second] = [stepOf(pairs, from, middle), stepOf(pairs, middle, to)];
    if (first && second) return [first, second];
  }
  throw new EngineError(
    'rates',
    `${what} in ${from}, the account in ${to}: give the bars of ${from}/${to} or ${to}/${from}, or two pairs that lead there`,
  );
}

function stepOf(pairs: readonly Pair[], from: string, to: string): Step | undefined {
  const straight = pairs.find(({ base, quote }) => base === from && quote === to);
  if (straight) return { pair: straight, inverse: false };
  const turned = pairs.find(({ base, quote }) => base === to && quote === from);
  return turned && { pair: turned, inverse: true };
}
