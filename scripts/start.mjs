/** `npm start`: installs what is missing, then runs the whole platform on this machine. Arguments go to `local/main.ts`. */
import { join } from 'node:path';
import { COMPILE_CACHE, install, ROOT, refuseOldNode, runPinned } from './bootstrap.mjs';

refuseOldNode();
await install();
process.env.NODE_COMPILE_CACHE ??= COMPILE_CACHE;
process.exitCode = await runPinned([join(ROOT, 'local', 'main.ts'), ...process.argv.slice(2)]);
