import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../src/compile.ts';
import { codes, pageOf } from '../../src/diagnostics/codes.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
const pages = readdirSync(join(DOCS, 'diagnostics')).map((name) => `diagnostics/${name}`);
const textOf = (page: string) => readFileSync(join(DOCS, page), 'utf8');

test('every code has a page, and every page a code', () => {
  expect(pages.toSorted()).toEqual(codes.map(pageOf).sort());
});

test.each(pages)('%s shows the output, the reason and the fix', (page) => {
  const text = textOf(page);
  const code = codes.find((one) => pageOf(one) === page);
  expect(text.startsWith(`# ${code}\n`)).toBe(true);
  expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
    'Output',
    'Why',
    'Fix',
  ]);
  expect(blocksOf(text, 'text')[0]).toContain(`  ${code}\n`);
  expect(blocksOf(text, 'yaml|sh').length).toBeGreaterThan(0);
  expect(text.split('\n').length).toBeLessThanOrEqual(45);
});

/** A page of the compiler whose examples are whole specs is held to what it says. */
const proven = pages.filter(
  (page) =>
    /\/(?:spec|preset|plan)-/.test(page) &&
    page !== 'diagnostics/preset-invalid.md' &&
    blocksOf(textOf(page), 'yaml').length === 2,
);
let folder: string;
let previous: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-pages-'));
  previous = process.cwd();
  process.chdir(folder);
  await writeFile('go.mod', 'module example.com/app\n\ngo 1.24\n');
  await writeFile('requirements.txt', '');
});

afterAll(async () => {
  process.chdir(previous);
  await rm(folder, { recursive: true, force: true });
});

test('most pages of the compiler can be proven', () => {
  expect(proven.length).toBeGreaterThan(18);
});

test.each(proven)('%s: the wrong spec gives the output, the right one none', async (page) => {
  const text = textOf(page);
  const [wrong = '', right = ''] = blocksOf(text, 'yaml');
  expect(await shown(wrong)).toBe(blocksOf(text, 'text')[0]);
  expect(await shown(right)).toBe('');
});

async function shown(spec: string): Promise<string> {
  await writeFile('hardening.yaml', spec);
  const compiled = await compile('.');
  const [found, sources] = compiled.ok
    ? [compiled.warnings, compiled.value.sources]
    : [compiled.diagnostics, compiled.sources];
  return renderDiagnostics(found, sources, { color: false, width: 80 });
}

function blocksOf(text: string, language: string): string[] {
  const fences = new RegExp(`^\`\`\`(?:${language})\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...text.matchAll(fences)].map(([, block]) => block ?? '');
}
