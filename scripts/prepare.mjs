/** npm runs this at the end of every install: it puts `skytape` where `npx` looks first. */
import { chmodSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bootstrap.mjs';

const bin = join(ROOT, 'node_modules', '.bin');
if (existsSync(bin)) {
  const link = join(bin, 'skytape');
  rmSync(link, { force: true });
  symlinkSync('../../cli/skytape.mjs', link);
  chmodSync(join(ROOT, 'cli', 'skytape.mjs'), 0o755);
}
