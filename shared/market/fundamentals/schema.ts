import type { TableColumn, TableSchema } from '../../domain/table-schema.ts';

const money = (name: string, about: string, min?: number): TableColumn => ({
  name,
  type: 'number',
  about,
  unit: 'currency of the statement',
  ...(min === undefined ? {} : { min }),
  nullable: true,
});

/** Statements of companies, a row a period, as they were known when: a restatement is a row of the same period with a later `knownAt`. */
export const FUNDAMENTALS: TableSchema = {
  name: 'fundamentals',
  version: 1,
  about: 'Statements of companies, a row a period. A restatement is a row of the same period with a later knownAt.',
  columns: [
    { name: 'symbol', type: 'text', about: 'the instrument whose price the measures use', nullable: false },
    { name: 'periodEnd', type: 'time', about: 'last day of the period', nullable: false },
    { name: 'periodMonths', type: 'integer', about: '3 for a quarter, 12 for a year', unit: 'months', min: 1, max: 12, nullable: false },
    { name: 'knownAt', type: 'time', about: 'when the statement was filed; a date alone is the end of that day', nullable: false },
    { name: 'currency', type: 'text', about: 'of the amounts, like USD', nullable: true },
    money('revenue', 'of the period'),
    money('netIncome', 'of the period, to common shareholders'),
    money('operatingCashFlow', 'of the period'),
    money('capex', 'paid for property and equipment in the period, as a positive number', 0),
    money('dividends', 'paid to common shareholders in the period, as a positive number', 0),
    money('equity', 'of common shareholders at the end of the period'),
    money('assets', 'at the end of the period', 0),
    money('liabilities', 'at the end of the period', 0),
    {
      name: 'shares',
      type: 'number',
      about: 'outstanding at the end of the period, diluted where known',
      unit: 'shares',
      min: 0,
      nullable: true,
    },
  ],
  key: ['symbol', 'periodEnd', 'periodMonths'],
  knownAt: 'knownAt',
  symbol: 'symbol',
  time: 'periodEnd',
};
