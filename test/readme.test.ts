import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

test('links of the README lead to files', () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(5);
  for (const path of links) expect(() => readFileSync(join(ROOT, path))).not.toThrow(/ENOENT/);
});
