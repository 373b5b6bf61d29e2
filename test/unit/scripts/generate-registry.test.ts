import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generateRegistry, RegistryError } from '../../../scripts/generate-registry.ts';
import { STRATEGIES } from '../../../strategies/registry.generated.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'skytape-registry-'));
  mkdirSync(path.join(root, 'strategies'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const put = (file: string, text: string) => writeFileSync(path.join(root, 'strategies', file), text);
const strategy = (id: string) => `export default { id: '${id}', parse: () => ({}), onBar() {} };\n`;
const registry = () => path.join(root, 'strategies/registry.generated.ts');

test('[SR-01] every strategy file and no other goes into the registry, sorted', async () => {
  put('zebra.ts', strategy('zebra'));
  put('ape.ts', strategy('ape'));
  put('ape.test.ts', 'throw new Error("not to be loaded");');
  put('notes.md', '# notes');
  expect(await generateRegistry(root)).toEqual(['ape', 'zebra']);
  const text = readFileSync(registry(), 'utf8');
  expect(text.match(/import \w+ from .*/g)).toEqual(["import s0 from './ape.ts';", "import s1 from './zebra.ts';"]);
  expect(text).toContain('STRATEGIES: readonly AnyStrategy[] = [s0, s1];');
});

test('[SR-01] an unchanged registry is not written again', async () => {
  put('ape.ts', strategy('ape'));
  await generateRegistry(root);
  const before = statSync(registry(), { bigint: true });
  await generateRegistry(root);
  const after = statSync(registry(), { bigint: true });
  expect([after.mtimeNs, after.ino]).toEqual([before.mtimeNs, before.ino]);
});

test.each([
  ['ape.ts', strategy('monkey'), 'strategies/ape.ts: its id is "monkey", but must equal the file name'],
  ['Ape_1.ts', strategy('Ape_1'), 'strategies/Ape_1.ts: the file name must be kebab-case'],
  ['ape.ts', 'export const ape = 1;', 'strategies/ape.ts: its default export is not a strategy'],
  ['ape.ts', 'export default { id: "ape" };', 'strategies/ape.ts: its default export is not a strategy'],
  ['ape.ts', 'throw new Error("out of bananas");', 'strategies/ape.ts: cannot be loaded: out of bananas'],
])('[SR-01] a bad %s stops the registry with a line that names it: %s', async (file, text, message) => {
  put(file, text);
  const fault = await generateRegistry(root).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(RegistryError);
  expect((fault as Error).message).toContain(message);
});

test('[SR-01] the house has its six strategies, each with a description and defaults that its own check accepts', () => {
  const ids = STRATEGIES.map(({ id }) => id);
  expect(ids).toEqual([...ids].sort());
  expect(ids).toEqual(
    expect.arrayContaining(['bollinger-reversion', 'buy-and-hold', 'donchian-breakout', 'momentum', 'rsi-reversion', 'sma-cross']),
  );
  for (const one of STRATEGIES) {
    expect(one.about.length, one.id).toBeGreaterThan(20);
    expect(() => one.parse({}), one.id).not.toThrow();
  }
});
