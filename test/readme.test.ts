import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMANDS } from '../src/commands/table.ts';
import { EXIT } from '../src/diagnostics/exit-codes.ts';
import { loadSpec } from '../src/spec/load.ts';
import { ROOT } from './program.ts';
import { codeBlocks } from './readme.ts';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

test('the spec of the README is valid', () => {
  const [spec = ''] = codeBlocks(readme, 'yaml');
  const loaded = loadSpec(spec, 'README.md');
  expect(loaded.ok ? [] : loaded.diagnostics).toEqual([]);
});

test('the README names every command and no other', () => {
  const named = [...readme.matchAll(/^\| `harden (\w+)/gm)].map(([, name]) => name);
  const known = COMMANDS.map(({ usage }) => usage.split(' ')[0]);
  expect(new Set(named)).toEqual(new Set(known));
});

test('the README explains every exit code that can happen', () => {
  const rows = [...readme.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, codes = '']) =>
    codes.split(',').map(Number),
  );
  expect(new Set(rows)).toEqual(new Set(Object.values(EXIT)));
});

const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).filter(isPage).map(inDocs)];

test.each(PAGES)('links of %s lead to files, and to headings that they have', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```.*?^```$/gms, '');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
  for (const [link, path = '', heading] of links) {
    const target = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
    expect(existsSync(target), link).toBe(true);
    if (heading) expect(headingsOf(readFileSync(target, 'utf8')), link).toContain(heading);
  }
});

test('the README leads to the pages', () => {
  const leads = [...readme.matchAll(/\]\((docs\/[^)#]+\.md)/g)].map(([, path = '']) => path);
  expect(leads).toEqual(expect.arrayContaining(PAGES.slice(1)));
});

function isPage(name: string): boolean {
  return name.endsWith('.md');
}

function inDocs(name: string): string {
  return `docs/${name}`;
}

/** As code hosts name them: small letters, signs left out, spaces as hyphens. */
function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}
