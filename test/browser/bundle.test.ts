import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildConsole } from '../../console/build.ts';
import { ROOT } from './fixtures/root.ts';

const KILOBYTE = 1024;

test('[UI-01] the scripts that the first page needs weigh less than 120 KB compressed, all of them less than 150, and none is inline', async () => {
  const folder = await buildConsole(ROOT);
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.js'));
  expect(files.length).toBeGreaterThan(0);
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const weigh = async (some: readonly string[]) => {
    const sizes = await Promise.all(some.map(async (file) => gzipSync(await readFile(join(folder, file)), { level: 9 }).length));
    return sizes.reduce((a, b) => a + b, 0);
  };
  expect(await weigh(files.filter((file) => html.includes(file)))).toBeLessThan(120 * KILOBYTE);
  expect(await weigh(files)).toBeLessThan(150 * KILOBYTE);
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=/);
});
