import { join } from 'node:path';
import { systemClock } from '../shared/adapters/aws/system.ts';
import { FileInstruments } from '../shared/adapters/files/file-instruments.ts';
import { activateInstrument, deactivateInstrument, saveInstrument } from '../shared/application/instruments/change.ts';
import { getInstrument, instrumentHistory, listInstruments } from '../shared/application/instruments/read.ts';
import { refreshInstruments } from '../shared/application/instruments/refresh.ts';
import {
  type InstrumentHistory,
  InstrumentsQuery,
  type InstrumentsRefreshed,
  inAddress,
  RefreshInstruments,
  SaveInstrument,
} from '../shared/contracts/instruments.ts';
import type { Security } from '../shared/domain/master/security.ts';
import { skytapeHome } from './catalogue-home.ts';
import { allPages, connect } from './platform.ts';
import { loadConnector } from './registry.ts';
import { UserError } from './user-error.ts';

export type InstrumentFilter = Readonly<Partial<Record<'class' | 'exchange' | 'status' | 'underlying' | 'text' | 'asOf', string>>>;
export type Saved = Readonly<Record<string, unknown>>;
type History = (typeof InstrumentHistory)['_output'];

/** The security master of this machine or of a platform, asked in the same words. */
export interface Master {
  list(filter: InstrumentFilter): Promise<readonly Security[]>;
  get(id: string, asOf: string | undefined): Promise<Security>;
  history(id: string): Promise<History>;
  save(id: string, asked: Saved): Promise<Security>;
  activate(id: string, priority: number | undefined): Promise<Security>;
  deactivate(id: string): Promise<Security>;
  refresh(asked: Saved): Promise<InstrumentsRefreshed>;
}

const PAGE = 1000;
/** Who changes a master that only its owner can reach. */
const OWNER = 'owner';

/** The master of `--api`, else the file in SKYTAPE_HOME. */
export function openMaster(api: string | undefined, venueUrl?: string): Master {
  return api === undefined ? masterHere(venueUrl) : masterThere(api);
}

export function masterFile(): string {
  return join(skytapeHome(), 'instruments.jsonl');
}

function masterHere(venueUrl: string | undefined): Master {
  const world = {
    instruments: new FileInstruments(masterFile()),
    clock: systemClock,
    connect: (source: string) => loadConnector(source, venueUrl),
  };
  return {
    list: (filter) =>
      allPages(async (cursor) => {
        const query = parsed(InstrumentsQuery, { limit: PAGE, ...filter, ...(cursor === undefined ? {} : { cursor }) });
        const page = await listInstruments(world)(query);
        return { items: page.instruments, next: page.next };
      }),
    get: (id, asOf) => getInstrument(world)(id, { asOf }),
    history: (id) => instrumentHistory(world)(id) as Promise<History>,
    save: async (id, asked) => saveInstrument(world)(OWNER, id, parsed(SaveInstrument, asked)),
    activate: (id, priority) => activateInstrument(world)(OWNER, id, { priority }),
    deactivate: (id) => deactivateInstrument(world)(OWNER, id),
    refresh: async (asked) => refreshInstruments(world)(OWNER, parsed(RefreshInstruments, asked)),
  };
}

function masterThere(api: string): Master {
  const client = connect(api);
  return {
    list: (filter) =>
      allPages(async (cursor) => {
        const query = { limit: PAGE, ...filter, ...(cursor === undefined ? {} : { cursor }) };
        const page = await client.listInstruments({ query: query as InstrumentsQuery });
        return { items: page.instruments, next: page.next };
      }),
    get: (id, asOf) => client.getInstrument({ id: inAddress(id), query: asOf === undefined ? {} : { asOf } }),
    history: (id) => client.instrumentHistory({ id: inAddress(id) }),
    save: async (id, asked) => client.saveInstrument({ id: inAddress(id), body: parsed(SaveInstrument, asked) }),
    activate: (id, priority) => client.activateInstrument({ id: inAddress(id), body: priority === undefined ? {} : { priority } }),
    deactivate: (id) => client.deactivateInstrument({ id: inAddress(id) }),
    refresh: async (asked) => client.refreshInstruments({ body: parsed(RefreshInstruments, asked) }),
  };
}

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

/** What the options say, as the API would take it. Throws `UserError` that names the option's field, its value and what would be right. */
function parsed<T>(schema: Schema<T>, value: Saved): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new UserError(`${field} is ${JSON.stringify(value[String(issue?.path[0])])}; ${issue?.message}`);
}
