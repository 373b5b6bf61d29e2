import type { SaveInstrument } from '../../contracts/instruments.ts';
import {
  currentOf,
  isCollectable,
  namesAt,
  type Security,
  type SecurityAction,
  type SecurityRecord,
} from '../../domain/master/security.ts';
import type { TimeUs } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { InstrumentStore } from '../../ports/instrument-store.ts';
import { Refusal } from '../refusal.ts';
import { completeSecurity } from './complete.ts';
import { idOfPath, missing } from './read.ts';

interface World {
  readonly instruments: InstrumentStore;
  readonly clock: Clock;
}

/** Changes of others that one change gives way to. */
const ATTEMPTS = 5;

/** Creates or changes an instrument. Throws a refusal that names the field at fault; nothing is written then. */
export function saveInstrument(world: World) {
  return (by: string, path: string, asked: SaveInstrument): Promise<Security> => {
    const id = idOfPath(path);
    return change(world, { id, by, action: 'change' }, (before) => completeSecurity(id, before, asked));
  };
}

/** Has an instrument collected. Throws a refusal: not-found, conflict for one that is delisted or that no source has a name for. */
export function activateInstrument(world: World) {
  return (by: string, path: string, { priority }: { readonly priority?: number | undefined }): Promise<Security> => {
    const id = idOfPath(path);
    return change(world, { id, by, action: 'activate' }, (before) => {
      const active: Security = { ...existing(id, before), status: 'active', ...(priority === undefined ? {} : { priority }) };
      const nowUs = world.clock.nowUs();
      if (!isCollectable(active, nowUs))
        throw new Refusal('conflict', `${id} is delisted since ${active.delisted}; it has no market any more`);
      if (namesAt(active, nowUs).length === 0)
        throw new Refusal('conflict', `${id} has no name at any source today, so nothing could be collected; give it names first`, {
          field: 'names',
        });
      return active;
    });
  };
}

/** Has an instrument collected no longer. Throws a refusal when there is none. */
export function deactivateInstrument(world: World) {
  return (by: string, path: string): Promise<Security> => {
    const id = idOfPath(path);
    return change(world, { id, by, action: 'deactivate' }, (before) => {
      const security = existing(id, before);
      return security.status === 'delisted' ? security : { ...security, status: 'inactive' };
    });
  };
}

interface Doing {
  readonly id: string;
  readonly by: string;
  readonly action: SecurityAction;
}

/** One change under a condition; asked again over the newer state when another was first. A change that changes nothing leaves no trace. */
async function change(world: World, doing: Doing, make: (before: Security | undefined) => Security): Promise<Security> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const record = await world.instruments.get(doing.id);
    const security = make(record === undefined ? undefined : currentOf(record));
    if (record !== undefined && isSame(currentOf(record), security)) return security;
    if (await world.instruments.put(nextRecord(record, doing, security, world.clock.nowUs()))) return security;
  }
  throw new Refusal('conflict', `${doing.id} is being changed by others; try again`);
}

/** The record with one version more. */
export function nextRecord(
  before: SecurityRecord | undefined,
  { id, by, action }: Doing,
  security: Security,
  nowUs: TimeUs,
): SecurityRecord {
  const last = before?.versions.at(-1);
  // Versions are told apart by their time, whatever the clock did in between.
  const fromUs = Math.max(nowUs, (last?.fromUs ?? -Infinity) + 1);
  const version = { fromUs, by, action: last === undefined && action === 'change' ? 'create' : action, security } as const;
  return { id, version: (before?.version ?? 0) + 1, versions: [...(before?.versions ?? []), version] };
}

/** Whether two states say the same, in whatever order. */
export function isSame(a: Security, b: Security): boolean {
  return canonical(a) === canonical(b);
}

function canonical(security: Security): string {
  return JSON.stringify(security, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function existing(id: string, before: Security | undefined): Security {
  if (before === undefined) throw missing(id);
  return before;
}
