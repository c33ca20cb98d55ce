import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden } from '../program.ts';
import { buildReport } from './json.ts';
import { projectOf } from './temporary.ts';

/** Prints the names of all files below its folder, as one line of JSON. */
const APP = `import json, os
root = os.path.dirname(os.path.abspath(__file__))
names = [os.path.relpath(os.path.join(f, n), root) for f, _, ns in os.walk(root) for n in ns]
print(json.dumps(sorted(names), ensure_ascii=False))
`;

const specOf = (lines: string) => `version: 1
language: python
entrypoint: [python3, app.py]
${lines}`;

/** A step that counts what it was given, and leaves the number in the image. */
const COUNTED = specOf(`source: {include: [app.py, "src/**", "recordings/**"]}
build:
  steps:
    - run: [python3, -c, "import os; n = sum(len(f) for _, _, f in os.walk('/src')); open('/src/seen.txt', 'w').write(str(n))"]
`);

const PROJECT = {
  'app.py': APP,
  'requirements.txt': '',
  '.gitignore': 'recordings/\n',
  'hardening.yaml': COUNTED,
};

/** Many small files in folders of a thousand. */
async function fill(folder: string, count: number): Promise<void> {
  for (let start = 0; start < count; start += 1000) {
    const part = join(folder, String(start));
    await mkdir(part, { recursive: true });
    const names = Array.from({ length: 1000 }, (_, i) => `${i}.dat`);
    await Promise.all(names.map((name) => writeFile(join(part, name), name)));
  }
}

test('fifty thousand files beside the sources change neither plan nor upload', async () => {
  const [small, large] = [await projectOf(PROJECT), await projectOf(PROJECT)];
  await fill(join(large, 'recordings'), 15_000);
  await fill(join(large, 'assets'), 15_000);
  await fill(join(large, 'node_modules'), 10_000);
  await fill(join(large, '.git', 'objects'), 10_000);
  const planOf = async (folder: string) => {
    const { name: _, ...plan } = JSON.parse((await harden(['plan', folder, '--json'])).stdout);
    return plan;
  };
  expect(await planOf(large)).toEqual(await planOf(small));
  const [first, second] = [await buildReport(small), await buildReport(large)];
  expect(second.image.layers).toEqual(first.image.layers);
  expect(second.image.size).toEqual(first.image.size);
});

/** The last two are two spellings of one word: one letter, or a letter and an accent. */
const NAMES = [
  'two words.txt',
  '-dash.txt',
  '#hash.txt',
  '!bang.txt',
  '*star[x]{y,z}?.txt',
  'quo"te\'s.txt',
  'back\\slash.txt',
  '$HOME $(id) `id`.txt',
  `${'long'.repeat(60)}.txt`,
  'Ordner mit Umlauten ÄÖÜ/Straße.txt',
  '日本語/ファイル.txt',
  '🐳/🚢.txt',
  'Case.txt',
  'case.txt',
  'caf\u00e9.txt',
  'cafe\u0301.txt',
];

test('names with spaces, signs, any letters, and in two cases reach the image as they are', async () => {
  const files = ['app.py', ...NAMES].map((name) => `data/${name}`);
  // As Python sorts: by code point.
  const sorted = files.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const asked = sorted.map((name) => JSON.stringify(name.slice('data/'.length))).join(', ');
  const folder = await projectOf({
    ...Object.fromEntries(files.map((name) => [name, name.endsWith('.py') ? APP : 'x'])),
    'requirements.txt': '',
    'hardening.yaml': specOf(`entrypoint: [python3, data/app.py]
smoke:
  - run: [/usr/bin/python3, data/app.py]
    expect: {stdout: ${JSON.stringify(asked)}}
`).replace('entrypoint: [python3, app.py]\n', ''),
  });
  const report = await buildReport(folder);
  expect(report.smoke.map(({ pass }) => pass)).toEqual([true]);
  const again = await buildReport(folder, { args: ['--no-cache'] });
  expect(again.image.digest).toBe(report.image.digest);
});
