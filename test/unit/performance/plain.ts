import { DAY_US } from '../../../shared/domain/time.ts';

/**
 * The definitions of the report written out once more, plainly and without any of the product's code, to compare with.
 * Points are [close in microseconds, equity]; the first is the cash at the first open.
 */
export type Points = readonly (readonly [number, number])[];

export function plainReturns(points: Points, perBar: boolean): number[] {
  const closes = new Map<string, number>();
  for (const [time, value] of points.slice(1)) {
    const day = perBar ? String(time) : new Date((time - 1) / 1000).toISOString().slice(0, 10);
    closes.set(day, value);
  }
  const chain = [points[0]?.[1] as number, ...closes.values()];
  return chain.slice(1).map((value, i) => value / (chain[i] as number) - 1);
}

export function plainRatios(returns: readonly number[], perYear: number) {
  const n = returns.length;
  const mean = returns.reduce((a, b) => a + b, 0) / n;
  const variance = returns.map((r) => (r - mean) * (r - mean)).reduce((a, b) => a + b, 0) / (n - 1);
  const downside = Math.sqrt(returns.map((r) => (r < 0 ? r * r : 0)).reduce((a, b) => a + b, 0) / n);
  return {
    volatility: Math.sqrt(variance * perYear),
    sharpe: (mean / Math.sqrt(variance)) * Math.sqrt(perYear),
    sortino: (mean / downside) * Math.sqrt(perYear),
  };
}

/** Every pair of points is looked at: slow, and nothing to get wrong. */
export function plainDrawdown(points: Points): { ratio: number; seconds: number } {
  let ratio = 0;
  let us = 0;
  points.forEach(([peakUs, peak], i) => {
    if (points.slice(0, i).some(([, earlier]) => earlier > peak)) return;
    const recovery = points.findIndex(([, value], j) => j > i && value >= peak);
    const until = recovery < 0 ? points.length - 1 : recovery;
    const sank = points.slice(i + 1, until + 1).some(([, value]) => value < peak);
    for (const [, value] of points.slice(i, until + 1)) ratio = Math.max(ratio, 1 - value / peak);
    if (sank) us = Math.max(us, (points[until]?.[0] as number) - peakUs);
  });
  return { ratio, seconds: us / 1e6 };
}

export function dailyPoints(values: readonly number[]): Points {
  return values.map((value, i) => [i * DAY_US, value] as const);
}
