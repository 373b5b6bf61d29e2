/** What is derived from a bar of a stream, and stored with it. A null could not be known. */
export interface DerivedFields {
  /** Close over the close of the bar before, less one. */
  readonly return: number | null;
  /** Middle of the last bid and ask before the bar's end, and ask less bid. */
  readonly mid: number | null;
  readonly spread: number | null;
  /** Volume bought by takers less volume sold by takers, over both: -1 to 1. Source: Chordia, Roll and Subrahmanyam (2002), Order imbalance, liquidity, and market returns. */
  readonly imbalance: number | null;
  /** `open` or `shut` by the calendar of the instrument at the bar's open. */
  readonly session: string | null;
}

export interface BarFacts {
  readonly close: number;
  readonly previousClose: number | null;
  readonly quote: { readonly bid: number; readonly ask: number } | null;
  readonly buyVolume: number;
  readonly sellVolume: number;
  readonly session: string | null;
}

/** The derived fields of a bar. Mid and spread are rounded to ten digits after the point. */
export function enrich({ close, previousClose, quote, buyVolume, sellVolume, session }: BarFacts): DerivedFields {
  const sided = buyVolume + sellVolume;
  return {
    return: previousClose === null ? null : close / previousClose - 1,
    mid: quote === null ? null : decimal((quote.bid + quote.ask) / 2),
    spread: quote === null ? null : decimal(quote.ask - quote.bid),
    imbalance: sided === 0 ? null : (buyVolume - sellVolume) / sided,
    session,
  };
}

/** A difference of two near prices keeps no digit that neither of them had. */
function decimal(value: number): number {
  return Number(value.toFixed(10));
}
