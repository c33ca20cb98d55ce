import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..', '..', '..', 'src');
const files = readdirSync(SRC, { recursive: true })
  .map((name) => String(name).replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'));
const textOf = (name: string) => readFileSync(join(SRC, name), 'utf8');

/** Who starts programs of this machine, and what of a user is in their arguments. */
const STARTS: Record<string, string> = {
  'engine/child.ts': 'tools of the native engine, docker and kubectl: addresses of engines',
  'engine/daemon.ts': 'the native engine: paths of its own',
  'engine/session.ts': 'the session of the Dagger SDK: none',
  'git.ts': 'git: a reference, behind --end-of-options; names of filters, which are plain words',
  'registry/credentials.ts': 'docker-credential-NAME, where the name has no path: "get" alone',
};

test('programs are started by few modules, each for a reason', () => {
  const found = files.filter((name) => /from '(?:node:)?child_process'/.test(textOf(name)));
  expect(found.sort()).toEqual(Object.keys(STARTS).sort());
});

test('no program is started through a shell', () => {
  const shells = files.filter((name) => {
    const text = textOf(name);
    if (/\bshell:\s*(?!false)/.test(text) && name in STARTS) return true;
    return (
      /\b(?:exec|execSync)\(\s*[`'"]/.test(text) || /['"](?:ba|da)?sh['"],\s*['"]-c['"]/.test(text)
    );
  });
  expect(shells).toEqual([]);
});
