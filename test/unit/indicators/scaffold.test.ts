import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateRegistry, RegistryError } from '../../../scripts/generate-registry.ts';
import { INDICATORS } from '../../../shared/indicators/catalogue.ts';
import { indicatorNameFault, indicatorTemplate, indicatorTestTemplate } from '../../../shared/indicators/scaffold.ts';

const repository = path.resolve(import.meta.dirname, '../../..');
const bin = (name: string) => path.join(repository, 'node_modules/.bin', name);

describe('a scaffolded indicator in a copy of the house', () => {
  let house = '';

  beforeAll(() => {
    house = mkdtempSync(path.join(tmpdir(), 'skytape-indicator-'));
    for (const folder of ['indicators', 'test/unit/indicators']) mkdirSync(path.join(house, folder), { recursive: true });
    for (const shared of ['shared', 'node_modules', 'test/support', 'package.json'])
      symlinkSync(path.join(repository, shared), path.join(house, shared));
    const { compilerOptions } = JSON.parse(readFileSync(path.join(repository, 'tsconfig.json'), 'utf8')) as { compilerOptions: object };
    writeFileSync(path.join(house, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['indicators', 'test/unit'] }));
    writeFileSync(path.join(house, 'vitest.config.ts'), "export default { test: { include: ['test/unit/**/*.test.ts'] } };\n");
    writeFileSync(path.join(house, 'indicators/sample-distance.ts'), indicatorTemplate('sample-distance'));
    writeFileSync(path.join(house, 'test/unit/indicators/sample-distance.test.ts'), indicatorTestTemplate('sample-distance'));
  });
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  const run = (command: string, args: string[]) => execFileSync(command, args, { cwd: house, encoding: 'utf8', stdio: 'pipe' });

  test('[IN-03] goes into the registry, which passes the strict type check', async () => {
    await generateRegistry(house);
    expect(readFileSync(path.join(house, 'indicators/registry.generated.ts'), 'utf8')).toContain("import s0 from './sample-distance.ts';");
    expect(run(bin('tsc'), ['-p', '.', '--pretty', 'false'])).toBe('');
  });

  test('[IN-03] passes its test, which holds it to the contract', () => {
    expect(run(bin('vitest'), ['run', '--no-color'])).toMatch(/Tests\s+2 passed/);
  });

  test('[IN-03] a file of the folder that is no indicator stops the registry with a line that says what would be right', async () => {
    writeFileSync(path.join(house, 'indicators/bad.ts'), 'export default { id: "bad" };\n');
    const fault = await generateRegistry(house).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(RegistryError);
    expect((fault as Error).message).toBe(
      'indicators/bad.ts: its default export is not an indicator; write "export default defineIndicator({ ... })"',
    );
  });
});

test('[IN-03] a name that is not kebab-case or taken is refused with what would be right', () => {
  for (const name of ['Distance', '1st', 'a_b', 'a--b', 'a-', '', '../etc', 'x'.repeat(61)]) {
    expect(indicatorNameFault(name), name).toContain('must be kebab-case, like range-position');
    expect(() => indicatorTemplate(name)).toThrow('kebab-case');
  }
  const taken = INDICATORS.map(({ definition }) => definition.id);
  expect(indicatorNameFault('rsi', taken)).toBe('there is an indicator "rsi" already; choose another name');
  expect(indicatorNameFault('my-rsi', taken)).toBeUndefined();
});
