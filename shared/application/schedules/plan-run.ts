import { BackfillRequest } from '../../contracts/backfills.ts';
import type { RunOfSchedule } from '../../contracts/schedules.ts';
import { currentOf, isCollectable, nameAt, namesAt, type Security } from '../../domain/master/security.ts';
import type { Schedule } from '../../domain/schedule.ts';
import type { InstrumentStore } from '../../ports/instrument-store.ts';
import type { Objects } from '../../ports/objects.ts';
import { getJson, putJson } from '../json-objects.ts';
import type { FireWorld } from './fire.ts';
import { type PlannedItem, planKey, type StoredPlan } from './stored.ts';

interface PlanWorld extends Omit<FireWorld, 'workflow'> {
  readonly objects: Objects;
  readonly instruments: InstrumentStore;
}

/** Writes down what a run is to do, as its schedule is now, and counts its instruments. A redriven run keeps the plan that it had. */
export function planRun(world: PlanWorld) {
  return async ({ schedule: id, run, execution }: RunOfSchedule): Promise<RunOfSchedule & { readonly items: readonly number[] }> => {
    const stored = await world.schedules.getRun(id, run);
    if (stored === undefined) throw new Error(`schedule ${id} has no run ${run}`);
    const plan = (await getJson<StoredPlan>(world.objects, planKey(id, run))) ?? (await makePlan(world, id));
    await putJson(world.objects, planKey(id, run), plan);
    const startedUs = stored.startedUs ?? world.clock.nowUs();
    await world.schedules.saveRun({ ...stored, execution, status: 'RUNNING', startedUs, finishedUs: null, items: plan.items.length });
    return { schedule: id, run, execution, items: plan.items.map((_, i) => i + 1) };
  };
}

async function makePlan(world: PlanWorld, id: string): Promise<StoredPlan> {
  const schedule = await world.schedules.get(id);
  if (schedule === undefined) throw new Error(`there is no schedule ${id} any more`);
  if (schedule.instruments === 'active') {
    const active = (await world.instruments.active()).filter((security) => isCollectable(security, world.clock.nowUs()));
    const byPriority = active.toSorted((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
    return { schedule, items: byPriority.map((security) => itemOf(world, schedule, security)) };
  }
  const items: PlannedItem[] = [];
  for (const instrument of schedule.instruments) {
    const record = await world.instruments.get(instrument);
    items.push(
      record === undefined ? { instrument, error: 'it is not in the security master' } : itemOf(world, schedule, currentOf(record)),
    );
  }
  return { schedule, items };
}

function itemOf({ clock }: PlanWorld, { kind, source }: Schedule, security: Security): PlannedItem {
  const instrument = security.id;
  if (kind === 'check') return { instrument };
  const nowUs = clock.nowUs();
  const name = source === null ? namesAt(security, nowUs)[0] : nameAt(security, source, nowUs);
  if (name === undefined) return { instrument, error: `it has no name at ${source ?? 'any source'} today` };
  const [connector, venue] = name.source.split(':');
  if (connector !== 'ccxt' || !BackfillRequest.shape.venue.safeParse(venue).success)
    return {
      instrument,
      error: `bars of ${name.source} cannot be fetched here; those of ccxt:${BackfillRequest.shape.venue.options.join(', ccxt:')} can`,
    };
  return { instrument, venue: venue as string, symbol: name.symbol };
}
