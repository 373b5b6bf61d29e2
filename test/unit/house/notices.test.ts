import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noticesText } from '../../../scripts/write-notices.ts';
import { ROOT } from './modules.ts';

const text = noticesText(ROOT);

test('[OP-13] THIRD-PARTY-NOTICES names what package-lock.json ships today; `npm run notices` renews it', () => {
  expect(readFileSync(join(ROOT, 'THIRD-PARTY-NOTICES'), 'utf8')).toBe(text);
});

test('[OP-13] every package shipped is under a licence that asks for no more than attribution', () => {
  const listed = [...text.matchAll(/^(\S+ \d+\.\d+\.\d+\S*): (.+)$/gm)];
  expect(listed.length).toBeGreaterThan(20);
  const permissive = ['MIT', 'MIT-0', 'Apache-2.0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause'];
  for (const [, name, licence] of listed) expect([name, permissive.includes(licence ?? '')]).toEqual([name, true]);
});
