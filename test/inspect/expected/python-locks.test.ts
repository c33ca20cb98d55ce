import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linuxEnvironment } from '../../../src/inspect/expected/markers.ts';
import { poetryLockPackages } from '../../../src/inspect/expected/poetry.ts';
import { uvLockPackages } from '../../../src/inspect/expected/uv.ts';

const EXAMPLES = join(import.meta.dirname, '../../../examples');
const linux = linuxEnvironment('amd64');
const named = (found: ReturnType<typeof uvLockPackages>) =>
  found?.map(({ name, version }) => `${name} ${version}`).sort();

const UV = `
version = 1
[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "httpx", extra = ["http2"] },
    { name = "pywin32", marker = "sys_platform == 'win32'" },
    { name = "uvloop", marker = "sys_platform != 'win32'" },
    { name = "numpy", version = "2.2.6", marker = "python_full_version < '3.11'" },
    { name = "numpy", version = "2.3.5", marker = "platform_machine != 's390x'" },
]
[package.optional-dependencies]
postgres = [{ name = "psycopg" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
[[package]]
name = "httpx"
version = "0.28.1"
source = { registry = "https://index.example/simple" }
dependencies = [{ name = "anyio" }]
[package.optional-dependencies]
brotli = [{ name = "brotli" }]
http2 = [{ name = "h2" }]
[[package]]
name = "anyio"
version = "4.12.0"
dependencies = [{ name = "httpx" }]
${['h2', 'brotli', 'pywin32', 'uvloop', 'psycopg', 'pytest']
  .map((name) => `[[package]]\nname = "${name}"\nversion = "1.0"\n`)
  .join('')}
[[package]]
name = "numpy"
version = "2.2.6"
[[package]]
name = "numpy"
version = "2.3.5"
`;

test('of a uv.lock what the project needs on Linux counts, with the extras that are asked for', () => {
  expect(named(uvLockPackages(UV, linux))).toEqual([
    'anyio 4.12.0',
    'h2 1.0',
    'httpx 0.28.1',
    'numpy 2.3.5',
    'uvloop 1.0',
  ]);
});

const POETRY = `
[[package]]
name = "flask"
version = "3.1.3"
optional = false
groups = ["main", "dev"]
[[package]]
name = "colorama"
version = "0.4.6"
optional = false
groups = ["main", "dev"]
markers = "sys_platform == \\"win32\\""
[[package]]
name = "uvloop"
version = "0.22"
optional = false
groups = ["main", "dev"]
markers = {main = "sys_platform != \\"win32\\"", dev = "python_version < \\"3.12\\""}
[[package]]
name = "psycopg"
version = "3.3"
optional = true
groups = ["main"]
markers = "extra == \\"postgres\\""
[[package]]
name = "pytest"
version = "9.0"
optional = false
groups = ["dev"]
[metadata]
lock-version = "2.1"
`;

test('of a poetry.lock the group main counts, where its markers hold', () => {
  expect(named(poetryLockPackages(POETRY, linux))).toEqual(['flask 3.1.3', 'uvloop 0.22']);
});

test('a lock of Poetry 1 does not say which group needs what', () => {
  const text = POETRY.replace(/^groups = .*\n/gm, '');
  expect(poetryLockPackages(text, linux)).toEqual([]);
});

test('the poetry.lock of an example', () => {
  const text = readFileSync(join(EXAMPLES, 'python-wsgi/poetry.lock'), 'utf8');
  const names = poetryLockPackages(text, linux)?.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['flask', 'gunicorn', 'psycopg-binary']));
  expect(names).not.toContain('pytest');
  expect(names).not.toContain('tzdata');
});

test.each(['', 'no toml', '[[package]]\nname = "x"\n'])('%j is neither', (text) => {
  expect(uvLockPackages(text, linux)).toBeUndefined();
  expect(poetryLockPackages(text, linux)).toBeUndefined();
});
