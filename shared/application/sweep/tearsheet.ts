import { measureName } from '../../performance/measure-text.ts';
import { frameOf } from '../../performance/tearsheet/page.ts';
import { type PlateauFacts, renderSweep, type SweepPage } from '../../performance/tearsheet/sweep.ts';
import { plateauMap } from '../../research/truth/plateau.ts';
import type { SweepManifest } from './manifest.ts';
import { objectiveOf } from './plan.ts';
import type { SweepResult } from './result.ts';

/** A sweep as the command line and the API write it. */
export interface SweepReport extends Pick<SweepResult, 'rows' | 'overfitting'> {
  readonly manifest: SweepManifest;
  readonly leftOut: number | null;
  /** Combinations that were run, where `rows` holds only the best of them. */
  readonly total?: number;
}

/** Combinations up to which neighbours are looked for: of scattered ones every pair is measured. */
const PLATEAU_MAX = 10_000;

/** The page of a sweep: its best rows, what it came to by parameters, and how likely the best is luck. */
export function sweepTearsheet({ manifest, rows, overfitting, leftOut, total = rows.length }: SweepReport): string {
  const { objective, goal, requirements, method, dimensions } = manifest.search;
  const score = objectiveOf(manifest.search);
  const sign = goal === 'min' ? -1 : 1;
  const valued = rows.map(({ params, summary }) => {
    const own = score(summary);
    return { params, summary, value: own === null ? null : sign * own };
  });
  const searched = dimensions.map(({ name }) => name);
  const better = `best: the ${goal === 'min' ? 'lowest' : 'highest'} ${measureName(objective)}`;
  const demands = requirements.map((requirement) => `only with ${requirement}`);
  return renderSweep({
    ...frameOf(manifest, [`method ${method}`, `seed ${manifest.seed}`, better, ...demands]),
    objective,
    goal,
    rows: valued,
    total,
    leftOut,
    verdict: overfitting,
    plateau: plateauOf(valued, searched, sign),
  });
}

/** Null for fewer than three values, and for more combinations than neighbours are looked for among. */
function plateauOf(rows: SweepPage['rows'], searched: readonly string[], sign: 1 | -1): PlateauFacts | null {
  if (rows.filter(({ value }) => value !== null).length < 3 || rows.length > PLATEAU_MAX) return null;
  const samples = rows.map(({ params, value }) => ({
    params: Object.fromEntries(searched.map((name) => [name, params[name] as number])),
    metric: value === null ? null : sign * value,
  }));
  const { kind, best, centre, stability, worstStability } = plateauMap(samples);
  const valueOf = (metric: number | null) => (metric === null ? null : sign * metric);
  return {
    stability,
    worstStability,
    neighbours: kind,
    neighbourMean: valueOf(best.neighbourMean),
    centre: { params: centre.params, value: valueOf(centre.metric), mean: valueOf(centre.plateau) },
  };
}
