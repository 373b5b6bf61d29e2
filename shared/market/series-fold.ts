import type { TimeUs } from '../domain/time.ts';
import { barOpen } from './aggregate.ts';
import type { TradeEvent } from './events.ts';
import { firstTrade, type OpenBar, type QuoteAt, withTrade } from './open-bar.ts';
import { type ClosePoint, FLAGS_LOOK_BACK } from './quality/stream-flags.ts';

/** Bars of one timeframe that can still change, and what is left of those before them. Plain JSON. */
export interface SeriesState {
  /** Ascending; closed ones first. */
  readonly bars: readonly OpenBar[];
  /** Close of the newest bar that can change no more; null before the first. */
  readonly before: number | null;
  /** Bars that can change no more, ascending, as many as flags look back on; absent in what earlier versions have stored. */
  readonly recent?: readonly ClosePoint[];
}

export const NO_BARS: SeriesState = { bars: [], before: null };

/** A closed bar that is new or has changed, and the close before it. */
export interface Changed {
  readonly bar: OpenBar;
  readonly previousClose: number | null;
  /** Bars that closed before it, ascending. */
  readonly recent: readonly ClosePoint[];
}

/** The bars of one timeframe while records are folded: mutable, thrown away after. */
export class SeriesFold {
  readonly #spanUs: number;
  readonly #bars: OpenBar[];
  readonly #changed = new Set<TimeUs>();
  readonly #recent: readonly ClosePoint[];
  #before: number | null;

  constructor(spanUs: number, { bars, before, recent = [] }: SeriesState) {
    this.#recent = recent;
    this.#spanUs = spanUs;
    this.#bars = [...bars];
    this.#before = before;
  }

  /** Takes in a trade; into a bar that has closed it comes late and makes a revision of it. */
  trade(trade: TradeEvent, watermarkUs: TimeUs, quote: QuoteAt | null): void {
    const openUs = barOpen(trade.eventTimeUs, this.#spanUs);
    const at = this.#place(openUs);
    const known = this.#bars[at];
    if (known?.timeUs === openUs) {
      const grown = withTrade(known, trade);
      this.#bars[at] = grown.closed ? { ...grown, revision: grown.revision + 1 } : grown;
    } else {
      const inTime = quote !== null && quote.timeUs < openUs + this.#spanUs ? quote : (this.#bars[at - 1]?.quote ?? null);
      const closed = openUs + this.#spanUs <= watermarkUs;
      this.#bars.splice(at, 0, { ...firstTrade(openUs, trade, inTime), closed });
    }
    if ((this.#bars[at] as OpenBar).closed) this.#corrected(at, known?.timeUs === openUs ? known.close : undefined);
  }

  /** The newest bar that is open takes the quote, if it falls into it. */
  quote(quote: QuoteAt): void {
    const at = this.#bars.length - 1;
    const bar = this.#bars[at];
    if (bar === undefined || bar.closed || quote.timeUs < bar.timeUs || quote.timeUs >= bar.timeUs + this.#spanUs) return;
    if (bar.quote === null || quote.timeUs >= bar.quote.timeUs) this.#bars[at] = { ...bar, quote };
  }

  /** Closes what ends at or before the watermark. */
  close(watermarkUs: TimeUs): void {
    for (const [at, bar] of this.#bars.entries()) {
      if (bar.closed || bar.timeUs + this.#spanUs > watermarkUs) continue;
      this.#bars[at] = { ...bar, closed: true };
      this.#changed.add(bar.timeUs);
    }
  }

  /** Closed bars that are new or changed, ascending. */
  changed(): Changed[] {
    return this.#bars.flatMap((bar, at) =>
      this.#changed.has(bar.timeUs) ? [{ bar, previousClose: this.#closeBefore(at), recent: this.#recentBefore(at) }] : [],
    );
  }

  /** What is to be remembered: bars that end after `fromUs` may still be corrected. */
  state(fromUs: TimeUs): SeriesState {
    const keep = this.#bars.findIndex((bar) => bar.timeUs + this.#spanUs > fromUs || !bar.closed);
    const from = keep === -1 ? this.#bars.length : keep;
    return { bars: this.#bars.slice(from), before: this.#closeBefore(from), recent: this.#recentBefore(from) };
  }

  /** A closed bar has changed; when its close did, so did the return of the bar after it. */
  #corrected(at: number, closeWas: number | undefined): void {
    const bar = this.#bars[at] as OpenBar;
    this.#changed.add(bar.timeUs);
    const next = this.#bars[at + 1];
    if (next === undefined || !next.closed || bar.close === closeWas) return;
    this.#bars[at + 1] = { ...next, revision: next.revision + 1 };
    this.#changed.add(next.timeUs);
  }

  #closeBefore(at: number): number | null {
    return at === 0 ? this.#before : (this.#bars[at - 1] as OpenBar).close;
  }

  #recentBefore(at: number): ClosePoint[] {
    const near = this.#bars.slice(Math.max(0, at - FLAGS_LOOK_BACK), at).map(({ timeUs, close }) => ({ timeUs, close }));
    return [...this.#recent, ...near].slice(-FLAGS_LOOK_BACK);
  }

  /** Where a bar of that time stands, or belongs. Most trades are of the newest. */
  #place(openUs: TimeUs): number {
    let at = this.#bars.length;
    while (at > 0 && (this.#bars[at - 1] as OpenBar).timeUs >= openUs) at--;
    return at;
  }
}
