import { expect, test } from 'vitest';
import { plan } from '../../src/plan/plan.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { resolved, unwrap } from '../preset/project.ts';

const planned = (lines: string) => unwrap(plan(unwrap(resolved('python', lines))));

/** What is put on a base, by the base's own kind of package. */
function packagesOf(lines: string): string[] {
  const { base } = planned(lines);
  if (base.kind === 'scratch') return [];
  return base.kind === 'debian' ? base.packages : (base.packages?.names ?? []);
}

test('nothing is set up unless it is asked for', () => {
  expect(planned('')).not.toHaveProperty('settings');
});

test('a time zone is a variable, and a package where the base has no time zones', () => {
  const lines = 'runtime: {timezone: Europe/Berlin}';
  expect(planned(lines)).toMatchObject({
    settings: { timezone: { name: 'Europe/Berlin', origin: { line: 4, column: 21 } } },
    config: { Env: expect.arrayContaining(['TZ=Europe/Berlin']) },
  });
  expect(packagesOf(lines)).toContain('tzdata');
  expect(packagesOf(`base: distroless\n${lines}`)).toEqual([]);
  expect(renderPlan(planned(lines))).toContain(
    'in the time zone Europe/Berlin  (hardening.yaml:4)',
  );
});

test('on Alpine the line of the time zone is that of its package', () => {
  const lines = 'base: alpine\nruntime: {timezone: Europe/Berlin}';
  const { base } = unwrap(plan(unwrap(resolved('go', lines))));
  expect(base).toMatchObject({
    packages: { manager: 'apk', names: ['tzdata'], origins: { tzdata: { line: 5, column: 21 } } },
  });
});
