import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { expectedPackages } from '../../src/inspect/expected.ts';
import { assembleImage } from '../../src/oci/assemble.ts';
import { readLayout } from '../../src/oci/layout.ts';
import { folder } from '../oci/contents.ts';
import { inputIn } from '../oci/image.ts';

const jar = (files: Record<string, string> = {}) => {
  const contents = Object.entries({ 'A.class': 'x', ...files });
  return Buffer.from(
    zipSync(Object.fromEntries(contents.map(([name, text]) => [name, Buffer.from(text)]))),
  );
};
const POM = 'groupId=org.yaml\nartifactId=snakeyaml\nversion=2.3\n';

/** What has to be seen of an image with these files in its two layers. */
async function expected(
  dependencies: Record<string, Buffer>,
  app: Record<string, Buffer>,
  { path = '/app', sources = [] as string[] } = {},
) {
  const dir = await folder();
  for (const source of sources) {
    await mkdir(dirname(join(dir, source)), { recursive: true });
    await writeFile(join(dir, source), 'class A {}');
  }
  const tree = (files: Record<string, Buffer>) => [
    { path: 'app' },
    { path: 'app/lib' },
    ...Object.entries(files).map(([name, bytes]) => ({ path: name, text: bytes })),
  ];
  const input = await inputIn(dir, {
    trees: [
      { kind: 'dependencies', tree: tree(dependencies) },
      { kind: 'app', tree: tree(app) },
    ],
  });
  await assembleImage(input);
  const layout = await readLayout(input.layoutDir);
  return expectedPackages({
    expectations: [{ kind: 'java-jars', path }],
    folder: dir,
    layout,
    workDir: join(dir, 'work'),
    architecture: 'amd64',
  });
}

test('jars of both layers are read, and the program itself needs no name', async () => {
  const found = await expected(
    {
      'app/lib/snakeyaml-2.3.jar': jar({ 'META-INF/maven/org.yaml/snakeyaml/pom.properties': POM }),
      'app/lib/spring-core-6.2.1.jar': jar(),
    },
    { 'app/app.jar': jar() },
  );
  expect(found).toEqual({
    packages: [
      { name: 'org.yaml:snakeyaml', version: '2.3', type: 'java' },
      { name: 'spring-core', version: '6.2.1', type: 'java' },
    ],
    gaps: [],
  });
});

test('a library that nothing names, and one that cannot be read, are gaps', async () => {
  const { packages, gaps } = await expected(
    { 'app/lib/renamed.jar': jar(), 'app/lib/damaged-1.0.jar': Buffer.from('no archive') },
    {},
  );
  expect(packages).toEqual([]);
  expect(gaps.toSorted()).toEqual([
    '/app/lib/damaged-1.0.jar is no archive that can be read, so its libraries are unknown',
    '/app/lib/renamed.jar has neither pom.properties nor a version in its name, so no scanner can know it',
  ]);
});

test('jars elsewhere are not asked for', async () => {
  const found = await expected({ 'app/lib/renamed.jar': jar() }, {}, { path: '/srv' });
  expect(found).toEqual({ packages: [], gaps: [] });
});

const SHADED = { 'org/yaml/snakeyaml/Yaml.class': 'x', 'com/example/shop/Main.class': 'x' };
const OWN = 'groupId=com.example\nartifactId=shop\nversion=1\n';
const SOURCES = ['shop/src/main/java/com/example/shop/Main.java'];
const gapsOf = async (files: Record<string, string>, name = 'app/app.jar', sources = SOURCES) =>
  (await expected({}, { [name]: jar(files) }, { sources })).gaps;

test.each([
  ['says nothing of itself', SHADED],
  ['says its own name', { ...SHADED, 'META-INF/maven/com.example/shop/pom.properties': OWN }],
])('a library merged into a program that %s is unknown', async (_what, files) => {
  expect(await gapsOf(files)).toEqual([
    expect.stringContaining('/app/app.jar has classes in org/yaml, of which there are no sources'),
  ]);
});

test('what has its name, its sources or is a library by itself is known', async () => {
  const named = {
    'META-INF/maven/com.example/shop/pom.properties': OWN,
    'META-INF/maven/org.yaml/snakeyaml/pom.properties': POM,
  };
  expect(await gapsOf({ ...SHADED, ...named })).toEqual([]);
  expect(await gapsOf({ 'com/example/other/Generated.class': 'x' })).toEqual([]);
  expect(await gapsOf(SHADED, 'app/client-2.0.jar')).toEqual([]);
  expect(await gapsOf(SHADED, 'app/app.jar', [])).toEqual([]);
});
