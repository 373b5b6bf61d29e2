#!/usr/bin/env node
/** `npx skytape`: hands over to the pinned Node 24, which runs the TypeScript of `main.ts` as it is. Plain JavaScript for Node 20. */
import { fileURLToPath } from 'node:url';
import { install, pinnedNode, refuseOldNode, runPinned } from '../scripts/bootstrap.mjs';

const main = new URL('./main.ts', import.meta.url);
refuseOldNode();
if (!pinnedNode()) await install();
if (Number(process.versions.node.split('.')[0]) >= 24) await import(main.href);
else process.exitCode = await runPinned([fileURLToPath(main), ...process.argv.slice(2)]);
