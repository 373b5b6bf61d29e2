import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { commandsOf, copyOfRepository } from '../support/copy-of-repository.ts';
import { codeBlocks } from '../support/markdown.ts';

const GUIDES = new URL('../../docs/guides/', import.meta.url);
const guides = readdirSync(GUIDES).filter((file) => file.endsWith('.md'));

test.each(guides)('[SR-01] every shell command of docs/guides/%s runs as it is written', async (guide) => {
  const root = copyOfRepository();
  const cwd = join(root, 'reader');
  mkdirSync(cwd);
  const env = { ...process.env, PATH: `${commandsOf(root)}${delimiter}${process.env['PATH']}`, SKYTAPE_HOME: '' };
  const shell = codeBlocks(readFileSync(new URL(guide, GUIDES), 'utf8')).filter(({ language }) => language === 'sh');
  const lines = shell.flatMap(({ text }) => text.split('\n')).filter((line) => line !== '');
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) {
    const ended = await promisify(execFile)('/bin/sh', ['-c', line], { cwd, env }).then(
      () => 'ok',
      (error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}`,
    );
    expect([line, ended]).toEqual([line, 'ok']);
  }
});
