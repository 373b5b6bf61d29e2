import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateRegistry } from '../../scripts/generate-registry.ts';

/** Vitest runs this once before the tests of a project: the registry is not kept in git. */
export default async function setup(): Promise<void> {
  await generateRegistry(join(dirname(fileURLToPath(import.meta.url)), '..', '..'));
}
