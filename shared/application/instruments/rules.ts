import type { Execution, InstrumentRules } from '../../contracts/execution.ts';
import { ORDER_RULES } from '../../domain/instrument.ts';
import { currentOf } from '../../domain/master/security.ts';
import type { InstrumentStore } from '../../ports/instrument-store.ts';

export type RuleBook = Pick<InstrumentStore, 'get'>;

const GETS_AT_ONCE = 50;
const NAMES = [...ORDER_RULES, 'calendar'] as const;

/**
 * A request with what the security master says now of the instruments that it trades, by their symbols, which are ids there: from here on it is as if the user had
 * said so. What the request says of all instruments stays; where it says something of single ones, or the master knows none of them, it stays as it is.
 */
export async function withMaster<Request extends { readonly execution?: Execution | undefined }>(
  master: RuleBook,
  request: Request,
  symbols: readonly string[],
): Promise<Request> {
  const { execution = {} } = request;
  if (execution.instruments !== undefined) return request;
  const known: [string, InstrumentRules][] = [];
  const wanted = [...new Set(symbols)].sort();
  for (let i = 0; i < wanted.length; i += GETS_AT_ONCE) {
    const records = await Promise.all(wanted.slice(i, i + GETS_AT_ONCE).map((symbol) => master.get(symbol)));
    for (const record of records) if (record !== undefined) known.push([record.id, rulesOf(currentOf(record), execution)]);
  }
  if (known.length === 0) return request;
  return { ...request, execution: { ...execution, instruments: Object.fromEntries(known) } };
}

function rulesOf(security: InstrumentRules, said: Execution): InstrumentRules {
  const unsaid = NAMES.filter((name) => said[name] === undefined && security[name] !== undefined && security[name] !== 0);
  return Object.fromEntries(unsaid.map((name) => [name, security[name]]));
}
