import { type Histogram, histogramOf } from '../../drawing/histogram.ts';
import { mean } from '../../performance/returns.ts';
import { type MonteCarloInput, observedPath, type PathColumns } from './simulate.ts';

const SHARES = { p5: 0.05, p25: 0.25, p50: 0.5, p75: 0.75, p95: 0.95 } as const;
/** Sums in another order differ by less than this share. */
const ROUNDING = 1e-9;
type Percentile = keyof typeof SHARES;

/** Where the middle of many values lies. */
export type Distribution = Readonly<Record<Percentile | 'mean' | 'min' | 'max', number>>;

/** Equity at points along the way: 5 % of the paths lie below `p5` there. */
export interface Fan extends Readonly<Record<Percentile, readonly number[]>> {
  /** Steps done at each point. */
  readonly step: readonly number[];
}

/** What chance makes of the same trades or returns. Money in the account's currency, drawdowns as positive fractions; JSON-safe. */
export interface MonteCarlo {
  readonly paths: number;
  readonly steps: number;
  readonly fan: Fan;
  readonly endEquity: Distribution;
  readonly maxDrawdown: Distribution;
  readonly sharpe: Distribution;
  /** How many paths end where, and how deep they fall. */
  readonly histograms: { readonly endEquity: Histogram; readonly maxDrawdown: Histogram };
  /** Share of the paths that end below the start. */
  readonly probabilityOfLoss: number;
  /** Share of the paths whose equity ever is at or below `ruinRatio` of the start. */
  readonly riskOfRuin: number;
  readonly ruinRatio: number;
  /** What did happen, and the share of the paths that did no better: a drawdown no deeper, an end or a ratio no higher. */
  readonly observed: Readonly<Record<'endEquity' | 'maxDrawdown' | 'sharpe', { readonly value: number; readonly share: number }>>;
}

/** Summary of paths, of which there is one or more. */
export function summarisePaths(columns: PathColumns, input: MonteCarloInput): MonteCarlo {
  const { endEquity, maxDrawdown, sharpe, ruined } = columns;
  const paths = endEquity.length;
  const observed = observedPath(input);
  const seen = (name: 'endEquity' | 'maxDrawdown' | 'sharpe') => {
    const value = observed[name][0] as number;
    const bound = value + ROUNDING * Math.abs(value);
    return { value, share: columns[name].filter((other) => other <= bound).length / paths };
  };
  return {
    paths,
    steps: input.steps.length,
    fan: fanOf(columns),
    endEquity: distributionOf(endEquity),
    maxDrawdown: distributionOf(maxDrawdown),
    sharpe: distributionOf(sharpe),
    histograms: { endEquity: histogramOf(endEquity), maxDrawdown: histogramOf(maxDrawdown) },
    probabilityOfLoss: endEquity.filter((end) => end < input.startEquity).length / paths,
    riskOfRuin: mean(ruined),
    ruinRatio: input.ruinRatio,
    observed: { endEquity: seen('endEquity'), maxDrawdown: seen('maxDrawdown'), sharpe: seen('sharpe') },
  };
}

function fanOf({ points, fan, endEquity: { length: paths } }: PathColumns): Fan {
  const sorted = Array.from(points, (_, point) => fan.slice(point * paths, (point + 1) * paths).sort());
  const line = (share: number) => sorted.map((values) => percentileOf(values, share));
  const { p5, p25, p50, p75, p95 } = SHARES;
  return { step: [...points], p5: line(p5), p25: line(p25), p50: line(p50), p75: line(p75), p95: line(p95) };
}

/** Where values lie, of which there is one or more. */
export function distributionOf(values: Float64Array): Distribution {
  const sorted = values.toSorted();
  const at = (share: number) => percentileOf(sorted, share);
  const { p5, p25, p50, p75, p95 } = SHARES;
  return { mean: mean(values), min: at(0), p5: at(p5), p25: at(p25), p50: at(p50), p75: at(p75), p95: at(p95), max: at(1) };
}

function percentileOf(sorted: Float64Array, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] as number;
}
