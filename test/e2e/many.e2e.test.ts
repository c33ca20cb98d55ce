import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import type { ManyReport } from '../../src/report/many/types.ts';
import { harden } from '../program.ts';
import { registry } from './cosign.ts';
import { countingRegistry, labImages, tagLookups } from './counting-registry.ts';
import { buildReport } from './json.ts';

const run = promisify(execFile);
const go = await run('go', ['version']).then(
  () => true,
  () => false,
);

const GO = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n';
const SPEC = `version: 1
language: binary
with: {libc: none}
base: {distroless: static}
entrypoint: [/app/app]
`;
const says = (text: string) => `smoke: [{run: [/app/app], expect: {stdout: ${text}}}]\n`;

/** Two folders, of which one has two images, and one whose spec is wrong. */
async function workspace(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'harden-many-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const specs = {
    '.': 'version: 1\nworkspace: [services/*, shop]\n',
    'services/api': SPEC + says('hello'),
    'services/wrong': `${SPEC}polcy: {preset: strict}\n`,
    shop: `${SPEC}images:\n  tiny: {policy: {size: 1kB}}\n  web:\n    ${says('hello')}`,
  };
  await writeFile(join(root, 'go.mod'), 'module example.com/hello\n\ngo 1.21\n');
  await writeFile(join(root, 'main.go'), GO);
  const env = { ...process.env, CGO_ENABLED: '0' };
  await run('go', ['build', '-trimpath', '-ldflags=-s', '-o', 'app', '.'], { cwd: root, env });
  for (const [folder, spec] of Object.entries(specs)) {
    await mkdir(join(root, folder, 'dist'), { recursive: true });
    await writeFile(join(root, folder, 'hardening.yaml'), spec);
    await cp(join(root, 'app'), join(root, folder, 'dist/app'));
  }
  return root;
}

test.runIf(go)('many images are built in one run, and each as alone', async () => {
  const root = await workspace();
  const lab = (await labImages()).length > 0 ? await countingRegistry() : undefined;
  const env = lab && { env: { HARDEN_REGISTRY_MIRRORS: lab.mirrors } };
  const args = ['build', '--json', '--report', 'junit=all.xml', '--report', 'html={image}.html'];
  const { code, stdout, stderr } = await harden(args, { cwd: root, ...env });
  const { images, exitCode }: ManyReport = JSON.parse(stdout);
  // The worst: a spec that is wrong.
  expect({ code, exitCode }).toEqual({ code: 2, exitCode: 2 });
  expect(images.map((one) => [one.label, one.status, one.exitCode])).toEqual([
    ['services/api', 'passed', 0],
    ['services/wrong', 'failed', 2],
    ['shop:tiny', 'failed', 1],
    ['shop:web', 'passed', 0],
  ]);
  expect(stderr).toContain('services/wrong/hardening.yaml:6:1');
  const lookups = tagLookups(lab?.asked ?? []);
  expect(lookups).toEqual([...new Set(lookups)]);
  if (lab) expect(lookups.length).toBeGreaterThan(3);
  expect(await readFile(join(root, 'all.xml'), 'utf8')).toContain('name="shop:tiny policy"');
  expect(await readFile(join(root, 'shop-web.html'), 'utf8')).toContain('shop-web: passed');
  const digestOf = (label: string) =>
    images.find((one) => one.label === label)?.report?.image.digest;
  const alone = await buildReport(join(root, 'shop'), { args: ['--image', 'web'] });
  expect(alone.image.digest).toBe(digestOf('shop:web'));
  expect(alone.image.layout).toBe(join(root, 'shop/.harden/images/web/image'));
  const stored = await harden(['report', 'shop', '--image', 'tiny', '--json'], { cwd: root });
  expect(JSON.parse(stored.stdout).image.digest).toBe(digestOf('shop:tiny'));
});

test.runIf(go)('what passed is published, unless all or nothing is asked for', async () => {
  const root = await workspace();
  const address = await registry();
  const to = (name: string) => `publish: {to: ["${address}/${name}:1"]}`;
  const images = `images:\n  tiny: {policy: {size: 1kB}, ${to('tiny')}}\n  web: {${to('web')}}\n`;
  await writeFile(join(root, 'shop/hardening.yaml'), SPEC + images);
  const tagsOf = async (name: string) =>
    (await fetch(`http://${address}/v2/${name}/tags/list`)).ok ? 'there' : 'not there';
  const none = await harden(['build', 'shop', '--fail-fast', '--publish'], { cwd: root });
  expect(none.code).toBe(1);
  expect(await tagsOf('web')).toBe('not there');
  const some = await harden(['build', 'shop', '--publish'], { cwd: root });
  expect(some.code).toBe(1);
  expect(some.stdout).toContain(`${address}/web:1@sha256:`);
  expect(await Promise.all(['web', 'tiny'].map(tagsOf))).toEqual(['there', 'not there']);
});

test.runIf(go)('--fail-fast builds nothing more after one that did not pass', async () => {
  const root = await workspace();
  const args = ['build', 'shop', 'services/api', '--fail-fast', '--jobs', '1'];
  const { code, stdout, stderr } = await harden(args, { cwd: root });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^shop-tiny@sha256:[0-9a-f]{64}\n$/);
  expect(stderr).toContain('1 failed, 2 skipped in ');
});
