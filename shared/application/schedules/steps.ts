import type { ScheduleStep } from '../../contracts/schedules.ts';
import type { InstrumentStore } from '../../ports/instrument-store.ts';
import { type FireWorld, tickSchedules } from './fire.ts';
import { planRun } from './plan-run.ts';
import { beginItem, type ItemWorld, watchItem } from './run-item.ts';
import { summariseRun } from './summarise-run.ts';

export interface StepWorld extends FireWorld, ItemWorld {
  readonly instruments: InstrumentStore;
}

/** Every step of the state machine of schedules, and the tick that starts it, by name. */
export function scheduleSteps(world: StepWorld) {
  const [tick, plan, begin, watch, summarise] = [
    tickSchedules(world),
    planRun(world),
    beginItem(world),
    watchItem(world),
    summariseRun(world),
  ];
  return async (input: ScheduleStep): Promise<unknown> => {
    if (input.step === 'tick') return { begun: (await tick()).map(({ schedule, id }) => `${schedule} ${id}`) };
    const { schedule, run, execution, item, error } = input;
    if (input.step === 'plan') return plan({ schedule, run, execution });
    if (input.step === 'summarise') return summarise({ schedule, run, execution, ...(error === undefined ? {} : { error }) });
    if (item === undefined) throw new Error(`step ${input.step} of ${schedule} ${run} has no item`);
    return (input.step === 'begin' ? begin : watch)({ schedule, run, execution, item });
  };
}
