import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildConsole } from '../../console/build.ts';
import { ROOT } from './fixtures/root.ts';

const KILOBYTE = 1024;

test('[UI-01] all scripts of the console weigh less than 120 KB compressed, and none is inline', async () => {
  const folder = await buildConsole(ROOT);
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.js'));
  expect(files.length).toBeGreaterThan(0);
  const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(join(folder, file)), { level: 9 }).length));
  expect(sizes.reduce((a, b) => a + b)).toBeLessThan(120 * KILOBYTE);
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=/);
});
