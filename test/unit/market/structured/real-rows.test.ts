import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { joinTables, textsOf } from '../../../../shared/domain/structured-table.ts';
import type { TableSchema } from '../../../../shared/domain/table-schema.ts';
import { appendRows } from '../../../../shared/market/structured/append.ts';
import { knownRows } from '../../../../shared/market/structured/known.ts';
import { csvSource, readRows } from '../../../../shared/market/structured/read-rows.ts';

/** Posts about stocks in 2020; SOURCES.md beside the file states 7,059 rows, 36 tickers, 3,671 of them bullish. It never ships. */
const FILE = '../shared/data/text/stockemotions_2020_q1_q3.csv';
const text = (name: string) => ({ name, type: 'text', nullable: false }) as const;
const POSTS: TableSchema = {
  name: 'posts',
  version: 1,
  about: 'Posts about stocks.',
  columns: [
    { name: 'id', type: 'integer', nullable: false },
    { name: 'date', type: 'time', nullable: false },
    text('ticker'),
    text('sentiment'),
    text('emotion'),
    text('text'),
    text('split'),
  ],
  key: ['id'],
  knownAt: 'date',
  symbol: 'ticker',
  time: null,
};

test('[MD-16] seven thousand real posts, with commas, quotes and emoji in them, are rows; none of a day is known before it is over', ({
  skip,
}) => {
  skip(!existsSync(FILE), 'skipped: no ../shared/data');
  const file = readRows(csvSource(readFileSync(FILE)), POSTS, Date.parse('2026-01-01') * 1000);
  expect([file.table.length, file.rejects]).toEqual([7059, []]);
  const { added } = appendRows(joinTables(POSTS, []), file);
  expect(new Set(textsOf(added, 'ticker')).size).toBe(36);
  expect(textsOf(added, 'sentiment').filter((sentiment) => sentiment === 'bullish')).toHaveLength(3671);
  expect(textsOf(added, 'text')[0]).toBe('$AMZN Dow futures up by 100 points already 🥳');
  expect(appendRows(added, file)).toMatchObject({ repeated: 7059, restated: 0, rejects: [] });
  const known = (asOf: string) => knownRows(added, { asOfUs: Date.parse(asOf) * 1000 }).length;
  expect(known('2020-01-01T23:59:59Z')).toBe(0);
  const lines = readFileSync(FILE, 'utf8').split('\n');
  expect(known('2020-01-02T00:00:00Z')).toBe(lines.filter((line) => /^\d+,2020-01-01,/.test(line)).length);
});
