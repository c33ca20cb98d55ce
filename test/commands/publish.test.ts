import { expect, test } from 'vitest';
import { allowedAge } from '../../src/commands/publish.ts';

test('what a build just made may be an hour old, and what it took again as old as it is besides', () => {
  const now = new Date('2026-06-15T12:00:00Z');
  expect(allowedAge({}, now)).toBe(1);
  expect(allowedAge({ unchanged: { since: '2026-06-13T12:00:00Z' } }, now)).toBe(49);
});
