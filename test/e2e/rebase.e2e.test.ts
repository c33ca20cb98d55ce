import { generateKeyPairSync } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { UpdateReport } from '../../src/update/types.ts';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { countingRegistry, labImages } from './counting-registry.ts';
import { craneRegistry } from './crane.ts';
import { buildReport, layersOf } from './json.ts';
import { lockOlder } from './older-base.ts';
import { projectOf } from './temporary.ts';

const BASE = 'distroless/base-debian13:nonroot';
const OTHER = 'distroless/cc-debian13:nonroot';
const images = await labImages();
const inLab = images.includes(OTHER);

/** go-api with a base of its own. */
async function goApiOn(base: string): Promise<string> {
  const folder = await copyExample('go-api');
  const file = join(folder, 'hardening.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('base: debian', `base: ${base}`));
  return folder;
}

/** Two keys, each as files. */
async function keyPairs() {
  const folder = await projectOf({});
  const pair = async (name: string) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const files = { secret: join(folder, `${name}.key`), public: join(folder, `${name}.pub`) };
    await writeFile(files.secret, privateKey, { mode: 0o600 });
    await writeFile(files.public, publicKey);
    return files;
  };
  return [await pair('own'), await pair('other')] as const;
}

async function rebased(args: string[], env = {}, code = 0) {
  const run = await harden(['rebase', '--json', ...args], { env });
  expect({ code: run.code, stderr: run.code === code ? '' : run.stderr }).toMatchObject({ code });
  return JSON.parse(run.stdout);
}

test.runIf(inLab)(
  'onto a newer assembled base: only its layers change, fixed findings are told, a build gives the same',
  async () => {
    const folder = await goApiOn('{debian: trixie, packages: [base-files, libssl3t64]}');
    expect(await harden(['lock', folder])).toMatchObject({ code: 0 });
    await buildReport(folder);
    await lockOlder(folder, { libssl3t64: '3.5.1-1', libc6: '2.41-12' });
    const before = await buildReport(folder, { code: 1 });
    const lock = () => readFile(join(folder, 'hardening.lock'), 'utf8');
    const old = await lock();

    const dry = await harden(['update', folder, '--dry-run', '--measure', '--json']);
    const { measured, matters }: UpdateReport = JSON.parse(dry.stdout);
    expect({ by: measured?.by, problems: measured?.problems, matters }).toEqual({
      ...{ by: 'rebase', problems: [], matters: true },
    });
    expect(measured?.comparison.before.digest).toBe(before.image.digest);

    const page = join(folder, 'update.md');
    const { changed, from, kept, report, comparison, locked } = await rebased([
      ...[folder, '--report', `markdown=${page}`],
    ]);
    expect({ changed, from, locked }).toEqual({
      changed: true,
      from: before.image.digest,
      locked: true,
    });
    expect(kept).toEqual(layersOf(before, 'app'));
    expect(layersOf(report, 'app')).toEqual(layersOf(before, 'app'));
    expect(layersOf(report, 'base')).not.toEqual(layersOf(before, 'base'));
    expect(report.image.config).toEqual(before.image.config);
    expect(report.verdict.pass).toBe(true);
    expect(report.smoke).toMatchObject([{ pass: true }]);
    const fixed: string[] = comparison.findings.fixed.map(
      ({ finding }: { finding: { id: string } }) => finding.id,
    );
    expect(fixed).toEqual(expect.arrayContaining(['CVE-2025-9230', 'CVE-2026-0861']));
    expect(comparison.findings.new).toEqual([]);
    expect(comparison.sameDatabases).toBe(true);
    expect(measured?.comparison.after.digest).toBe(report.image.digest);
    expect(await readFile(page, 'utf8')).toMatch(/Findings fixed.*CVE-2025-9230/s);
    const stored = JSON.parse(await readFile(join(folder, '.harden', 'comparison.json'), 'utf8'));
    expect(stored).toEqual(comparison);
    const how = JSON.parse(await readFile(join(folder, '.harden', 'provenance.json'), 'utf8'));
    const { internalParameters, resolvedDependencies } = how.predicate.buildDefinition;
    expect(internalParameters.rebasedFrom).toBe(before.image.digest);
    const names = resolvedDependencies.map(({ name }: { name: string }) => name);
    expect(new Set(names)).toEqual(new Set(['base', 'database', 'scanner', 'toolchain']));

    expect(await lock()).not.toBe(old);
    const file = join(folder, '.harden', 'report.json');
    const written = (await stat(file)).mtimeMs;
    const again = await harden(['rebase', folder]);
    expect(again).toMatchObject({ code: 0, stdout: `go-api@${report.image.digest}\n` });
    expect(again.stderr).toContain('already: nothing was written');
    expect((await stat(file)).mtimeMs).toBe(written);

    const built = await buildReport(folder, { args: ['--frozen'] });
    expect(built.image.digest).toBe(report.image.digest);
    await writeFile(join(folder, 'hardening.lock'), old);
    expect((await rebased([folder, '--frozen'], {}, 1)).report.image.digest).toBe(
      before.image.digest,
    );
  },
);

test.runIf(inLab)(
  'a published image stands on a base that moved, and is published again',
  async () => {
    const folder = await goApiOn('{distroless: base-debian13}');
    const registry = await countingRegistry();
    const env = { HARDEN_REGISTRY_MIRRORS: registry.mirrors };
    const [own, other] = await keyPairs();
    const signed = ['--sign-key', own.secret];
    const before = await buildReport(folder, { env, args: signed });
    const ref = `${await craneRegistry()}/acme/go-api:1.0`;
    expect(await harden(['publish', folder, '--to', ref])).toMatchObject({ code: 0 });
    await rm(join(folder, '.harden'), { recursive: true });

    registry.move(BASE, OTHER);
    const onto = [ref, '--project', folder];
    const foreign = await harden(['rebase', ...onto, '--key', other.public], { env });
    expect(foreign).toMatchObject({ code: 7, stdout: '' });
    const args = [...onto, '--key', own.public, ...signed, '--to', ref];
    const { report, from } = await rebased(args, env);
    expect(from).toBe(before.image.digest);
    expect(layersOf(report, 'app')).toEqual(layersOf(before, 'app'));
    expect(report.image.base.digest).not.toBe(before.image.base.digest);
    expect((await buildReport(folder, { env })).image.digest).toBe(report.image.digest);

    const again = await rebased([...onto, '--key', own.public], env);
    expect(again).toMatchObject({ changed: false, image: { digest: report.image.digest } });
    const back = await rebased([...onto, '--base', before.image.base.digest], env);
    expect(back.report.image.digest).toBe(before.image.digest);

    const spec = join(folder, 'hardening.yaml');
    const text = await readFile(spec, 'utf8');
    await writeFile(
      spec,
      text.replace('language: go', 'language: go\nwith: {package: ./internal}'),
    );
    const unlike = await harden(['rebase', ...onto], { env });
    expect(unlike).toMatchObject({ code: 2, stdout: '' });
    expect(unlike.stderr).toContain('rebase/other-plan');
  },
);

/** It converts numbers as C does since glibc 2.38. */
const NEEDS_NEWER = `package main

// #cgo CFLAGS: -D_GNU_SOURCE
// #include <stdlib.h>
import "C"

func init() { C.strtol(C.CString("1"), nil, 10) }
`;

test('an app that needs a newer C library than the base has is refused, with library and version', async () => {
  const folder = await goApiOn('{debian: trixie}');
  const spec = join(folder, 'hardening.yaml');
  const text = (await readFile(spec, 'utf8')).replace(
    'language: go',
    'language: go\nwith: {cgo: true}',
  );
  await writeFile(spec, text);
  await writeFile(join(folder, 'number.go'), NEEDS_NEWER);
  const { image } = await buildReport(folder);
  await writeFile(spec, text.replace('trixie', 'bookworm'));
  const refused = await harden(['rebase', folder]);
  expect(refused).toMatchObject({ code: 3, stdout: '' });
  expect(refused.stderr).toContain(
    '/app/server needs GLIBC_2.38 of libc.so.6, and the base of Debian',
  );
  const stored = JSON.parse(await readFile(join(folder, '.harden', 'report.json'), 'utf8'));
  expect(stored.image.digest).toBe(image.digest);
});
