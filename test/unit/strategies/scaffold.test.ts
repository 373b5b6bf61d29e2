import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateRegistry } from '../../../scripts/generate-registry.ts';
import { feesTemplate, feesTestTemplate, slippageTemplate, slippageTestTemplate } from '../../../shared/engine/costs/scaffold.ts';
import { indicatorTemplate, indicatorTestTemplate } from '../../../shared/indicators/scaffold.ts';
import { feedTemplate, feedTestTemplate } from '../../../shared/market/feed-scaffold.ts';
import { analyserTemplate, analyserTestTemplate } from '../../../shared/performance/analyser-scaffold.ts';
import {
  portfolioTemplate,
  portfolioTestTemplate,
  strategyNameFault,
  strategyTemplate,
  strategyTestTemplate,
} from '../../../shared/strategies/scaffold.ts';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
/** The sample strategy of the README, with its id. */
const sample = /```ts\n(?<text>(?:(?!```)[\s\S])*defineStrategy\(\{\n  id: '(?<id>[a-z-]+)'(?:(?!```)[\s\S])*)```/.exec(
  readFileSync(path.join(repository, 'README.md'), 'utf8'),
)?.groups as { text: string; id: string };
/** Its test: a rise with dips. */
const sampleTest = () => `import { expect, test } from 'vitest';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import { inferInstrument } from '../../../shared/market/instrument.ts';
import strategy from '../../../strategies/${sample.id}.ts';
import { barsOfCloses } from '../../support/random-bars.ts';

test('trades', () => {
  const bars = barsOfCloses(Array.from({ length: 600 }, (_, i) => 100 + 0.1 * i + 4 * Math.sin(i / 8)));
  const instrument = inferInstrument({ symbol: 'BTC/USDT', assetClass: 'crypto' });
  const options = { cash: 1000, sizing: { kind: 'all' }, commissionBps: 10, slippageBps: 0 } as const;
  const { trades } = runBacktest({ strategy, values: strategy.parse({}), bars, instrument, options });
  expect(trades.filter(({ exitTimeUs }) => exitTimeUs !== null).length).toBeGreaterThan(3);
});
`;
const bin = (name: string) => path.join(repository, 'node_modules/.bin', name);

/** What `skytape new` writes: folder, id, text and test. */
const SCAFFOLDS = [
  ['strategies', 'trend-sample', strategyTemplate, strategyTestTemplate],
  ['strategies', 'portfolio-sample', portfolioTemplate, portfolioTestTemplate],
  ['indicators', 'indicator-sample', indicatorTemplate, indicatorTestTemplate],
  ['costs', 'fees-sample', feesTemplate, feesTestTemplate],
  ['costs', 'slippage-sample', slippageTemplate, slippageTestTemplate],
  ['analysers', 'analyser-sample', analyserTemplate, analyserTestTemplate],
  ['feeds', 'feed-sample', feedTemplate, feedTestTemplate],
] as const;

describe('all that can be begun anew, and the sample of the README, in a copy of the house', () => {
  let house = '';

  beforeAll(() => {
    house = mkdtempSync(path.join(tmpdir(), 'skytape-scaffold-'));
    for (const [folder] of SCAFFOLDS)
      for (const own of [folder, path.join('test/unit', folder)]) mkdirSync(path.join(house, own), { recursive: true });
    for (const folder of ['engine', 'performance']) mkdirSync(path.join(house, 'test/unit', folder));
    for (const shared of [
      'shared',
      'node_modules',
      'test/support',
      'package.json',
      'test/unit/engine/world.ts',
      'test/unit/performance/facts.ts',
    ]) {
      symlinkSync(path.join(repository, shared), path.join(house, shared));
    }
    const { compilerOptions } = JSON.parse(readFileSync(path.join(repository, 'tsconfig.json'), 'utf8')) as { compilerOptions: object };
    writeFileSync(
      path.join(house, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, include: [...SCAFFOLDS.map(([folder]) => folder), 'test/unit'] }),
    );
    writeFileSync(path.join(house, 'vitest.config.ts'), "export default { test: { include: ['test/unit/**/*.test.ts'] } };\n");
    for (const [folder, id, text, ofTest] of SCAFFOLDS) {
      writeFileSync(path.join(house, folder, `${id}.ts`), text(id));
      writeFileSync(path.join(house, 'test/unit', folder, `${id}.test.ts`), ofTest(id));
    }
    writeFileSync(path.join(house, `strategies/${sample.id}.ts`), sample.text);
    writeFileSync(path.join(house, `test/unit/strategies/${sample.id}.test.ts`), sampleTest());
  });
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  const run = (command: string, args: string[]) => execFileSync(command, args, { cwd: house, encoding: 'utf8', stdio: 'pipe' });

  test('[SR-01] pass the strict type check', () => {
    expect(run(bin('tsc'), ['-p', '.', '--pretty', 'false'])).toBe('');
  });

  test('[SR-01] go into the registry as they are', async () => {
    expect(await generateRegistry(house)).toEqual([sample.id, 'portfolio-sample', 'trend-sample'].sort());
  });

  test('[SR-01] pass their tests, which run them', () => {
    expect(run(bin('vitest'), ['run', '--no-color', '--no-isolate'])).toMatch(/Tests\s+10 passed/);
  });
});

test('[SR-01] the scaffold and the sample of the README are about twenty lines', () => {
  expect(sample.text.trimEnd().split('\n').length).toBeLessThanOrEqual(24);
  expect(strategyTemplate('trend-sample').trimEnd().split('\n').length).toBeLessThanOrEqual(20);
});

test('[SR-01] a name that is not kebab-case is refused with what would be right', () => {
  for (const name of ['Trend', '1st', 'a_b', 'a--b', 'a-', '', '../etc', 'x'.repeat(61)]) {
    expect(strategyNameFault(name), name).toContain('must be kebab-case, like trend-pullback');
    expect(() => strategyTemplate(name)).toThrow('kebab-case');
  }
  expect(strategyNameFault('trend-pullback-2')).toBeUndefined();
});
