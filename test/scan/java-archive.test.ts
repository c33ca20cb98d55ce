import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { isJar, javaArchive } from '../../src/scan/java-archive.ts';

type Files = Record<string, string | Buffer>;

function jar(files: Files, level: 0 | 6 = 6): Buffer {
  const contents = Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]);
  return Buffer.from(zipSync(Object.fromEntries(contents), { level }));
}

const properties = (group: string, artifact: string, version: string): Files => ({
  [`META-INF/maven/${group}/${artifact}/pom.properties`]: `#Created by Maven\r\nartifactId=${artifact}\r\ngroupId=${group}\r\nversion=${version}\r\n`,
});
const java = (name: string, version: string) => ({ name, version, type: 'java' });

test.each([0, 6] as const)('a jar says its coordinates, packed at level %i', (level) => {
  const bytes = jar(
    { 'a.class': 'x', ...properties('org.postgresql', 'postgresql', '42.7') },
    level,
  );
  expect(javaArchive('app/lib/postgresql-42.7.jar', bytes)).toEqual({
    packages: [java('org.postgresql:postgresql', '42.7')],
    unnamed: [],
    folders: [],
  });
});

test('a jar without them has the name that its repository gave it, and any group', () => {
  const bytes = jar({ 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\n' });
  expect(javaArchive('app/lib/spring-core-6.2.1.jar', bytes)).toEqual({
    packages: [java('spring-core', '6.2.1')],
    unnamed: [],
    folders: [],
  });
});

test('what is shaded into a jar counts beside the jar itself', () => {
  const bytes = jar(properties('com.google.guava', 'guava', '33.0.0-jre'));
  expect(javaArchive('lib/client-2.0.jar', bytes).packages).toEqual([
    java('com.google.guava:guava', '33.0.0-jre'),
    java('client', '2.0'),
  ]);
});

test('jars in a jar are opened, and what nothing names is told by its path', () => {
  const nested = jar({ 'x.class': 'x' });
  const bytes = jar(
    {
      ...properties('com.example', 'parcels', '1.0'),
      'BOOT-INF/lib/snakeyaml-2.3.jar': jar(properties('org.yaml', 'snakeyaml', '2.3')),
      'BOOT-INF/lib/renamed.jar': nested,
    },
    0,
  );
  expect(javaArchive('app/app.jar', bytes)).toEqual({
    packages: [java('com.example:parcels', '1.0'), java('org.yaml:snakeyaml', '2.3')],
    unnamed: ['app/app.jar/BOOT-INF/lib/renamed.jar'],
    folders: [],
  });
});

test('its classes are in folders, in those of web applications and Spring Boot too', () => {
  const bytes = jar({
    'com/example/shop/Main.class': 'x',
    'com/example/shop/Cart.class': 'x',
    'BOOT-INF/classes/org/yaml/Parser.class': 'x',
    'META-INF/versions/9/org/other/Main.class': 'x',
    'org/texts/words.txt': 'x',
    'module-info.class': 'x',
  });
  expect(javaArchive('app/app.jar', bytes).folders).toEqual(['com/example/shop', 'org/yaml']);
});

test('a script may stand before a jar that is started as a program', () => {
  const bytes = Buffer.concat([
    Buffer.from('#!/bin/bash\nexec java -jar "$0"\n'),
    jar(properties('com.example', 'tool', '1.0')),
  ]);
  expect(javaArchive('app/tool.jar', bytes).packages).toEqual([java('com.example:tool', '1.0')]);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('no archive '.repeat(9))],
  ['a part of one', jar({ 'a.class': 'x' }).subarray(20)],
])('%s is no archive', (_what, bytes) => {
  expect(() => javaArchive('app/lib/a-1.jar', bytes)).toThrow();
});

test.each([
  ['lib/a.jar', true],
  ['a.WAR', true],
  ['a.jar.original', false],
  ['jar', false],
])('%s is a jar: %s', (path, is) => {
  expect(isJar(path)).toBe(is);
});
