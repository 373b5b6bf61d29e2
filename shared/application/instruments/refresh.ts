import type { InstrumentsRefreshed, RefreshInstruments } from '../../contracts/instruments.ts';
import type { SecurityRecord } from '../../domain/master/security.ts';
import type { Clock } from '../../ports/clock.ts';
import type { InstrumentStore } from '../../ports/instrument-store.ts';
import type { MarketConnector } from '../../ports/market-connector.ts';
import { Refusal } from '../refusal.ts';
import { nextRecord } from './change.ts';
import { listedOf, listedOfCsv } from './listed.ts';
import { type ListedInstrument, planRefresh } from './plan-refresh.ts';

interface World {
  readonly instruments: InstrumentStore;
  readonly clock: Clock;
  /** Throws `HistoryError` for a source that is not there, or whose key is missing. */
  readonly connect: (source: string) => Promise<Pick<MarketConnector, 'instruments'>>;
}

const PAGE = 500;
const PUTS_AT_ONCE = 25;
/** Ids that each list of the answer has at most. */
const LISTED = 1000;

/**
 * Brings the master in line with what a source lists, and says what changed. Throws a refusal when the source cannot be asked or lists nothing;
 * one that was changed by others meanwhile is left for the next refresh, and said so.
 */
export function refreshInstruments(world: World) {
  return async (by: string, request: RefreshInstruments): Promise<InstrumentsRefreshed> => {
    const listed = request.csv === undefined ? await ask(world, request.source) : listedOfCsv(request.csv);
    if (listed.length === 0)
      throw new Refusal('unprocessable', `${request.source} lists no instruments; nothing was changed`, { field: 'source' });
    const [id = '', variant] = request.source.split(':');
    const { changes, refreshed } = planRefresh({
      records: await all(world.instruments),
      listed,
      request: { ...request, exchange: request.exchange ?? variant ?? id },
      nowUs: world.clock.nowUs(),
    });
    const late: string[] = [];
    for (let i = 0; i < changes.length; i += PUTS_AT_ONCE) {
      const puts = changes.slice(i, i + PUTS_AT_ONCE).map(async ({ before, after }) => {
        const record = nextRecord(before, { id: after.id, by, action: 'refresh' }, after, world.clock.nowUs());
        if (!(await world.instruments.put(record))) late.push(after.id);
      });
      await Promise.all(puts);
    }
    return answerOf(refreshed, late);
  };
}

async function ask(world: World, source: string): Promise<ListedInstrument[]> {
  try {
    return (await (await world.connect(source)).instruments()).map(listedOf);
  } catch (error) {
    if (error instanceof Error && error.name === 'HistoryError')
      throw new Refusal('unprocessable', `source: ${error.message}`, { field: 'source' });
    throw error;
  }
}

async function all(instruments: InstrumentStore): Promise<SecurityRecord[]> {
  const records: SecurityRecord[] = [];
  let cursor: string | null = null;
  do {
    const page = await instruments.list({ limit: PAGE, ...(cursor === null ? {} : { cursor }) });
    records.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return records;
}

/** The answer without what others were quicker to change, its lists at a length that can be read. */
function answerOf(refreshed: InstrumentsRefreshed, late: readonly string[]): InstrumentsRefreshed {
  const left = (ids: readonly string[]) => ids.filter((id) => !late.includes(id));
  const [added, changed, retired] = [left(refreshed.added), left(refreshed.changed), left(refreshed.retired)];
  const skipped = [
    ...refreshed.skipped,
    ...late.map((symbol) => ({ symbol, reason: 'it was changed by others meanwhile; refresh again' })),
  ];
  const counts = { ...refreshed.counts, added: added.length, changed: changed.length, retired: retired.length, skipped: skipped.length };
  const cut = <T>(list: readonly T[]) => list.slice(0, LISTED);
  const lists = {
    added: cut(added),
    changed: cut(changed),
    retired: cut(retired),
    withheld: cut(refreshed.withheld),
    skipped: cut(skipped),
  };
  return { ...refreshed, counts, ...lists };
}
