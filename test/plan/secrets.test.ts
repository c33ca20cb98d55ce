import { expect, test } from 'vitest';
import { plan } from '../../src/plan/plan.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { resolved, unwrap } from '../preset/project.ts';

const LINES = `build:
  env: {GOPRIVATE: git.example.com}
  secrets:
    - {env: TEAM_TOKEN, as: TOKEN}
  steps:
    - run: [go, build, .]
      env: {GOPRIVATE: other.example.com}
      secrets:
        - {file: ./secrets/netrc, to: /root/.netrc}
        - {file: ~/.netrc, to: /root/.netrc2}
`;

const stages = unwrap(plan(unwrap(resolved('go', LINES)))).stages;

test('steps of the preset and of the spec have what the build names for all', () => {
  const [dependencies, build] = stages;
  expect(dependencies?.steps[0]?.env['GOPRIVATE']).toBe('git.example.com');
  expect(dependencies?.steps[0]?.secrets).toMatchObject([
    { from: { env: 'TEAM_TOKEN' }, to: { env: 'TOKEN' }, origin: { line: 7 } },
  ]);
  expect(build?.steps[0]?.env['GOPRIVATE']).toBe('other.example.com');
  expect(build?.steps[0]?.secrets).toMatchObject([
    { to: { env: 'TOKEN' } },
    { from: { file: './secrets/netrc' }, to: { path: '/root/.netrc' }, origin: { line: 12 } },
    { from: { file: '~/.netrc' } },
  ]);
});

test('the plan for people names them', () => {
  expect(renderPlan(unwrap(plan(unwrap(resolved('go', LINES)))))).toContain(
    'secrets TOKEN /root/.netrc /root/.netrc2',
  );
});

test('a file that holds a secret is not uploaded with the source', () => {
  for (const { files } of stages) {
    expect(files.exclude.at(-1)).toBe('secrets/netrc');
    expect(files.exclude.join()).not.toContain('~');
  }
});
