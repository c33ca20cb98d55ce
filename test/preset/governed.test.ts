import { expect, test } from 'vitest';
import { governed } from '../../src/preset/governed.ts';
import { loadPreset } from '../../src/preset/load.ts';
import { loadSpec } from '../../src/spec/load.ts';
import { builtIn, unwrap } from './project.ts';

const RULES = `
fixed:
  base: distroless
  policy: {preset: balanced, vulnerabilities: {high: 1}, epss: 0.5, size: 80MB, signedBase: true, licenses: {deny: [SSPL-1.0]}}
  labels: {vendor: Acme}
allow: [runtime, smoke]
`;

function result(lines: string, rules = RULES) {
  const preset = unwrap(loadPreset(`${builtIn('go').text}${rules}`, 'acme/preset.yaml'));
  const spec = `version: 1\nlanguage: go\nentrypoint: [/app/server]\n${lines}\n`;
  return governed(unwrap(loadSpec(spec, 'hardening.yaml')), preset);
}

test('a project has what its organisation fixes', () => {
  const { spec } = unwrap(result('runtime: {ports: [8080], labels: {team: shop}}'));
  expect(spec).toMatchObject({
    base: 'distroless',
    runtime: { ports: [8080], labels: { team: 'shop', vendor: 'Acme' } },
    policy: { preset: 'balanced', vulnerabilities: { high: 1 }, size: '80MB' },
  });
});

test('a project may deny more licences', () => {
  const { spec } = unwrap(result('policy: {licenses: {deny: [AGPL-3.0-only]}}'));
  expect(spec.policy?.licenses).toEqual({ deny: ['SSPL-1.0', 'AGPL-3.0-only'] });
});

test('a preset without rules changes nothing', () => {
  const { spec } = unwrap(result('base: scratch', ''));
  expect(spec).toMatchObject({ base: 'scratch' });
  expect(spec.policy).toBeUndefined();
});

const STRICTER = [
  'policy: {preset: strict}',
  'policy: {vulnerabilities: {high: 0, critical: 0}, size: 40MB, packages: 3}',
  'policy: {kev: true, epss: 0.1, cvss: 9, grace: {high: 0d}, signedBase: true}',
  'base: distroless',
];

test.each(STRICTER)('%s is no looser', (lines) => {
  const { spec } = unwrap(result(lines));
  expect(spec.policy?.vulnerabilities).toHaveProperty('high');
});

const REFUSED: [lines: string, line: number, says: string][] = [
  ['base: scratch', 4, 'base is "scratch", and the preset go fixes "distroless"'],
  ['build: {env: {A: b}}', 4, 'does not leave build to its projects, only runtime, smoke'],
  ['runtime: {labels: {vendor: Other}}', 4, 'the label vendor is fixed'],
  ['policy: {preset: audit}', 4, 'policy.preset is looser'],
  ['policy: {vulnerabilities: {high: 2}}', 4, 'policy.vulnerabilities.high is looser'],
  ['policy: {vulnerabilities: {medium: 9}}', 4, 'policy.vulnerabilities.medium is looser'],
  ['policy: {vulnerabilities: {unfixed: ignore}}', 4, 'unfixed is looser'],
  ['policy: {kev: false}', 4, 'policy.kev is looser'],
  ['policy: {signedBase: false}', 4, 'policy.signedBase is looser'],
  ['policy: {epss: 0.9}', 4, 'policy.epss is looser'],
  ['policy: {grace: {high: 3d}}', 4, 'policy.grace.high is looser'],
  ['policy: {licenses: {allow: [SSPL-1.0]}}', 4, 'policy.licenses is looser'],
  ['policy: {size: 1GB}', 4, 'policy.size is looser'],
  [
    'policy:\n  ignore:\n    - {id: CVE-2026-1, until: "2026-12-31", reason: x, owner: me}',
    6,
    'policy.ignore is looser',
  ],
  [
    'policy:\n  accept:\n    - {check: no-shell, until: "2026-12-31", reason: x, owner: me}',
    6,
    'policy.accept is looser',
  ],
  ['policy: {vex: [a.openvex.json]}', 4, 'policy.vex is looser'],
];

test.each(REFUSED)('%s is refused at its line', (lines, line, says) => {
  expect(result(lines)).toMatchObject({
    ok: false,
    diagnostics: [
      {
        code: 'preset/not-allowed',
        message: expect.stringContaining(says),
        span: { line },
        hint: expect.stringMatching(/^remove /),
      },
    ],
  });
});

test('accepted findings are for projects only where the organisation allows them', () => {
  const lines = 'policy: {ignore: [{id: CVE-2026-1, until: "2026-12-31", reason: x, owner: me}]}';
  const rules = RULES.replace('[runtime', '[policy.ignore, runtime');
  expect(unwrap(result(lines, rules)).spec.policy?.ignore).toHaveLength(1);
});
