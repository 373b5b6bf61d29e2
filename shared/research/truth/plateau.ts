import { ResearchError } from '../error.ts';
import { type Neighbourhood, neighboursOf } from './neighbours.ts';

/** One combination of a sweep. `metric` is better when larger; null where it is undefined. */
export interface PlateauSample {
  readonly params: Readonly<Record<string, number>>;
  readonly metric: number | null;
}

/** A combination and those around it. */
export interface PlateauPoint {
  /** Place among the samples given. */
  readonly index: number;
  readonly params: Readonly<Record<string, number>>;
  readonly metric: number | null;
  readonly neighbours: number;
  /** Of the neighbours without itself; null when none has a metric. */
  readonly neighbourMean: number | null;
  readonly neighbourMin: number | null;
  /** Mean over itself and its neighbours: what this choice is worth when the parameters are a little off. */
  readonly plateau: number | null;
}

export interface PlateauMap {
  /** `grid`: neighbours are one step away in any parameters, diagonals too. `nearest`: those nearest when each range is scaled to one. */
  readonly kind: Neighbourhood['kind'];
  /** In the order given. */
  readonly points: readonly PlateauPoint[];
  /** The largest metric. */
  readonly best: PlateauPoint;
  /** The largest mean over itself and its neighbours: the middle of the broadest good region. */
  readonly centre: PlateauPoint;
  /** Of the best point's edge over the median of all, how much its neighbours keep on average: 1 a plateau, 0 a lone peak. */
  readonly stability: number;
  /** The same of the worst neighbour. */
  readonly worstStability: number;
}

/**
 * Is the best combination a plateau or a lone peak? A peak among poor neighbours is more likely luck (Pardo 2008, "The Evaluation and Optimization of
 * Trading Strategies", ch. 11). Throws `ResearchError` for fewer than three samples with a metric, or samples that have different parameters.
 */
export function plateauMap(samples: readonly PlateauSample[]): PlateauMap {
  const { kind, of, full } = neighboursOf(samples.map(({ params }) => params));
  const metrics = samples.map(({ metric }) => metric);
  const known = metrics.filter((metric) => metric !== null);
  if (known.length < 3) throw new ResearchError('samples', `${known.length} samples have a metric; 3 or more are needed for a map`);
  const points = samples.map(({ params, metric }, index): PlateauPoint => {
    const around = (of[index] as readonly number[]).map((i) => metrics[i] as number | null).filter((value) => value !== null);
    const sum = around.reduce((total, value) => total + value, 0);
    return {
      index,
      params,
      metric,
      neighbours: (of[index] as readonly number[]).length,
      neighbourMean: around.length === 0 ? null : sum / around.length,
      neighbourMin: around.length === 0 ? null : Math.min(...around),
      plateau: metric === null ? null : (sum + metric) / (around.length + 1),
    };
  });
  const best = largest(points, ({ metric }) => metric);
  // In a corner a single lucky neighbour weighs too much.
  const surrounded = points.filter(({ neighbours, plateau }) => neighbours >= full / 2 && plateau !== null);
  const centre = largest(surrounded.length === 0 ? points : surrounded, ({ plateau }) => plateau);
  const edge = (best.metric as number) - medianOf(known);
  const kept = (value: number | null) => (value === null || edge <= 0 ? 0 : Math.min(1, Math.max(0, (value - medianOf(known)) / edge)));
  return { kind, points, best, centre, stability: kept(best.neighbourMean), worstStability: kept(best.neighbourMin) };
}

function largest(points: readonly PlateauPoint[], by: (point: PlateauPoint) => number | null): PlateauPoint {
  return points.reduce((best, point) => ((by(point) ?? -Infinity) > (by(best) ?? -Infinity) ? point : best));
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
