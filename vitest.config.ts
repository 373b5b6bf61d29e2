import { defineConfig } from 'vitest/config';

const globalSetup = ['test/setup/registry.ts'];
/** As every program of the product does. */
const setupFiles = ['scripts/sound-code.ts'];
/** A poll ends as soon as it sees what it waits for; how long that takes on a busy machine says nothing about the product. */
const slow = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  fileParallelism: false,
  globalSetup,
  setupFiles,
  expect: { poll: { timeout: 90_000 } },
};

/** `npm test` runs the fast suites; the end-to-end run on the embedded cloud and the browser have projects of their own. */
export default defineConfig({
  test: {
    // A worker a core: many tests wait for a command that they started.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'core',
          include: ['test/**/*.test.ts'],
          exclude: ['test/local/**', 'test/browser/**'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          globalSetup,
          setupFiles,
          expect: { poll: { timeout: 60_000 } },
        },
      },
      { test: { name: 'local', include: ['test/local/**/*.test.ts'], ...slow } },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], ...slow } },
    ],
    coverage: {
      provider: 'v8',
      include: ['shared/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90 },
    },
  },
});
