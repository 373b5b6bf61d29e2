/** `npm test` and its sisters: installs what is missing, then runs vitest with the given arguments. */
import { join } from 'node:path';
import { install, ROOT, refuseOldNode, runPinned } from './bootstrap.mjs';

refuseOldNode();
await install();
process.chdir(ROOT);
process.exitCode = await runPinned([join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)]);
