import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { codeVersion } from '../../../scripts/code-version.ts';
import { emptyFolder } from '../../support/command-line.ts';

test('[BT-01] [SR-02] the version of the code is another one once a file changes that decides the numbers of a run, and only then', () => {
  const root = emptyFolder();
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('package.json', '{"version":"1.2.3"}');
  write('package-lock.json', '{}');
  write('shared/engine/loop.ts', 'one');
  write('strategies/own.ts', 'one');
  const first = codeVersion(root);
  expect(first).toMatch(/^1\.2\.3\+[0-9a-f]{12}$/);
  write('strategies/own.ts', 'two');
  const second = codeVersion(root);
  expect(second).not.toBe(first);
  const seen = new Set([first, second]);
  for (const path of ['shared/engine/loop.ts', 'indicators/own.ts', 'costs/own.ts', 'analysers/own.ts', 'package-lock.json']) {
    write(path, 'new');
    expect(seen).not.toContain(codeVersion(root));
    seen.add(codeVersion(root));
  }
  write('strategies/registry.generated.ts', 'new');
  write('docs/own.ts', 'new');
  expect([...seen].at(-1)).toBe(codeVersion(root));
  write('strategies/own.ts', 'one');
  expect(seen).not.toContain(codeVersion(root));
});
