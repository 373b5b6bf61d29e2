import type { RateFeed } from '../../engine/portfolio/rates.ts';
import { simulate } from '../backtest/simulate.ts';
import { simulateShared } from '../backtest/simulate-shared.ts';
import type { DataOrigin, Simulation } from '../backtest/simulation.ts';
import type { RunnerInput } from './account-run.ts';
import type { SweepData } from './data.ts';
import { demandSingle } from './runner.ts';

/** What is run, and where each part of it comes from. */
export interface OriginalInput extends RunnerInput {
  readonly data: readonly (SweepData & { readonly origin: DataOrigin })[];
  readonly rates?: readonly (RateFeed & { readonly origin: DataOrigin })[] | undefined;
}

/** The plan's own run on the account that it names: what a report is built from. Throws `EngineError`. */
export function simulationsOf({ plan, strategy, data, rates = [], beside, costs }: OriginalInput): Simulation[] {
  if (plan.account !== undefined) {
    const sourceOf = ({ origin, ...source }: OriginalInput['data'][number]) => ({ ...source, data: origin });
    const pairs = rates.map(({ bars, instrument, origin }) => ({ bars, instrument, data: origin }));
    return simulateShared({ plan, strategy, sources: data.map(sourceOf), rates: pairs, beside, costs });
  }
  const single = demandSingle(strategy);
  return data.map(({ bars, instrument, detail, origin }) =>
    simulate({ plan, strategy: single, bars, instrument, data: origin, shards: data.length, beside, detail, costs }),
  );
}
