import type { EquityCurve } from '../domain/run.ts';
import { SECOND_US } from '../domain/time.ts';
import { drawdownCurve, drawdowns, worstDrawdowns } from './drawdown.ts';
import { finiteOrNull, mean } from './returns.ts';

/** How many of the deepest drawdowns count in Sterling and Burke; of fewer, those that there are. */
export const WORST_COUNT = 5;

export interface DrawdownNumbers {
  readonly drawdownCount: number;
  readonly averageDrawdown: number | null;
  readonly averageDrawdownSeconds: number | null;
  readonly underWaterShare: number | null;
  readonly ulcerIndex: number;
  readonly ulcerPerformance: number | null;
  readonly painIndex: number;
  readonly painRatio: number | null;
  readonly sterling: number | null;
  readonly burke: number | null;
  readonly recoveryFactor: number | null;
}

/** The measures of a curve's drawdowns; `cagr` is the curve's. Sources stand in docs/measures.md. */
export function drawdownNumbers(curve: EquityCurve, cagr: number | null): DrawdownNumbers {
  const all = drawdowns(curve);
  const depths = drawdownCurve(curve);
  const worst = worstDrawdowns(all, WORST_COUNT).map(({ depth }) => depth);
  const ulcerIndex = Math.sqrt(mean(depths.map((depth) => depth * depth)));
  const painIndex = mean(depths);
  const [start, end] = [curve.value[0] as number, curve.value.at(-1) as number];
  const spanSeconds = ((curve.time.at(-1) as number) - (curve.time[0] as number)) / SECOND_US;
  const lost = all.reduce((most, drawdown) => Math.max(most, drawdown.lost), 0);
  const growthOver = (risk: number) => (cagr === null ? null : finiteOrNull(cagr / risk));
  return {
    drawdownCount: all.length,
    averageDrawdown: finiteOrNull(mean(all.map(({ depth }) => depth))),
    averageDrawdownSeconds: finiteOrNull(mean(all.map(({ seconds }) => seconds))),
    underWaterShare: finiteOrNull(all.reduce((sum, { seconds }) => sum + seconds, 0) / spanSeconds),
    ulcerIndex,
    ulcerPerformance: growthOver(ulcerIndex),
    painIndex,
    painRatio: growthOver(painIndex),
    sterling: growthOver(mean(worst)),
    burke: growthOver(Math.sqrt(worst.reduce((sum, depth) => sum + depth * depth, 0))),
    recoveryFactor: finiteOrNull((end - start) / lost),
  };
}
