import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';

/** How a bundle for Node is made: one ES module, small, the same bytes for the same sources. */
export const ES_MODULE = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  // CommonJS packages inside an ES module still call `require` for Node's own modules.
  banner: { js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);" },
  // Runs before anything else in every bundle.
  inject: [fileURLToPath(new URL('./sound-code.ts', import.meta.url))],
  logLevel: 'silent',
} as const satisfies BuildOptions;
