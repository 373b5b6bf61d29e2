/** npm runs this at the end of every install: it puts `skytape` where `npx` looks first. */
import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bootstrap.mjs';

const bin = join(ROOT, 'node_modules', '.bin');
if (existsSync(bin)) {
  const link = join(bin, 'skytape');
  rmSync(link, { force: true });
  if (process.platform === 'win32') writeFileSync(`${link}.cmd`, '@node "%~dp0\\..\\..\\cli\\skytape.mjs" %*\r\n');
  else {
    symlinkSync('../../cli/skytape.mjs', link);
    chmodSync(join(ROOT, 'cli', 'skytape.mjs'), 0o755);
  }
}
