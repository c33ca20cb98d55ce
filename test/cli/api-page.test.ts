import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderJson } from '../../src/report/json.ts';
import { type Consumer, consumer } from '../consumer.ts';
import { ROOT } from '../program.ts';
import { codeBlocks } from '../readme.ts';
import { runNamed } from '../report/runs.ts';

const page = await readFile(join(ROOT, 'docs', 'api.md'), 'utf8');
const examples = codeBlocks(page, 'ts');
const withEngine = codeBlocks(page, 'ts engine');
let project: Consumer;

beforeAll(async () => {
  project = await consumer();
  const orders = join(project.folder, 'services', 'orders');
  await cp(join(ROOT, 'examples', 'go-api'), orders, {
    recursive: true,
    filter: (path) => !path.includes('.harden'),
  });
  await mkdir(join(orders, '.harden'));
  await mkdir(join(project.folder, 'broken'));
  const files = {
    [join(orders, '.harden', 'report.json')]: renderJson(withPackages('graced')),
    [join(project.folder, 'before.json')]: renderJson(withPackages('pass')),
    [join(project.folder, 'broken', 'hardening.yaml')]: 'version: 1\nlanguage: go\nbase: 3.10\n',
  };
  for (const [file, text] of Object.entries(files)) await writeFile(file, text);
  expect(await project.compile([...examples, ...withEngine])).toMatchObject({
    code: 0,
    stdout: '',
  });
}, 120_000);
afterAll(() => project.remove());

const withPackages = (name: string) => ({ ...runNamed(name), packages: [] });

/** What the examples print, one after the other. */
const PRINTED = [
  /^go\norders linux\/amd64\ndependencies\nbuild\n$/,
  /^\[\s+'CVE-2021-38561 in golang\.org\/x\/text',?\s[\s\S]*\]\nfalse\n$/,
  /^comment gitlab html json junit markdown sarif text\n## \w+: <code>orders<\/code>\n$/,
  /^0 0 0 \[ '\d+ new findings?' \]\n$/,
  /^spec\/missing-key .*\nspec\/wrong-type quote it: "3\.10"\n[\s\S]* 3 \| base: 3\.10\n/,
  /^AbortError\n$/,
];

test('each example of the page that needs no engine says what it prints', () => {
  expect(examples).toHaveLength(PRINTED.length);
  expect(withEngine.length).toBeGreaterThan(1);
});

test.each(examples.map((text, at) => ({ at, name: text.split('\n')[0] })))(
  '$at $name',
  async ({ at }) => {
    const run = await project.run(at);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(PRINTED[at] ?? /^$/);
  },
);
