import { pearson } from './correlation.ts';
import { deviation, finiteOrNull, mean } from './returns.ts';

/** How a run stands to its benchmark, from the returns of both over the same days. Null where one is undefined. */
export interface AgainstBenchmark {
  readonly alpha: number | null;
  readonly beta: number | null;
  readonly correlation: number | null;
  readonly trackingError: number | null;
  readonly informationRatio: number | null;
  readonly treynor: number | null;
  readonly upCapture: number | null;
  readonly downCapture: number | null;
}

const UNKNOWN: AgainstBenchmark = {
  alpha: null,
  beta: null,
  correlation: null,
  trackingError: null,
  informationRatio: null,
  treynor: null,
  upCapture: null,
  downCapture: null,
};

/** All of them, risk-free rate 0; none when one of the two has no returns over the same days. Sources stand in docs/measures.md. */
export function againstBenchmark(returns: Float64Array, benchmark: Float64Array, perYear: number): AgainstBenchmark {
  if (returns.length !== benchmark.length) return UNKNOWN;
  const slope = beta(returns, benchmark);
  const active = returns.map((r, i) => r - (benchmark[i] as number));
  const spread = deviation(active);
  return {
    alpha: slope === null ? null : finiteOrNull((mean(returns) - slope * mean(benchmark)) * perYear),
    beta: slope,
    correlation: finiteOrNull(pearson(returns, benchmark)),
    trackingError: finiteOrNull(spread * Math.sqrt(perYear)),
    informationRatio: finiteOrNull((mean(active) / (spread > 0 ? spread : NaN)) * Math.sqrt(perYear)),
    treynor: slope === null || slope === 0 ? null : finiteOrNull((mean(returns) * perYear) / slope),
    upCapture: capture(returns, benchmark, (b) => b > 0),
    downCapture: capture(returns, benchmark, (b) => b < 0),
  };
}

/** Covariance with the benchmark over its variance; null for fewer than two returns or a benchmark that does not move. Sharpe (1964). */
export function beta(returns: Float64Array, benchmark: Float64Array): number | null {
  if (!(deviation(benchmark) > 0)) return null;
  const [meanR, meanB] = [mean(returns), mean(benchmark)];
  let [together, alone] = [0, 0];
  for (let i = 0; i < returns.length; i++) {
    const away = (benchmark[i] as number) - meanB;
    together += ((returns[i] as number) - meanR) * away;
    alone += away * away;
  }
  return finiteOrNull(together / alone);
}

/** Mean compound return over the days that `counts` picks by the benchmark's return, over the benchmark's own; null without such a day. */
function capture(returns: Float64Array, benchmark: Float64Array, counts: (benchmark: number) => boolean): number | null {
  const picked = [...benchmark.keys()].filter((i) => counts(benchmark[i] as number));
  const compound = (column: Float64Array) => Math.expm1(mean(picked.map((i) => Math.log1p(column[i] as number))));
  return finiteOrNull(compound(returns) / compound(benchmark));
}
