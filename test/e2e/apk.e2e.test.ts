import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readInventory } from '../../src/inspect/inventory.ts';
import { readLayout } from '../../src/oci/layout.ts';
import { installedPackages } from '../../src/packages/installed.ts';
import type { RunReport } from '../../src/report/types.ts';
import { parseTrivy } from '../../src/scan/trivy.ts';
import { harden } from '../program.ts';
import { type Change, PACKAGES, project, SPEC, specIn } from './apk-project.ts';
import { copyExample } from './copy.ts';
import { labImages } from './counting-registry.ts';
import { buildReport, layersOf } from './json.ts';
import { makeApkKey, makeApkRepository } from './make-apk.ts';

const ALPINE = 'library/alpine:3.20';
const images = await labImages();

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

/** The packages of the system that the scanner saw. */
async function seenIn({ reports }: RunReport): Promise<string[]> {
  const parsed = parseTrivy(await readFile(reports['trivy'] ?? '', 'utf8'));
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
