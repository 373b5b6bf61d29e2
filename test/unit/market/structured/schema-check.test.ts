import { expect, test } from 'vitest';
import type { TableSchema } from '../../../../shared/domain/table-schema.ts';
import { evolutionFaults, schemaFaults } from '../../../../shared/market/structured/schema-check.ts';

const SCORES: TableSchema = {
  name: 'scores',
  version: 1,
  about: 'Scores of headlines.',
  columns: [
    { name: 'symbol', type: 'text', nullable: false },
    { name: 'at', type: 'time', nullable: false },
    { name: 'score', type: 'number', min: -1, max: 1, nullable: false },
  ],
  key: ['symbol'],
  knownAt: 'at',
  symbol: 'symbol',
  time: null,
};
const [symbol, at, score] = SCORES.columns as [TableSchema['columns'][0], TableSchema['columns'][0], TableSchema['columns'][0]];

test('[MD-16] a sound schema has no fault; a contradiction is named by its place', () => {
  expect(schemaFaults(SCORES)).toEqual([]);
  const fields = (over: Partial<TableSchema>) => schemaFaults({ ...SCORES, ...over }).map(({ field }) => field);
  expect(fields({ columns: [symbol, at, score, score] })).toEqual(['columns.3.name']);
  expect(fields({ columns: [symbol, { ...at, min: 1 }, score] })).toEqual(['columns.1.min']);
  expect(fields({ columns: [symbol, at, { ...score, min: 2 }] })).toEqual(['columns.2.min']);
  expect(fields({ columns: [symbol, { ...at, nullable: true }, score] })).toEqual(['knownAt']);
  expect(fields({ knownAt: 'score' })).toEqual(['knownAt']);
  expect(fields({ key: ['ticker'] })).toEqual(['key.0']);
  expect(fields({ key: ['symbol', 'symbol', 'at'] })).toEqual(['key.1', 'key.2']);
  expect(fields({ symbol: 'score', time: 'symbol' })).toEqual(['symbol', 'time']);
});

test('[MD-16] a schema may gain columns that may be empty, at its end, and nothing else', () => {
  const more = { name: 'source', type: 'text', nullable: true } as const;
  const faults = (over: Partial<TableSchema>) => evolutionFaults(SCORES, { ...SCORES, version: 2, ...over }).map(({ field }) => field);
  expect(faults({ columns: [...SCORES.columns, more], about: 'Scores of headlines and posts.' })).toEqual([]);
  expect(faults({ columns: [...SCORES.columns, { ...more, nullable: false }] })).toEqual(['columns.3.nullable']);
  expect(faults({ columns: [symbol, at] })).toEqual(['columns.2']);
  expect(faults({ columns: [symbol, score, at] })).toEqual(['columns.1', 'columns.2']);
  expect(faults({ columns: [symbol, at, { ...score, type: 'integer', max: 2, unit: 'points' }] })).toEqual([
    'columns.2.type',
    'columns.2.unit',
    'columns.2.max',
  ]);
  expect(faults({ key: [], symbol: null, knownAt: 'score', time: 'at' })).toEqual(['knownAt', 'symbol', 'time', 'key']);
});
