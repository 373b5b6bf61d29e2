#!/usr/bin/env node
/** `npx skytape`: hands over to the pinned Node 24, which runs the TypeScript of `main.ts` as it is. Plain JavaScript for Node 20. */
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { COMPILE_CACHE, install, pinnedNode, refuseOldNode, runPinned } from '../scripts/bootstrap.mjs';

const main = new URL('./main.ts', import.meta.url);
refuseOldNode();
if (!pinnedNode()) await install();
process.env.NODE_COMPILE_CACHE ??= COMPILE_CACHE;
if (Number(process.versions.node.split('.')[0]) >= 24) {
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import(main.href);
} else process.exitCode = await runPinned([fileURLToPath(main), ...process.argv.slice(2)]);
