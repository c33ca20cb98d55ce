import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readInventory } from '../../src/inspect/inventory.ts';
import { readLayout } from '../../src/oci/layout.ts';
import { installedPackages } from '../../src/packages/installed.ts';
import type { RunReport } from '../../src/report/types.ts';
import { parseTrivy } from '../../src/scan/trivy.ts';
import type { UpdateReport } from '../../src/update/types.ts';
import { harden } from '../program.ts';
import {
  type Change,
  GREETING_ALONE,
  NEWER_WORDS,
  PACKAGES,
  project,
  REBUILT_WORDS,
  SPEC,
  specIn,
} from './apk-project.ts';
import { copyExample } from './copy.ts';
import { labImages } from './counting-registry.ts';
import { serveFolder } from './folder-server.ts';
import { engineGateway } from './host-server.ts';
import { buildReport, layersOf } from './json.ts';
import { type ApkPackage, makeApkKey, makeApkRepository } from './make-apk.ts';

const ALPINE = 'library/alpine:3.20';
const images = await labImages();
const gateway = engineGateway();

async function built(folder: string, change?: Change, args: string[] = []) {
  const report = await buildReport(await specIn(folder, change), { code: 4, args });
  expect(report.coverage.gaps).toEqual([expect.stringContaining('past its end of life')]);
  expect(report.verdict.violations).toEqual([]);
  return report;
}

/** The files of the finished image, and its package database. */
async function contentsOf({ image }: RunReport) {
  const texts = (path: string) =>
    /^(?:lib\/apk\/db\/installed|etc\/(?:apk\/world|shadow))$/.test(path);
  const inventory = await readInventory(await readLayout(image.layout), { texts });
  const files = new Map(inventory.files.map((file) => [file.path, file]));
  const text = (path: string) => inventory.texts.get(path)?.split('\n') ?? [];
  const installed = installedPackages(inventory.texts);
  const names = installed.map(({ name }) => name);
  return { files, text, installed, names, owned: installed.flatMap((one) => one.files) };
}

/** Gives the project's repository other packages from now on. */
async function publisher(folder: string): Promise<(packages: ApkPackage[]) => Promise<void>> {
  const key = await makeApkKey(folder, 'test@packages.example');
  return (packages) => makeApkRepository(join(folder, 'repository'), packages, key);
}

/** A locked project, and how its repository changes. */
async function lockedProject() {
  const folder = await specIn(await project());
  const publish = await publisher(folder);
  await publish(PACKAGES);
  const run = await harden(['lock', folder]);
  expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('2 apk packages') });
  const lock = () => readFile(join(folder, 'hardening.lock'), 'utf8');
  return { folder, publish, lock };
}

/** The packages of the repository with others in the place of those of the same name. */
function replacing(...others: ApkPackage[]): ApkPackage[] {
  const names = others.map(({ name }) => name);
  return [...PACKAGES.filter(({ name }) => !names.includes(name)), ...others];
}

/** What a build that has to fail says, in one line. */
async function refusal(args: string[]) {
  const run = await harden(args);
  return { code: run.code, text: run.stderr.replace(/\s+/g, ' ') };
}

/** The packages of the system that the scanner saw. */
async function seenIn({ reports }: RunReport): Promise<string[]> {
  const parsed = parseTrivy(await readFile(reports['trivy'] ?? '', 'utf8'), '');
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
  const own = parsed.value.packages.filter((one) => one.class === 'os');
  return own.map(({ name, version }) => `${name} ${version}`);
}

describe.skipIf(!images.includes(ALPINE))('apk packages on Alpine', () => {
  test('apk installs them on the base, and goes', async () => {
    const folder = await project();
    const scanned = await harden(['scan', `docker.io/${ALPINE}`, '--json']);
    const report = await built(folder);
    expect(report.image.layers.map(({ kind }) => kind)).toEqual(['base', 'runtime', 'app']);
    const own = JSON.parse(scanned.stdout) as RunReport;
    expect(layersOf(report, 'base')).toEqual(own.image.layers.map(({ digest }) => digest));
    expect(report.checks.filter(({ pass }) => !pass)).toEqual([]);

    const { files, text, names, owned } = await contentsOf(report);
    for (const path of ['sbin/apk', 'bin/busybox', 'bin/sh', 'bin/ls', 'lib/libz.so.1']) {
      expect(files.has(path)).toBe(false);
    }
    expect(names).toEqual(expect.arrayContaining(['greeting', 'greeting-words', 'musl']));
    for (const name of ['apk-tools', 'busybox', 'busybox-binsh', 'zlib', 'libcrypto3']) {
      expect(names).not.toContain(name);
    }
    expect(text('etc/apk/world')).toEqual(['alpine-baselayout', 'greeting', '']);
    expect(owned.filter((path) => !files.has(path))).toEqual([]);

    const seen = await seenIn(report);
    expect(seen).toEqual(expect.arrayContaining(['greeting 1.2-r0', 'greeting-words 0.9-r3']));
    expect(seen).toHaveLength(names.length);
    expect(report.coverage.packages.missing).toEqual([]);
  });

  test('files keep owner and mode, and scripts leave what they made, but no day and no device', async () => {
    const folder = await project();
    for (const base of [SPEC.base, '{alpine: "3.20", flatten: true}']) {
      const { files, text } = await contentsOf(await built(folder, { base }));
      expect(files.get('usr/share/greeting/hello.txt')).toMatchObject({ mode: 0o644, uid: 0 });
      expect(files.get('usr/share/greeting/current')).toMatchObject({ target: 'hello.txt' });
      const secret = { mode: 0o640, uid: 100, gid: 101 };
      expect(files.get('usr/share/greeting/secret')).toMatchObject(secret);
      expect(files.get('usr/share/greeting/made')).toMatchObject({ size: 0 });
      expect(files.get('etc/shadow')).toMatchObject({ mode: 0o640, gid: 42 });
      expect(text('etc/shadow').find((line) => line.startsWith('greet:'))).toMatch(/^greet:!::/);
      const strange = /^(?:dev|proc|run)\/|^etc\/(?:passwd-|shadow-|resolv\.conf)$|rsa\.pub$/;
      expect([...files.keys()].filter((path) => strange.test(path))).toEqual([]);
    }
  });

  test('keep names what stays, and an older file of a newer package goes', async () => {
    const folder = await project();
    const base = '{alpine: "3.20", keep: [apk]}';
    const report = await built(folder, { base, packages: '[greeting, squeeze]' });
    const { files, text, installed, names, owned } = await contentsOf(report);
    expect(files.has('sbin/apk')).toBe(true);
    expect(files.has('bin/sh')).toBe(false);
    expect(names).toEqual(expect.arrayContaining(['apk-tools', 'greeting-words', 'squeeze']));
    expect(names).not.toContain('busybox');
    const world = ['alpine-baselayout', 'alpine-keys', 'apk-tools', 'greeting', 'squeeze', ''];
    expect(text('etc/apk/world')).toEqual(world);
    const zlib = installed.filter(({ name }) => name === 'zlib');
    expect(zlib).toMatchObject([{ version: '9.0-r0' }]);
    const libraries = [...files.keys()].filter((path) => path.startsWith('lib/libz.'));
    expect(libraries).toEqual(['lib/libz.so.1', 'lib/libz.so.9.0']);
    expect(owned.filter((path) => !files.has(path))).toEqual([]);
    expect(report.coverage.packages.missing).toEqual([]);
    // What apk keeps of scripts has the time in it.
    const again = await built(folder, { base, packages: '[squeeze, greeting]' }, ['--no-cache']);
    expect(again.image.digest).toBe(report.image.digest);
  });

  test('the same packages give the same digest elsewhere, and newer ones another', async () => {
    const folder = await project();
    const report = await built(folder);
    const elsewhere = await copyExample('go-api');
    await cp(folder, elsewhere, { recursive: true });
    const again = await built(elsewhere);
    expect(again.image.digest).toBe(report.image.digest);
    const changed = PACKAGES.map((one) =>
      one.name === 'greeting-words' ? { ...one, version: '0.9-r4' } : one,
    );
    const key = await makeApkKey(elsewhere, 'test@packages.example');
    await makeApkRepository(join(elsewhere, 'repository'), changed, key);
    const fixed = await built(elsewhere);
    expect(fixed.image.digest).not.toBe(report.image.digest);
    expect((await contentsOf(fixed)).installed).toContainEqual(
      expect.objectContaining({ name: 'greeting-words', version: '0.9-r4' }),
    );
  });

  test('a locked build has what is locked as long as a repository has it', async () => {
    const { folder, publish, lock } = await lockedProject();
    const locked = await lock();
    expect(JSON.parse(locked).apk).toMatchObject([
      {
        base: `docker.io/${ALPINE}`,
        packages: [
          { name: 'greeting', version: '1.2-r0', checksum: expect.stringMatching(/^Q1.{27}=$/) },
          { name: 'greeting-words', version: '0.9-r3' },
        ],
      },
    ]);
    expect(await harden(['lock', '--check', folder])).toMatchObject({ code: 0 });
    const first = await built(folder, {}, ['--frozen']);
    expect((await contentsOf(first)).text('etc/apk/world')).toEqual([
      'alpine-baselayout',
      'greeting',
      '',
    ]);
    await publish([...PACKAGES, NEWER_WORDS]);
    for (const args of [['--frozen'], [], ['--frozen', '--no-cache']]) {
      expect((await built(folder, {}, args)).image.digest).toBe(first.image.digest);
    }
    expect(await lock()).toBe(locked);
    // Without the lock the build is the same but for the newer package.
    await rm(join(folder, 'hardening.lock'));
    const open = await built(folder);
    expect((await contentsOf(open)).installed).toContainEqual(
      expect.objectContaining({ name: 'greeting-words', version: '0.9-r4' }),
    );
    await publish(PACKAGES);
    expect((await built(folder)).image.digest).toBe(first.image.digest);
  });

  test('what is gone or another package now fails a locked build, until an update takes it', async () => {
    const { folder, publish, lock } = await lockedProject();
    const locked = await lock();
    const first = await built(folder, {}, ['--frozen']);
    const MOVED: [packages: ApkPackage[], says: string][] = [
      [replacing(NEWER_WORDS), 'greeting-words 0.9-r3 is locked, found 0.9-r4'],
      [replacing(REBUILT_WORDS), 'greeting-words 0.9-r3 is locked with the checksum Q1'],
      [replacing(GREETING_ALONE), 'greeting 1.2-r0 is locked, found 1.3-r0, and 1 more differs'],
    ];
    for (const [packages, says] of MOVED) {
      await publish(packages);
      for (const args of [['--frozen'], []]) {
        const { code, text } = await refusal(['build', folder, ...args]);
        expect({ code, text }).toEqual({ code: 7, text: expect.stringContaining(says) });
        expect(text).toContain('error lock/outdated');
        expect(text).toContain('harden update');
      }
    }

    const dry = await harden(['update', '--dry-run', '--json', folder]);
    expect({ code: dry.code, stderr: dry.stderr }).toMatchObject({ code: 0 });
    const report: UpdateReport = JSON.parse(dry.stdout);
    expect(report.apk).toEqual({
      added: [],
      removed: [{ name: 'greeting-words', version: '0.9-r3' }],
      changed: [{ name: 'greeting', from: '1.2-r0', to: '1.3-r0' }],
    });
    expect(report.notCompared).toContain('greeting 1.2-r0 is locked, found 1.3-r0');
    expect(await lock()).toBe(locked);

    await publish([...PACKAGES, NEWER_WORDS]);
    const shown = await harden(['update', folder]);
    expect(shown.stderr).toContain('apk       greeting-words 0.9-r3 -> 0.9-r4\n');
    expect(shown.stderr).toContain('base      greeting-words 0.9-r3 -> 0.9-r4\n');
    expect(await lock()).not.toBe(locked);
    const updated = await built(folder, {}, ['--frozen']);
    expect(updated.image.digest).not.toBe(first.image.digest);
    expect((await harden(['update', folder])).stderr).toContain('Nothing changed');

    // Another content under the same version is a change too.
    await publish(replacing({ ...REBUILT_WORDS, version: '0.9-r4', files: [] }));
    const anew = await harden(['update', folder]);
    expect(anew.stderr).toContain('apk       greeting-words 0.9-r4 was built anew\n');
    await built(folder, {}, ['--frozen']);
  });

  test.skipIf(!gateway)(
    'an index of this morning is good for a build, not for an update',
    async () => {
      const folder = await project();
      const publish = await publisher(folder);
      await publish(PACKAGES);
      const url = await serveFolder(join(folder, 'repository'), gateway ?? '');
      const change = { repositories: `["${url}"]` };
      const env = { NO_PROXY: gateway ?? '', no_proxy: gateway ?? '' };
      await specIn(folder, change);
      expect(await harden(['lock', folder], { env })).toMatchObject({ code: 0 });
      const frozen = (...args: string[]) =>
        buildReport(folder, { code: 4, env, args: ['--frozen', ...args] });
      const first = await frozen();
      await publish(replacing(NEWER_WORDS));
      expect((await frozen()).image.digest).toBe(first.image.digest);
      const anew = await harden(['build', folder, '--frozen', '--no-cache'], { env });
      expect(anew).toMatchObject({ code: 7, stderr: expect.stringContaining('lock/outdated') });
      const shown = await harden(['update', folder], { env });
      expect(shown.stderr).toContain('apk       greeting-words 0.9-r3 -> 0.9-r4\n');
      expect((await frozen()).image.digest).not.toBe(first.image.digest);
    },
  );

  test('another wish than that of the lock is noticed', async () => {
    const { folder } = await lockedProject();
    await specIn(folder, { packages: '[greeting, squeeze]' });
    const says = 'hardening.lock does not have';
    const checked = await refusal(['lock', '--check', folder]);
    expect(checked).toEqual({
      code: 7,
      text: expect.stringContaining(`${says} these apk packages for docker.io/${ALPINE}`),
    });
    const frozen = await refusal(['build', folder, '--frozen']);
    expect(frozen).toEqual({
      code: 7,
      text: expect.stringContaining(`${says} the apk packages for docker.io/${ALPINE}`),
    });
    await specIn(folder, { repositories: '[./repository, ./repository]' });
    expect((await harden(['update', folder])).stderr).toContain('asks for the same packages');
    expect(await harden(['lock', '--check', folder])).toMatchObject({ code: 0 });
    await specIn(folder, { packages: '[greeting, squeeze]' });
    // A package of the base that is newer with the wish is locked as well.
    expect(await harden(['lock', folder])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('4 apk packages'),
    });
    await buildReport(folder, { code: 4, args: ['--frozen'] });
  });

  const REFUSED: [what: string, change: Change, code: number, says: string[]][] = [
    [
      'a package that is nowhere',
      { packages: '[greeting, greetin]' },
      2,
      [':5:32  error  apk/unknown-package', '"greetin" is no package', 'did you mean greeting?'],
    ],
    [
      'a package that asks for one that is nowhere',
      { packages: '[puzzled]' },
      2,
      [':5:22  error  apk/unsatisfiable', 'puzzled-1.0-r0 needs greeting-piece'],
    ],
    [
      'a package that writes over the base',
      { packages: '[bold]' },
      3,
      [':5:22  error  apk/install-failed', 'bin/busybox'],
    ],
    [
      'a repository that is not signed, although another has the package',
      { repositories: '[./repository, ./unsigned]' },
      7,
      [':7:32  error  apk/bad-signature', './unsigned is not signed'],
    ],
    [
      'a repository signed by a stranger',
      { repositories: '[./foreign]' },
      7,
      [':7:18  error  apk/bad-signature', 'apk.keys'],
    ],
    [
      'a repository signed by a stranger under the name of a key',
      { repositories: '[./forged]' },
      7,
      [':7:18  error  apk/bad-signature', 'has a wrong signature'],
    ],
    [
      'a repository that does not answer, although another has the package',
      { repositories: '[./repository, "http://127.0.0.1:1/x"]' },
      6,
      [':7:32  error  apk/repository-unreachable', 'http://127.0.0.1:1/x could not be read'],
    ],
    [
      'a folder that is no repository',
      { repositories: '[./internal]' },
      2,
      [':7:18  error  spec/bad-value', 'there is no internal/x86_64/APKINDEX.tar.gz'],
    ],
    [
      'a key that is not there',
      { keys: '[./absent.rsa.pub]' },
      2,
      [':8:10  error  spec/bad-value', 'there is no ./absent.rsa.pub'],
    ],
  ];

  test('what cannot be installed is told at its line', async () => {
    const folder = await project();
    for (const [what, change, code, says] of REFUSED) {
      const run = await harden(['build', await specIn(folder, change)]);
      const text = run.stderr.replace(/\s*\n\s+/g, ' ');
      expect({ what, code: run.code, text }).toEqual({
        what,
        code,
        text: expect.stringContaining(says[0] ?? ''),
      });
      for (const part of says) expect(text).toContain(part);
    }
  });
});
