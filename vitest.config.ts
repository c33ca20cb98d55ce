import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** By itself vitest leaves one free, which is half of two. */
const ALL = availableParallelism();

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/cli/**', 'test/e2e/**'],
          // What hangs still ends; what is slow on a busy machine is no failure.
          testTimeout: 60_000,
          maxWorkers: ALL,
        },
      },
      {
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          testTimeout: 30_000,
          maxWorkers: ALL,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/engine.setup.ts'],
          // Copies of one project in many folders share what they download.
          env: { HARDEN_CACHE_SCOPE: 'tests' },
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // A build keeps the engine, the scanners and harden busy: two processors for each.
          maxWorkers: Math.max(1, ALL >> 1),
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
