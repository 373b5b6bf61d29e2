import type { IndicatorView, Signal } from './view.ts';

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
