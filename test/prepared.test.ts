import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..');

/** What a script loads before its first line runs. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(join(ROOT, file), 'utf8');
  for (const [, name = ''] of text.matchAll(/^(?:import|\}).*?'([^']+)';$/gm)) {
    if (name.startsWith('.')) loadedBy(join(dirname(file), name), seen);
    else seen.add(name);
  }
  return seen;
}

test('the reader of imports sees a package', () => {
  expect(loadedBy('scripts/trust.mjs')).toContain('rolldown');
  expect(loadedBy('scripts/bench.mjs')).toContain('rolldown');
});

const scripts = Object.entries(manifest.scripts).flatMap(([name, line]) => {
  const [, file] = /^node (scripts\/\S+)/.exec(line) ?? [];
  // That one is run by the others, once the packages are there.
  return file && name !== 'build' ? [{ name, file }] : [];
});

test.each(scripts)('npm run $name runs in a checkout without packages', ({ file }) => {
  const outside = [...loadedBy(file)].filter((name) => !/^(?:node:|scripts\/)/.test(name));
  expect(outside).toEqual([]);
});
