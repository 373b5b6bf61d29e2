/** Formulas written the plain way, over whole arrays and from the beginning for every row: what kernels are compared with. NaN before there are enough rows. */
export type Column = readonly number[];

export const mean = (xs: Column) => xs.reduce((sum, x) => sum + x, 0) / xs.length;
export const sum = (xs: Column) => xs.reduce((total, x) => total + x, 0);
export const highest = (xs: Column) => Math.max(...xs);
export const lowest = (xs: Column) => Math.min(...xs);
/** Deviation with the divisor n - `less`. */
export const deviation = (xs: Column, less = 0) => Math.sqrt(sum(xs.map((x) => (x - mean(xs)) ** 2)) / (xs.length - less));
export const covariance = (xs: Column, ys: Column) => mean(xs.map((x, i) => (x - mean(xs)) * ((ys[i] as number) - mean(ys))));
export const correlation = (xs: Column, ys: Column) => covariance(xs, ys) / (deviation(xs) * deviation(ys));

/** `of` of the last `rows` values of each row. */
export function over(xs: Column, rows: number, of: (window: Column) => number): number[] {
  return xs.map((_x, i) => {
    const window = xs.slice(Math.max(0, i - rows + 1), i + 1);
    return window.length < rows || window.some((x) => Number.isNaN(x)) ? NaN : of(window);
  });
}

/** `of` of the last `rows` pairs of each row. */
export function overPairs(xs: Column, ys: Column, rows: number, of: (a: Column, b: Column) => number): number[] {
  return xs.map((_x, i) => {
    const [a, b] = [xs.slice(Math.max(0, i - rows + 1), i + 1), ys.slice(Math.max(0, i - rows + 1), i + 1)];
    return a.length < rows || [...a, ...b].some((x) => Number.isNaN(x)) ? NaN : of(a, b);
  });
}

export const ago = (xs: Column, rows: number) => xs.map((_x, i) => xs[i - rows] ?? NaN);

/** One column out of several, row by row; NaN where one of them is. */
export function each(columns: readonly Column[], of: (...row: number[]) => number): number[] {
  return (columns[0] as Column).map((_x, i) => {
    const row = columns.map((column) => column[i] as number);
    return row.some((x) => Number.isNaN(x)) ? NaN : of(...row);
  });
}

/** Weighted sum of all values since the seed, the simple average of the first `rows`: closed form, no recursion. */
export function exponential(xs: Column, rows: number, alpha = 2 / (rows + 1)): number[] {
  const start = xs.findIndex((x) => !Number.isNaN(x));
  const known = xs.slice(start);
  const seed = mean(known.slice(0, rows));
  return xs.map((_x, i) => {
    const k = i - start - (rows - 1);
    if (k < 0) return NaN;
    let value = seed * (1 - alpha) ** k;
    for (let back = 0; back < k; back++) value += alpha * (1 - alpha) ** back * (xs[i - back] as number);
    return value;
  });
}

export const wilders = (xs: Column, rows: number) => exponential(xs, rows, 1 / rows);

/** Slope, value at the newest row and squares left of the line of least squares, by the normal equations. */
export function line(ys: Column): { slope: number; end: number; left: number; spread: number } {
  const xs = ys.map((_y, i) => i);
  const slope = covariance(xs, ys) / deviation(xs) ** 2;
  const start = mean(ys) - slope * mean(xs);
  const left = sum(ys.map((y, i) => (y - start - slope * i) ** 2));
  return { slope, end: start + slope * (ys.length - 1), left, spread: sum(ys.map((y) => (y - mean(ys)) ** 2)) };
}

/** The difference equation y = sum of `into` x[k] + sum of `back` y[k + 1], from a start at rest: `into` at the first value, y at what it makes of it. */
export function filtered(xs: Column, into: Column, back: Column): number[] {
  const first = xs[0] as number;
  const passed = sum(into);
  const rest = Math.abs(passed) < 1e-12 ? 0 : (passed / (1 - sum(back))) * first;
  const ys: number[] = [];
  for (const [i] of xs.entries()) {
    const came = sum(into.map((weight, k) => weight * (xs[i - k] ?? first)));
    ys.push(came + sum(back.map((weight, k) => weight * (ys[i - 1 - k] ?? rest))));
  }
  return ys;
}
