/** `npm start`: installs what is missing, then runs the whole platform on this machine. Arguments go to `local/main.ts`. */
import { join } from 'node:path';
import { install, ROOT, refuseOldNode, runPinned } from './bootstrap.mjs';

refuseOldNode();
await install();
process.exitCode = await runPinned([join(ROOT, 'local', 'main.ts'), ...process.argv.slice(2)]);
