/**
 * Makes test/golden/measures/measures.json with Python's standard library, from the definitions in docs/measures.md. Run by hand, once;
 * it is no dependency of the product or of its tests.
 *
 *   node scripts/golden/measures.ts [python3]
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { goldenRuns } from './golden-runs.ts';

const GOLDEN = new URL('../../test/golden/measures/measures.json', import.meta.url);
const PROGRAM = readFileSync(new URL('measures.py', import.meta.url), 'utf8');

const [python = 'python3'] = process.argv.slice(2);
const { status, stdout, stderr } = spawnSync(python, ['-c', PROGRAM], { input: JSON.stringify(goldenRuns()), encoding: 'utf8' });
if (status !== 0) throw new Error(`${python} ended with ${status}: ${stderr}`);
writeFileSync(GOLDEN, `${stdout}\n`);
