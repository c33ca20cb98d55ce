import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readInventory } from '../../src/inspect/inventory.ts';
import { readLayout } from '../../src/oci/layout.ts';
import { installedPackages, isDatabaseFile } from '../../src/packages/installed.ts';
import type { SmokeTest } from '../../src/plan/types.ts';
import type { RunReport } from '../../src/report/types.ts';
import { selfSigned } from '../certificate.ts';
import { folderWith } from '../init/files.ts';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { labImages } from './counting-registry.ts';
import { buildReport } from './json.ts';
import { one, origin } from './smoke.ts';

const images = await labImages();
/** Of three makers: put together from packages, without a shell, and with what is taken out of it. */
const BASES = [
  { base: 'debian', program: '/usr/bin/python3', there: true },
  {
    base: 'distroless',
    program: '/usr/bin/python3',
    there: images.includes('distroless/python3-debian13:nonroot'),
  },
  {
    base: 'slim',
    program: '/usr/local/bin/python3',
    there: images.includes('library/python:3.13-slim'),
  },
].filter(({ there }) => there);

const REQUIREMENTS =
  'idna==3.20 --hash=sha256:ab7ae7122974553370f0bdb919e1a960b2cd1bc1ef0276416d896db81c14582c\n';

/** A program of Python with one small package: what is tested is what harden adds to it. */
async function pythonOn(base: string, runtime: string): Promise<string> {
  const lines = ['version: 1', 'language: python', 'entrypoint: [python3, main.py]'];
  const smoke = 'smoke:\n  - run: [python3, main.py]\n';
  return folderWith([
    ['requirements.txt', REQUIREMENTS],
    ['main.py', 'import idna\n'],
    ['hardening.yaml', `${lines.join('\n')}\nbase: ${base}\nruntime: ${runtime}\n${smoke}`],
  ]);
}

async function exampleOn(name: string, base: string, runtime: string): Promise<string> {
  const folder = await copyExample(name);
  const file = join(folder, 'hardening.yaml');
  const text = await readFile(file, 'utf8');
  const changed = text
    .replace(/^base: .*$/m, `base: ${base}`)
    .replace(/^runtime: .*$/m, `runtime: ${runtime}`);
  await writeFile(file, changed);
  return folder;
}

/** A client of the standard library against a server with this certificate. */
const handshake = ({ cert, key }: ReturnType<typeof selfSigned>) =>
  [
    'import os, socket, ssl, threading',
    "path = '/tmp/server.pem'",
    `open(path, 'w').write(${JSON.stringify(cert + key)})`,
    'context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)',
    'context.load_cert_chain(path)',
    "server = context.wrap_socket(socket.create_server(('127.0.0.1', 0)), server_side=True)",
    'threading.Thread(target=lambda: server.accept(), daemon=True).start()',
    'client = ssl.create_default_context()',
    'plain = socket.create_connection(server.getsockname())',
    "print(client.wrap_socket(plain, server_hostname='127.0.0.1').version(), len(client.get_ca_certs()) > 100)",
  ].join('\n');

async function built(folder: string): Promise<RunReport> {
  const report = await buildReport(folder);
  expect(report.coverage.packages.missing).toEqual([]);
  return report;
}

/** What a program of the image prints. */
async function printed(report: RunReport, program: string, code: string, text: string) {
  const run: SmokeTest = {
    kind: 'run',
    run: [program, '-c', code],
    exitCode: 0,
    stdout: text,
    timeout: 20,
    origin,
  };
  const writable = ['/tmp'];
  expect(await one(report.image.layout, [run], { writable })).toMatchObject({ pass: true });
}

test.each(BASES)('writable folders are their user’s on $base', async ({ base }) => {
  const report = await built(
    await pythonOn(base, '{writable: [/data, /var/lib/thumbs/cache, /app/src/out, /tmp]}'),
  );
  const { files } = await readInventory(await readLayout(report.image.layout));
  const ownerOf = (path: string) => files.find((file) => file.path === path)?.uid;
  expect(['data', 'var/lib/thumbs', 'var/lib/thumbs/cache', 'app/src', 'app/src/out'].map(ownerOf))
    // The user's own are those that were named, and not the folders above them.
    .toEqual([65532, 0, 65532, 0, 65532]);
  expect(files.find(({ path }) => path === 'tmp')).toMatchObject({ uid: 0, mode: 0o1777 });
});

const BERLIN = [
  'import time, zoneinfo',
  "print(time.strftime('%H:%M %Z', time.localtime(0)), zoneinfo.ZoneInfo('Europe/Berlin').key)",
].join('\n');

test.each(BASES)('a time zone is that of every program on $base', async ({ base, program }) => {
  const report = await built(await pythonOn(base, '{timezone: Europe/Berlin, writable: [/tmp]}'));
  await printed(report, program, BERLIN, '01:00 CET Europe/Berlin\n');
});

test('an old name of a zone is told with the new one, at its line', async () => {
  const folder = await pythonOn('debian', '{timezone: US/Eastern}');
  const { code, stderr } = await harden(['build', folder]);
  expect(code).toBe(3);
  expect(stderr).toContain('hardening.yaml:5:21  error  runtime/unknown-timezone');
  expect(stderr).toContain('write America/New_York');
});

test.each(BASES)('an authority of one’s own is trusted on $base', async ({ base, program }) => {
  const folder = await pythonOn(base, '{ca: ./company-ca.pem, writable: [/tmp]}');
  const pair = selfSigned();
  await writeFile(join(folder, 'company-ca.pem'), `Our own\n${pair.cert}`);
  await printed(await built(folder), program, handshake(pair), 'TLSv1.3 True\n');
});

const GERMAN = [
  'import locale',
  "locale.setlocale(locale.LC_ALL, '')",
  "words = ['Zug', '\u00c4pfel', 'Birne']",
  "print(*sorted(words, key=locale.strxfrm), locale.format_string('%.2f', 1234.5, grouping=True))",
].join('\n');

test.each(BASES)('a locale sorts and writes numbers on $base', async ({ base, program }) => {
  const report = await built(await pythonOn(base, '{locale: de_DE.UTF-8, writable: [/tmp]}'));
  await printed(report, program, GERMAN, '\u00c4pfel Birne Zug 1.234,50\n');
  const { texts } = await readInventory(await readLayout(report.image.layout), {
    texts: isDatabaseFile,
  });
  const owner = installedPackages(texts).find(({ name }) => name === 'locales-all');
  expect(owner?.files).toContain('usr/lib/locale/de_DE.utf8/LC_COLLATE');
  expect(owner?.files.every((path) => path.startsWith('usr/lib/locale/de_DE.utf8/'))).toBe(true);
});

test('the plain locale needs its data as well, and an unknown one is told with a near one', async () => {
  const report = await built(await pythonOn('debian', '{locale: C.UTF-8, writable: [/tmp]}'));
  const code = "import locale; print(locale.setlocale(locale.LC_ALL, ''))";
  await printed(report, '/usr/bin/python3', code, 'C.UTF-8');
  const { stderr } = await harden(['build', await pythonOn('debian', '{locale: de_DD.UTF-8}')]);
  expect(stderr).toContain('hardening.yaml:5:19  error  runtime/unknown-locale');
  expect(stderr).toContain('did you mean de_DE.UTF-8?');
});

/** Asks fontconfig, as Chromium, Pango and Java do, for a font without serifs. */
const MATCH = [
  'from ctypes import *',
  "fc = CDLL('libfontconfig.so.1')",
  'for f in (fc.FcInitLoadConfigAndFonts, fc.FcNameParse, fc.FcFontMatch): f.restype = c_void_p',
  'config = c_void_p(fc.FcInitLoadConfigAndFonts())',
  "pattern = c_void_p(fc.FcNameParse(b'sans-serif'))",
  'fc.FcConfigSubstitute(config, pattern, 0)',
  'fc.FcDefaultSubstitute(pattern)',
  'match, path = c_void_p(fc.FcFontMatch(config, pattern, byref(c_int()))), c_char_p()',
  "print(fc.FcPatternGetString(match, b'file', 0, byref(path)), path.value.decode())",
].join('\n');

test.each(BASES)('fonts are found on $base', async ({ base, program }) => {
  const words = '{fonts: true, packages: [libfontconfig1], writable: [/tmp]}';
  const report = await built(await pythonOn(base, words));
  await printed(report, program, MATCH, '0 /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf\n');
});

const HEALTH = '{ports: [8080], healthcheck: {http: :8080/healthz, interval: 10s}}';

test.each(['debian', 'distroless', 'slim', 'scratch'])(
  'the health check of a static program runs on %s, without a shell',
  async (base) => {
    const report = await built(await exampleOn('go-api', base, HEALTH));
    expect(report.smoke.at(-1)).toMatchObject({
      name: 'is healthy: /usr/local/bin/healthcheck 8080 /healthz',
      pass: true,
      evidence: expect.stringMatching(/^is healthy after \d+ ms: answered 200, as any user too$/),
    });
    const layout = await readLayout(report.image.layout);
    expect(layout.config.config?.Healthcheck).toMatchObject({ Interval: 10e9 });
    const { files } = await readInventory(layout);
    const probe = files.find(({ path }) => path === 'usr/local/bin/healthcheck');
    expect(probe).toMatchObject({ mode: 0o755, uid: 0, kind: 'runtime' });
    expect(probe?.size).toBeLessThan(4000);
  },
);

test('a program that is not healthy fails, and says what the check said', async () => {
  const words = '{ports: [8080], healthcheck: {http: /not/there}}';
  const { code, stderr } = await harden(['build', await exampleOn('go-api', 'debian', words)]);
  expect(code).toBe(8);
  expect(stderr).toMatch(/the image is not healthy after [\d.]+ s: answered 404/);
});

test('what is taken from packages is locked, and put on the base the same way each time', async () => {
  const words =
    '{locale: de_DE.UTF-8, fonts: true, timezone: Europe/Berlin, ca: ./company-ca.pem, writable: [/tmp]}';
  const folder = await pythonOn('distroless', words);
  await writeFile(join(folder, 'company-ca.pem'), selfSigned().cert);
  const file = join(folder, 'hardening.yaml');
  expect((await harden(['lock', folder])).code).toBe(0);
  expect(await readFile(join(folder, 'hardening.lock'), 'utf8')).toContain('locales-all');
  const frozen = await buildReport(folder, { args: ['--frozen'] });
  expect(frozen.verdict.pass).toBe(true);
  const again = await buildReport(folder, { args: ['--frozen'] });
  expect(again.image.digest).toBe(frozen.image.digest);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('locale: de_DE', 'healthcheck: {http: ":1/"}, locale: de_DE'));
  const { code, stderr } = await harden(['build', folder, '--frozen']);
  expect(code).toBe(7);
  expect(stderr).toContain('lock/outdated');
});
