import { expect, test } from 'vitest';
import { harden } from '../program.ts';
import { buildReport } from './json.ts';
import { projectOf } from './temporary.ts';

const SPEC = `version: 1
language: node
entrypoint: [node, /app/server.js]
`;

const INTEGRITY =
  'sha512-FM9nNUYrRBAELZQT3xeZQ7fmMOBg6nWNmJKTcgsJeaLstP/UODVpGsr5OhXhhXg6f+qtJ8uiZ+PUxkDWcgIXLw==';

/** A project with a critical finding in a package that it needs in this way. */
function vulnerable(spec: string, kind: 'dependencies' | 'devDependencies') {
  const needs = { [kind]: { minimist: '1.2.5' } };
  const minimist = { version: '1.2.5', integrity: INTEGRITY };
  const packages = {
    '': { name: 'orders', version: '1.0.0', ...needs },
    'node_modules/minimist': kind === 'dependencies' ? minimist : { ...minimist, dev: true },
  };
  return projectOf({
    'server.js': 'console.log("ready");\n',
    'package.json': JSON.stringify({ name: 'orders', version: '1.0.0', ...needs }, null, 2),
    'package-lock.json': JSON.stringify({ name: 'orders', lockfileVersion: 3, packages }),
    'hardening.yaml': spec,
  });
}

test('a vulnerable lock file ends a build that would take another hour', async () => {
  const hour = 'build: {steps: [{run: [node, -e, "setTimeout(() => {}, 3600000)"]}]}\n';
  const run = await harden(['build', await vulnerable(SPEC + hour, 'dependencies')]);
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toMatch(/package\.json:\d+:\d+ {2}error {2}policy\/vulnerable-source/);
  const text = run.stderr.replace(/\s+/g, ' ');
  expect(text).toContain('minimist 1.2.5 goes into the image, and has CVE-2021-44906 (critical)');
  expect(text).toContain('upgrade minimist from 1.2.5 to 1.2.6 in');
});

test('where it is only told, the build goes on to a whole report', async () => {
  const spec = `${SPEC}scan: {lockFiles: late}\n`;
  const report = await buildReport(await vulnerable(spec, 'dependencies'), { code: 1 });
  expect(report.sources?.files).toEqual(['package-lock.json', 'package.json']);
  expect(report.sources?.findings).toMatchObject([
    { id: 'CVE-2021-44906', package: 'minimist', scanners: ['trivy', 'grype'] },
  ]);
  expect(report.findings).toMatchObject([{ id: 'CVE-2021-44906', package: 'minimist' }]);
});

test('a vulnerable tool that does not go into the image ends nothing', async () => {
  const report = await buildReport(await vulnerable(SPEC, 'devDependencies'));
  expect(report.findings).toEqual([]);
});
