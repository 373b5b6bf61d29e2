import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CORE_MEASURES } from '../../../shared/performance/core-measures.ts';
import { summarise } from '../../../shared/performance/summarise.ts';
import { curve, facts } from '../performance/facts.ts';

const page = readFileSync(new URL('../../../docs/measures.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)`( \*)? \| ([^|]+) \| ([^|]+) \| ([^|]*)\|$/gm)];
const equity = curve([
  [0, 100],
  [1, 101],
]);

test('[BT-05] docs/measures.md defines every number of a summary, in its order, and no other', () => {
  expect(rows.map(([, key]) => key)).toEqual(Object.keys(summarise(facts({ equity }))));
  expect(rows.length).toBeGreaterThan(60);
  for (const [, , , name = '', definition = ''] of rows) expect(Math.min(name.trim().length, definition.trim().length)).toBeGreaterThan(1);
});

test('[BT-05] docs/measures.md marks those that every row of a sweep has', () => {
  expect(rows.filter(([, , mark]) => mark !== undefined).map(([, key]) => key)).toEqual([...CORE_MEASURES]);
});
