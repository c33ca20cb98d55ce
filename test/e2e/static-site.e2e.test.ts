import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../program.ts';
import { copyExample } from './copy.ts';
import { labImages } from './counting-registry.ts';
import { buildReport, layersOf } from './json.ts';
import { served } from './serve.ts';
import { trivyByHand, trivyIsInstalled } from './trivy.ts';

const EXAMPLE = 'examples/static-site';
const inLab = (await labImages()).includes('library/node:24');

/** Without the decompression that fetch does. */
function ask(url: string, accept = ''): Promise<{ status: number; headers: NodeJS.Dict<unknown> }> {
  return new Promise((done, fail) => {
    request(url, { headers: accept ? { 'accept-encoding': accept } : {} }, (response) => {
      response.resume();
      done({ status: response.statusCode ?? 0, headers: response.headers });
    })
      .on('error', fail)
      .end();
  });
}

test.runIf(inLab).each(['static-site', 'static-docs'])(
  '%s, built by Vite, passes',
  async (name) => {
    const report = await buildReport(`examples/${name}`);
    expect(report.verdict.pass).toBe(true);
    expect(report.coverage.packages.missing).toEqual([]);
    expect(report.smoke.length).toBeGreaterThan(1);
    expect(report.smoke.filter(({ pass }) => !pass)).toEqual([]);
    expect(report.image.size.uncompressed).toBeLessThan(20_000_000);
  },
);

test.runIf(inLab && trivyIsInstalled)('scanners see the server and what is bundled', async () => {
  const results = await trivyByHand(await buildReport(EXAMPLE));
  const names = results.flatMap(({ Packages = [] }) => Packages.map(({ Name }) => Name));
  expect(names).toEqual(expect.arrayContaining(['lighttpd', 'preact', 'preact-iso']));
  expect(names).not.toContain('vite');
  expect(names).not.toContain('nodejs');
});

test.runIf(inLab)('a changed page leaves the layer of the packages as it is', async () => {
  const folder = await copyExample('static-site');
  await appendFile(join(folder, 'src/style.css'), 'h1 { margin: 0; }\n');
  const changed = await buildReport(folder);
  const before = await buildReport(EXAMPLE);
  expect(layersOf(changed, 'dependencies')).toEqual(layersOf(before, 'dependencies'));
  expect(layersOf(changed, 'app')).not.toEqual(layersOf(before, 'app'));
});

test.runIf(inLab)('files are compressed, cached and typed as browsers want them', async () => {
  const archive = join(ROOT, EXAMPLE, '.harden', 'image.tar');
  await buildReport(EXAMPLE, { args: ['--output', archive] });
  await served(archive, 8080, async (url) => {
    const page = await (await fetch(url)).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? '';
    const plain = await ask(url + script);
    expect(plain.headers['content-encoding']).toBeUndefined();
    for (const encoding of ['br', 'gzip']) {
      const { headers } = await ask(url + script, `deflate, ${encoding};q=0.5`);
      expect(headers['content-encoding']).toBe(encoding);
      expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
      expect(headers['cache-control']).toContain('immutable');
      expect(headers['vary']).toBe('Accept-Encoding');
    }
    const routed = await ask(`${url}/about?from=mail`, 'gzip');
    expect(routed).toMatchObject({ status: 200, headers: { 'content-encoding': 'gzip' } });
    // Every file of an image has the same date, so nothing may be asked for by date.
    expect(routed.headers).toMatchObject({ 'cache-control': 'no-cache' });
    expect(routed.headers).not.toHaveProperty('last-modified');
    expect(routed.headers).not.toHaveProperty('etag');
    expect(routed.headers).not.toHaveProperty('server');
    expect(routed.headers).toMatchObject({
      'content-security-policy': expect.stringContaining("object-src 'none'"),
      'x-content-type-options': 'nosniff',
    });
    expect((await ask(`${url}/assets/gone.js`, 'br')).status).toBe(404);
    expect((await ask(`${url}/icon.svg`, 'gzip;q=0')).headers['content-encoding']).toBeUndefined();
  });
});

test.runIf(inLab)(
  'folders with a page of their own keep it, and without a router all else is missing',
  async () => {
    const folder = await copyExample('static-site');
    await mkdir(join(folder, 'public/docs'));
    await writeFile(join(folder, 'public/docs/index.html'), '<h1>Docs</h1>\n');
    await writeFile(join(folder, 'public/LICENSE'), 'Apache-2.0\n');
    const archive = join(folder, 'image.tar');
    const texts = (url: string) =>
      Promise.all(
        ['/docs/', '/docs', '/LICENSE', '/else'].map(async (path) =>
          (await fetch(url + path)).text(),
        ),
      );
    await buildReport(folder, { args: ['--output', archive] });
    const [page, redirected, license, other] = await served(archive, 8080, texts);
    expect([page, redirected]).toEqual(['<h1>Docs</h1>\n', '<h1>Docs</h1>\n']);
    expect(license).toBe('Apache-2.0\n');
    expect(other).toContain('id="app"');

    const spec = join(folder, 'hardening.yaml');
    const text = (await readFile(spec, 'utf8')).replace(/^ +- http: \{path: \/about\}\n/m, '');
    await writeFile(spec, `${text}with: {spa: false}\n`);
    const strict = join(folder, 'strict.tar');
    await buildReport(folder, { args: ['--output', strict] });
    expect(await served(strict, 8080, async (url) => (await ask(`${url}/else`)).status)).toBe(404);
  },
);
