import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STRATEGIES } from '../../../strategies/registry.generated.ts';

const page = readFileSync(new URL('../../../docs/strategies.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `([a-z-]+)`( \*)? \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)];

test('[SR-01] docs/strategies.md tells of every strategy of ours once, and of no other', () => {
  const described = rows.map(([, id]) => id);
  expect(new Set(described), 'one more strategy is one more line of docs/strategies.md').toEqual(new Set(STRATEGIES.map(({ id }) => id)));
  expect(described).toHaveLength(STRATEGIES.length);
  for (const [line, , , , ...cells] of rows) for (const cell of cells) expect(cell.trim().length, line).toBeGreaterThan(5);
});

test.each(rows.map(([, id, mark, parameters]) => ({ id, mark, parameters })))(
  '[SR-01] docs/strategies.md names the parameters of $id, and whether it sees several instruments',
  ({ id, mark, parameters = '' }) => {
    const strategy = STRATEGIES.find((known) => known.id === id);
    const named = [...parameters.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect(named).toEqual(Object.keys(strategy?.params ?? {}));
    expect(mark !== undefined).toBe(strategy?.kind === 'portfolio');
  },
);
