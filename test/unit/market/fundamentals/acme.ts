import type { StructuredTable } from '../../../../shared/domain/structured-table.ts';
import { FUNDAMENTALS } from '../../../../shared/market/fundamentals/schema.ts';
import { csvSource, readRows } from '../../../../shared/market/structured/read-rows.ts';

export const ACME_HEAD =
  'symbol,periodEnd,periodMonths,knownAt,currency,revenue,netIncome,operatingCashFlow,capex,dividends,equity,assets,liabilities,shares';
/** A company made up so that its measures can be worked by hand: eight quarters, each filed six weeks after its end; the third of 2023 was restated in March 2024. */
export const ACME_ROWS = [
  'ACME,2022-03-31,3,2022-05-15T20:00:00Z,USD,100,8,12,4,1,380,900,520,50',
  'ACME,2022-06-30,3,2022-08-15T20:00:00Z,USD,110,9,13,4,1,385,905,520,50',
  'ACME,2022-09-30,3,2022-11-15T20:00:00Z,USD,120,10,14,4,1,390,910,520,50',
  'ACME,2022-12-31,3,2023-02-15T20:00:00Z,USD,130,13,15,4,1,400,920,520,50',
  'ACME,2023-03-31,3,2023-05-15T20:00:00Z,USD,120,10,14,5,2,410,930,520,50',
  'ACME,2023-06-30,3,2023-08-15T20:00:00Z,USD,130,11,15,5,2,420,940,520,50',
  'ACME,2023-09-30,3,2023-11-15T20:00:00Z,USD,140,14,16,5,2,430,960,530,50',
  'ACME,2023-12-31,3,2024-02-15T20:00:00Z,USD,150,15,19,5,2,440,990,550,50',
  'ACME,2023-09-30,3,2024-03-20T20:00:00Z,USD,132,6,16,5,2,422,952,530,50',
];

export function acme(rows: readonly string[] = ACME_ROWS): StructuredTable {
  const bytes = new TextEncoder().encode(`${ACME_HEAD}\n${rows.join('\n')}\n`);
  const { table, rejects } = readRows(csvSource(bytes), FUNDAMENTALS, Date.parse('2026-01-01T00:00:00Z') * 1000);
  if (rejects.length > 0) throw new Error(rejects[0]?.reason);
  return table;
}
