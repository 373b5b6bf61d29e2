/** Share of the equity to stake on a bet that wins `payoff` times the stake with `winRate` and else loses it; 0 without an edge. Source: Kelly (1956). */
export function kelly(winRate: number, payoff: number): number {
  return payoff > 0 ? Math.max(0, winRate - (1 - winRate) / payoff) : 0;
}

/**
 * Share of the equity, 0 to `most`, by how often returns (ratios) win and by their mean win and mean loss: p / loss - q / win, which is Kelly's share for
 * a bet of those odds over what the bet loses of its stake; 0 without an edge. Returns of 0 do not count. Source: Kelly (1956); Vince (1990), ch. 1.
 */
export function kellyOfOdds(returns: readonly number[], most = 1): number {
  const [wins, losses] = [returns.filter((r) => r > 0), returns.filter((r) => r < 0)];
  if (wins.length === 0) return 0;
  if (losses.length === 0) return most;
  const mean = (values: readonly number[]) => values.reduce((sum, r) => sum + r, 0) / values.length;
  const loss = -mean(losses);
  return Math.min(most, kelly(wins.length / (wins.length + losses.length), mean(wins) / loss) / loss);
}

/**
 * Share f, 0 to `most`, that maximises the mean of log(1 + f r) over returns r as ratios; 0 without an edge.
 * Source: Kelly (1956), for any distribution: the root of sum r / (1 + f r), which falls in f, by bisection to 1e-12 of it.
 */
export function kellyOfReturns(returns: readonly number[], most = 1): number {
  const slope = (f: number) => returns.reduce((sum, r) => sum + r / (1 + f * r), 0);
  if (returns.length === 0 || slope(0) <= 0) return 0;
  const worst = Math.min(...returns);
  // At 1 / -worst the worst return takes everything.
  let high = worst < 0 ? Math.min(most, (1 - 1e-9) / -worst) : most;
  if (slope(high) >= 0) return high;
  let low = 0;
  while (high - low > 1e-12 * Math.max(1, high)) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

/** Units that lose `share` of the equity when the price goes `distance` against them; a unit of price is worth `value` in the equity's currency. */
export function unitsAtRisk(equity: number, share: number, { distance, value = 1 }: { distance: number; value?: number }): number {
  return (equity * share) / (distance * value);
}

/** Share of the equity whose volatility is `target` when that of the instrument is `volatility`, both a year; at most `most`. */
export function volatilityShare(target: number, volatility: number, most: number): number {
  return volatility > 0 ? Math.min(most, target / volatility) : most;
}

/** Weights that sum to 1, each as the inverse of its volatility: without correlation each carries the same risk. */
export function equalRiskWeights(volatilities: readonly number[]): number[] {
  const sum = volatilities.reduce((total, volatility) => total + 1 / volatility, 0);
  return volatilities.map((volatility) => 1 / volatility / sum);
}

/** Share that is left when the equity has lost `drawdown` (ratio of its peak) of the `most` that it may lose; 0 there and beyond. */
export function drawdownShare(drawdown: number, most: number): number {
  return Math.min(1, Math.max(0, 1 - drawdown / most));
}
