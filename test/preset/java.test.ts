import { expect, test } from 'vitest';
import { codesOf, resolved, unwrap } from './project.ts';

const BOOT = '<artifactId>spring-boot-maven-plugin</artifactId>';
const java = (files: Record<string, string>, lines = '') => resolved('java', lines, files);
const inputsOf = (files: Record<string, string>, lines = '') => {
  const { inputs } = unwrap(java(files, lines)).language;
  return Object.fromEntries(Object.entries(inputs).map(([name, { value }]) => [name, value]));
};
/** Programs of the steps in order. */
const programs = (files: Record<string, string>, lines = '') => {
  const { dependencies, build } = unwrap(java(files, lines));
  return [...dependencies.steps, ...build.steps].map(({ run }) => run[0]);
};

test.each([
  ['21', { 'pom.xml': '<project/>' }],
  ['17', { 'pom.xml': '<java.version>17</java.version>' }],
  ['25', { 'pom.xml': '<maven.compiler.release>\n 25 </maven.compiler.release>' }],
  ['8', { 'pom.xml': '<java.version>1.8</java.version>' }],
  ['17', { 'pom.xml': '<java.version>21</java.version>', '.java-version': 'temurin-17.0.9\n' }],
  ['25', { 'pom.xml': '<java.version>21</java.version>', '.sdkmanrc': '# x\njava=25.0.1-tem\n' }],
  ['17', { 'build.gradle.kts': 'languageVersion = JavaLanguageVersion.of(17)' }],
])('Java %s is what the project says', (version, files) => {
  const found = java(files as unknown as Record<string, string>);
  // Not every release has a base; what is read is told either way.
  if (found.ok) expect(found.value.language.inputs['version']?.value).toBe(version);
  else expect(JSON.stringify(found.diagnostics)).toContain(`java ${version}`);
});

test('the file that is there says what builds it', () => {
  expect(inputsOf({ 'pom.xml': '' })).toMatchObject({ tool: 'maven', layout: 'plain' });
  expect(inputsOf({ 'pom.xml': BOOT })).toMatchObject({ tool: 'maven', layout: 'spring-boot' });
  expect(inputsOf({ 'build.gradle': '' })).toMatchObject({ tool: 'gradle', layout: 'plain' });
  const kotlin = { 'build.gradle.kts': 'id("org.springframework.boot") version "3.5.0"' };
  expect(inputsOf(kotlin)).toMatchObject({ tool: 'gradle', layout: 'spring-boot' });
});

test('no file, and two that differ, are mistakes with a fix', () => {
  const none = java({});
  expect(codesOf(none)).toEqual(['preset/bad-input']);
  expect(none.ok ? [] : none.diagnostics[0]?.hint).toBe(
    'put the spec beside pom.xml or build.gradle',
  );
  expect(codesOf(java({ 'pom.xml': '', 'build.gradle': '' }))).toEqual(['preset/bad-input']);
});

test('Spring Boot is taken apart, so that libraries and program have a layer each', () => {
  expect(programs({ 'pom.xml': BOOT })).toEqual(['mvn', 'mvn', 'sh', 'java', 'cp']);
  const { artifacts } = unwrap(java({ 'pom.xml': BOOT }));
  expect(artifacts.map(({ to, layer }) => `${to} ${layer}`)).toEqual([
    '/app/lib dependencies',
    '/app app',
  ]);
});

test('a plain program is a jar beside its libraries', () => {
  expect(programs({ 'pom.xml': '' })).toEqual(['mvn', 'mvn', 'sh']);
  const { artifacts, expect: expectations } = unwrap(java({ 'pom.xml': '' }));
  expect(artifacts.map(({ to, layer }) => `${to} ${layer}`)).toEqual([
    '/app/lib dependencies',
    '/app/app.jar app',
  ]);
  expect(expectations).toEqual([{ kind: 'java-jars', path: '/app' }]);
});

test('dependencies are fetched with the build files alone', () => {
  const { dependencies } = unwrap(java({ 'pom.xml': '' }));
  expect(dependencies.files).toContain('**/pom.xml');
  expect(dependencies.files.filter((file) => file.includes('src'))).toEqual([]);
});

test('Gradle has an image of its own', () => {
  const found = unwrap(java({ 'build.gradle': '' }));
  expect(found.toolchain).toMatchObject({ ref: 'docker.io/library/gradle:8-jdk21' });
  expect(programs({ 'build.gradle': '' })).toEqual(['gradle', 'gradle', 'sh']);
  const maven = unwrap(java({ 'pom.xml': '' }));
  expect(maven.toolchain).toMatchObject({
    ref: 'docker.io/library/maven:3-eclipse-temurin-21',
  });
});

test('it runs on the Java of the base, which is found by its name', () => {
  const { base, entrypoint } = unwrap(java({ 'pom.xml': '' }));
  expect(base).toMatchObject({ ref: 'gcr.io/distroless/java21-debian13:nonroot' });
  expect(entrypoint.value[0]).toBe('/usr/bin/java');
  const debian = unwrap(java({ 'pom.xml': '' }, 'base: debian'));
  expect(debian.base).toMatchObject({
    packages: expect.arrayContaining(['ca-certificates-java', 'default-jre-headless']),
    links: { '/usr/bin/java': '/usr/lib/jvm/default-java/bin/java' },
  });
});

test('a Java that no base has is told', () => {
  expect(codesOf(java({ 'pom.xml': '<java.version>8</java.version>' }))).toEqual([
    'plan/version-mismatch',
  ]);
});

test('jlink makes a Java of the modules in use, for a base with a C library', () => {
  const lines = 'entrypoint: [/opt/java/bin/java, -jar, /app/app.jar]\nwith: {runtime: jlink}';
  const found = unwrap(java({ 'pom.xml': BOOT }, lines));
  expect(found.base).toMatchObject({ ref: 'gcr.io/distroless/cc-debian13:nonroot' });
  expect(found.build.steps.at(-1)?.run.slice(-2)).toEqual(['auto', '21']);
  expect(found.artifacts[0]).toMatchObject({ to: '/opt/java', layer: 'dependencies' });
  const named = unwrap(
    java({ 'pom.xml': '' }, lines.replace('jlink}', 'jlink, modules: "java.base,java.sql"}')),
  );
  expect(named.build.steps.at(-1)?.run.slice(-2)).toEqual(['java.base,java.sql', '21']);
});
