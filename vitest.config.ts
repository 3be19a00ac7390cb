import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    // Most tests wait for processes and servers: one worker a core less one, vitest's own choice, leaves both cores idle.
    maxWorkers: 3,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // What is waited for comes; vitest's own 1 s is short where four processes share two cores.
    expect: { poll: { timeout: 60_000 } },
  },
});
