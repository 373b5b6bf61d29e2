import { defineConfig } from 'vitest/config';

/** `npm test` runs the fast suites; the end-to-end run on the embedded cloud and the browser have projects of their own. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'core', include: ['test/**/*.test.ts'], exclude: ['test/local/**', 'test/browser/**'], testTimeout: 30_000 } },
      { test: { name: 'local', include: ['test/local/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false } },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false } },
    ],
  },
});
