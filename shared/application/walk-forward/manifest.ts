import { paramsOf } from '../backtest/subject.ts';
import { searchManifest } from '../sweep/manifest.ts';
import type { OriginalInput } from '../sweep/simulations.ts';
import type { WalkForwardPlan } from './plan.ts';
import type { WalkForwardManifest } from './tearsheet.ts';

interface Walked extends Omit<OriginalInput, 'plan'> {
  readonly plan: WalkForwardPlan;
}

/** All that the walk needs to be run again; `params` are those that stayed as they are. */
export function walkForwardManifest({ plan: { sweep, division }, ...input }: Walked): WalkForwardManifest {
  return { ...searchManifest({ ...input, plan: sweep }, paramsOf(sweep.backtest, input.strategy)), walkForward: division };
}
