/** What `target(1)` means; `part` of it where a run takes less of what a strategy says. */
export type Sizing = { readonly part?: number } /** All of the equity, or a fraction of it. */ & (
  | { readonly kind: 'all' }
  | { readonly kind: 'fraction'; readonly fraction: number }
  /** Units of the base asset. */
  | { readonly kind: 'fixed'; readonly quantity: number }
  /** So many times what Kelly says of the returns of the closed round trips so far, or of how often they win and how much. */
  | { readonly kind: 'kelly' | 'kelly-odds'; readonly times: number }
  /** As many units as lose this share of the equity at the stop. */
  | { readonly kind: 'risk'; readonly share: number }
  /** As much as moves by this volatility a year. */
  | { readonly kind: 'volatility'; readonly perYear: number }
  /** Less the nearer the equity's drawdown is to this, and nothing there. */
  | { readonly kind: 'drawdown'; readonly most: number }
  /** Of this share of the equity a part for each instrument of a shared account, so that all parts carry the same risk. */
  | { readonly kind: 'equal-risk'; readonly share: number }
);
