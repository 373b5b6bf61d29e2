import type { Backtest } from '../api/types.ts';
import { accountTables } from '../logic/account.ts';
import { Table } from './table.tsx';

/** What several strategies, instruments and currencies of a run contributed. */
export function AccountTables({ run }: { run: Backtest }) {
  const tables = accountTables(run);
  if (tables.length === 0) return null;
  return (
    <section class="tables" aria-label="Parts of the account">
      {tables.map((table) => (
        <Table key={table.title} {...table} />
      ))}
    </section>
  );
}
