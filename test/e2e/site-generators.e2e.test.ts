import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesOf, folderWith } from '../init/files.ts';
import { harden } from '../program.ts';
import { buildReport } from './json.ts';
import { served } from './serve.ts';

test('a site of VitePress: init, then build, and its pages are there and no other', async () => {
  const text = await readFile(join(import.meta.dirname, 'vitepress.project'), 'utf8');
  const folder = await folderWith(filesOf(text));
  expect((await harden(['init', folder, '--yes'])).code).toBe(0);
  const archive = join(folder, '.harden', 'image.tar');
  const report = await buildReport(folder, { args: ['--output', archive] });
  expect(report.verdict.pass).toBe(true);
  expect(report.coverage.packages.missing).toEqual([]);
  await served(archive, 8080, async (url) => {
    expect(await (await fetch(`${url}/on-call.html`)).text()).toContain('Breathe, then read');
    expect((await fetch(`${url}/not-there`)).status).toBe(404);
    const script = /\/assets\/app\.[^"]+\.js/.exec(await (await fetch(url)).text())?.[0];
    const { headers } = await fetch(`${url}${script}`);
    expect(headers.get('cache-control')).toContain('immutable');
  });
});
