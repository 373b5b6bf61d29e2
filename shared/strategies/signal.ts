import type { IndicatorView } from './view.ts';

/** Closes at which something happens. It is asked for rows in order. */
export interface Signal {
  /** The first row from `row` on and before `end` at which it happens; `end` when there is none. */
  next(row: number, end: number): number;
}

/** The closes at which `a` crosses `b`, either way. */
export function crosses(a: IndicatorView, b: IndicatorView | number): Signal {
  return a.crossings(b);
}

/** Every close at which `a` is above `b`. */
export function isAbove(a: IndicatorView, b: IndicatorView | number): Signal {
  return a.comparison(b, 1);
}

/** Every close at which `a` is below `b`. */
export function isBelow(a: IndicatorView, b: IndicatorView | number): Signal {
  return a.comparison(b, -1);
}

/** The closes at which `a` is not what it was one close before; the first known value is no change. */
export function changes(a: IndicatorView): Signal {
  return a.changes();
}
