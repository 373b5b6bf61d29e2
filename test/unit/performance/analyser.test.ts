import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateRegistry, RegistryError } from '../../../scripts/generate-registry.ts';
import {
  type Analyser,
  AnalyserError,
  defineAnalyser,
  findAnalysers,
  type Json,
  runAnalysers,
} from '../../../shared/performance/analyser.ts';
import { analyserNameFault, analyserTemplate, analyserTestTemplate } from '../../../shared/performance/analyser-scaffold.ts';
import { summarise } from '../../../shared/performance/summarise.ts';
import { curve, facts, trade } from './facts.ts';

const equity = curve([
  [0, 100],
  [1, 104],
]);
const run = facts({ equity, trades: [trade(0, 4)] });
const input = { ...run, summary: summarise(run) };
const answering = (answer: unknown): Analyser => defineAnalyser({ id: 'mine', about: 'Mine.', analyse: () => answer as Json });

test('[BT-09] an analyser sees equity, benchmark, trades and summary, and its answer stands under its id', () => {
  const last = defineAnalyser({
    id: 'last',
    about: 'What came last.',
    analyse: ({ equity: { value }, benchmark, trades, summary }) => [
      value.at(-1) as number,
      benchmark.value.length,
      trades.length,
      summary.sharpe,
    ],
  });
  expect(runAnalysers([last], input)).toEqual({ last: [104, 2, 1, null] });
});

test('[BT-09] analysers are found by id, each once, in the order asked for; an unknown one is named with those that there are', () => {
  const [a, b] = [
    { ...answering(1), id: 'a' },
    { ...answering(2), id: 'b' },
  ];
  expect(findAnalysers([a, b], ['b', 'a', 'b']).map(({ id }) => id)).toEqual(['b', 'a']);
  expect(() => findAnalysers([a, b], ['c'])).toThrow('there is no analyser "c" (there are: a, b)');
});

test.each([
  ['NaN', { rows: [{ share: NaN }] }, 'analyser "mine": its answer.rows[0].share is NaN, but must be a number that JSON has, or null'],
  ['nothing', undefined, 'analyser "mine": its answer is undefined, but must be JSON'],
  ['a function', [() => 1], 'analyser "mine": its answer[0] is function, but must be JSON'],
  ['a book', 'x'.repeat(300_000), 'its answer is 300002 characters of JSON, but may be 262144 at most'],
])('[BT-09] an answer of %s is refused with its place', (_, answer, message) => {
  expect(() => runAnalysers([answering(answer)], input)).toThrow(message);
});

test('[BT-09] an analyser whose code fails is named, with what it said', () => {
  const broken = defineAnalyser({
    id: 'broken',
    about: 'Broken.',
    analyse: () => {
      throw new Error('out of bananas');
    },
  });
  expect(() => runAnalysers([broken], input)).toThrow(AnalyserError);
  expect(() => runAnalysers([broken], input)).toThrow('analyser "broken" failed: out of bananas');
});

const repository = path.resolve(import.meta.dirname, '../../..');
const bin = (name: string) => path.join(repository, 'node_modules/.bin', name);

describe('a scaffolded analyser in a copy of the house', () => {
  let house = '';

  beforeAll(() => {
    house = mkdtempSync(path.join(tmpdir(), 'skytape-analyser-'));
    for (const folder of ['analysers', 'test/unit/analysers']) mkdirSync(path.join(house, folder), { recursive: true });
    for (const shared of ['shared', 'node_modules', 'test/support', 'test/unit/performance', 'package.json'])
      symlinkSync(path.join(repository, shared), path.join(house, shared));
    const { compilerOptions } = JSON.parse(readFileSync(path.join(repository, 'tsconfig.json'), 'utf8')) as { compilerOptions: object };
    writeFileSync(path.join(house, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['analysers', 'test/unit/analysers'] }));
    writeFileSync(path.join(house, 'vitest.config.ts'), "export default { test: { include: ['test/unit/analysers/*.test.ts'] } };\n");
    writeFileSync(path.join(house, 'analysers/by-symbol.ts'), analyserTemplate('by-symbol'));
    writeFileSync(path.join(house, 'test/unit/analysers/by-symbol.test.ts'), analyserTestTemplate('by-symbol'));
  });
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  const start = (command: string, args: string[]) => execFileSync(command, args, { cwd: house, encoding: 'utf8', stdio: 'pipe' });

  test('[BT-09] goes into the registry, which passes the strict type check', async () => {
    await generateRegistry(house);
    expect(readFileSync(path.join(house, 'analysers/registry.generated.ts'), 'utf8')).toContain("import s0 from './by-symbol.ts';");
    expect(start(bin('tsc'), ['-p', '.', '--pretty', 'false'])).toBe('');
  });

  test('[BT-09] passes its test', () => {
    expect(start(bin('vitest'), ['run', '--no-color'])).toMatch(/Tests\s+1 passed/);
  });

  test('[BT-09] a file of the folder that is no analyser stops the registry with a line that says what would be right', async () => {
    writeFileSync(path.join(house, 'analysers/bad.ts'), 'export default { id: "bad" };\n');
    const fault = await generateRegistry(house).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(RegistryError);
    expect((fault as Error).message).toBe(
      'analysers/bad.ts: its default export is not an analyser; write "export default defineAnalyser({ ... })"',
    );
  });
});

test('[BT-09] a name that is not kebab-case or taken is refused with what would be right', () => {
  for (const name of ['ByHour', '1st', 'a_b', '../etc', 'x'.repeat(61)]) {
    expect(analyserNameFault(name), name).toContain('must be kebab-case, like trades-by-hour');
    expect(() => analyserTemplate(name)).toThrow('kebab-case');
  }
  expect(analyserNameFault('taken', ['taken'])).toBe('there is an analyser "taken" already; choose another name');
  expect(analyserNameFault('free', ['taken'])).toBeUndefined();
});
