import { expect, test } from 'vitest';
import { error, HardenError } from '../../src/diagnostics/diagnostic.ts';
import type { CompiledTarget } from '../../src/many/compile-targets.ts';
import { failedRun, judgedRun, skippedRun } from '../../src/many/image-run.ts';
import { runNamed } from '../report/runs.ts';

const target: CompiledTarget = {
  label: 'shop:api',
  path: 'shop',
  image: 'api',
  result: { ok: false, diagnostics: [], sources: new Map() },
};

const blind = error('scan/blind', 'a package was not seen', { hint: 'look' });
const smoke = error('smoke/failed', 'it exited with 1', { hint: 'look' });

test.each([
  ['pass', [], 'passed', 0],
  ['fail-fixable', [], 'failed', 1],
  ['coverage-gap', [blind], 'failed', 4],
  ['fail-fixable', [smoke], 'failed', 8],
] as const)(
  '%s with %j is %s with %i, as its own build would end',
  (name, found, status, exitCode) => {
    const report = { ...runNamed(name), diagnostics: [...found] };
    expect(judgedRun(target, report, 5)).toMatchObject({ status, exitCode, milliseconds: 5 });
  },
);

test('what was thrown says how it ended; what harden should not do is a bug', () => {
  const step = new HardenError(error('build/step-failed', 'go build exited with 1'));
  expect(failedRun(target, step, 5)).toMatchObject({ status: 'failed', exitCode: 3 });
  const bug = failedRun(target, new TypeError('no such thing'), 5);
  expect(bug).toMatchObject({ exitCode: 70, diagnostics: [{ code: 'internal/bug' }] });
});

test('an image that was not built is no pass', () => {
  expect(skippedRun(target)).toMatchObject({ status: 'skipped', label: 'shop:api', image: 'api' });
});
