import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { strategyNameFault, strategyTemplate, strategyTestTemplate } from '../../../shared/strategies/scaffold.ts';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const bin = (name: string) => path.join(repository, 'node_modules/.bin', name);

describe('a scaffolded strategy in a copy of the house', () => {
  let house = '';

  beforeAll(() => {
    house = mkdtempSync(path.join(tmpdir(), 'skytape-scaffold-'));
    for (const folder of ['strategies', 'test/unit/strategies']) mkdirSync(path.join(house, folder), { recursive: true });
    for (const shared of ['shared', 'node_modules', 'test/support', 'package.json']) {
      symlinkSync(path.join(repository, shared), path.join(house, shared));
    }
    const { compilerOptions } = JSON.parse(readFileSync(path.join(repository, 'tsconfig.json'), 'utf8')) as { compilerOptions: object };
    writeFileSync(path.join(house, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['strategies', 'test/unit'] }));
    writeFileSync(path.join(house, 'vitest.config.ts'), "export default { test: { include: ['test/unit/**/*.test.ts'] } };\n");
    writeFileSync(path.join(house, 'strategies/trend-sample.ts'), strategyTemplate('trend-sample'));
    writeFileSync(path.join(house, 'test/unit/strategies/trend-sample.test.ts'), strategyTestTemplate('trend-sample'));
  });
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  const run = (command: string, args: string[]) => execFileSync(command, args, { cwd: house, encoding: 'utf8', stdio: 'pipe' });

  test('[SR-01] passes the strict type check', () => {
    expect(run(bin('tsc'), ['-p', '.', '--pretty', 'false'])).toBe('');
  });

  test('[SR-01] passes its own test, which backtests it', () => {
    expect(run(bin('vitest'), ['run', '--no-color'])).toMatch(/Tests\s+2 passed/);
  });
});

test('[SR-01] a scaffolded strategy is about twenty lines', () => {
  expect(strategyTemplate('trend-sample').trimEnd().split('\n').length).toBeLessThanOrEqual(20);
});

test('[SR-01] a name that is not kebab-case is refused with what would be right', () => {
  for (const name of ['Trend', '1st', 'a_b', 'a--b', 'a-', '', '../etc', 'x'.repeat(61)]) {
    expect(strategyNameFault(name), name).toContain('must be kebab-case, like trend-pullback');
    expect(() => strategyTemplate(name)).toThrow('kebab-case');
  }
  expect(strategyNameFault('trend-pullback-2')).toBeUndefined();
});
