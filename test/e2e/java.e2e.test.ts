import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden, ROOT } from '../program.ts';
import { copyExample } from './copy.ts';
import { everyTest } from './every.ts';
import { buildReport, layersOf } from './json.ts';
import { answers } from './serve.ts';

/** Each with the least number of its packages, and a source of it. */
const EXAMPLES: [name: string, packages: number, source: string][] = [
  ['java-api', 50, 'src/main/java/com/example/parcels/Application.java'],
  ['java-worker', 20, 'src/main/java/com/example/statements/Main.java'],
];

test.each(EXAMPLES)('%s builds, passes, and all its jars are seen', async (name, packages) => {
  const report = await buildReport(`examples/${name}`);
  expect(report.verdict.pass).toBe(true);
  expect(report.smoke).toMatchObject([{ pass: true }]);
  expect(report.coverage.gaps).toEqual([]);
  expect(report.coverage.packages.missing).toEqual([]);
  expect(report.coverage.packages.expected).toBeGreaterThan(packages);
  expect(report.scanners).toMatchObject([
    { name: 'trivy', javaIndex: { ref: expect.stringContaining('java-db') } },
    { name: 'grype' },
  ]);
  const kinds = new Set(report.image.layers.map(({ kind }) => kind));
  expect([...kinds]).toEqual(['base', 'dependencies', 'app']);
});

test.each(EXAMPLES)('%s: a changed source leaves its libraries alone', async (...example) => {
  const [name, , source] = example;
  const before = await buildReport(`examples/${name}`);
  const folder = await copyExample(name);
  await appendFile(join(folder, source), '\nclass Changed {}\n');
  const after = await buildReport(folder);
  expect(layersOf(after, 'dependencies')).toEqual(layersOf(before, 'dependencies'));
  expect(layersOf(after, 'app')).not.toEqual(layersOf(before, 'app'));
});

test('the service answers', async () => {
  const archive = join(ROOT, 'examples', 'java-api', '.harden', 'image.tar');
  const run = await harden(['build', 'examples/java-api', '--json', '--output', archive]);
  expect(run.stderr + run.code).toMatch(/0$/);
  expect(await answers(archive, 8080, '/actuator/health')).toBe(200);
});

/** A copy whose image has a Java of its own modules. */
async function withOwnJava(): Promise<string> {
  const folder = await copyExample('java-worker');
  const file = join(folder, 'hardening.yaml');
  const text = (await readFile(file, 'utf8'))
    .replace('entrypoint: [java,', 'entrypoint: [/opt/java/bin/java,')
    .replace('run: [java,', 'run: [/opt/java/bin/java,');
  await writeFile(file, `${text}with: {runtime: jlink}\n`);
  return folder;
}

test('with a Java of its own modules the image is a third of the size', async () => {
  const whole = await buildReport('examples/java-worker');
  const trimmed = await buildReport(await withOwnJava());
  expect(trimmed.smoke).toMatchObject([{ pass: true }]);
  expect(trimmed.image.size.uncompressed).toBeLessThan(0.4 * whole.image.size.uncompressed);
});

everyTest('a Java of its own modules has the same digest without cache', async () => {
  const folder = await withOwnJava();
  const cached = await buildReport(folder);
  const uncached = await buildReport(folder, { args: ['--no-cache'] });
  expect(uncached.image.digest).toBe(cached.image.digest);
});

test('on a base of Debian packages it runs too, with the authorities that Java reads', async () => {
  const folder = await copyExample('java-worker');
  await appendFile(join(folder, 'hardening.yaml'), 'base: debian\n');
  const report = await buildReport(folder);
  expect(report.coverage.packages.missing).toEqual([]);
  expect(report.smoke).toMatchObject([{ pass: true }]);
});

test('a library that was renamed and says no name makes the scan prove nothing', async () => {
  const folder = await copyExample('java-worker');
  const step = 'run: [mv, /out/lib/picocli-4.7.7.jar, /out/lib/parser.jar]';
  await appendFile(
    join(folder, 'hardening.yaml'),
    `build:\n  steps:\n    - run: [mvn, -Dmaven.test.skip=true, package, dependency:copy-dependencies, -DoutputDirectory=/out/lib, -DincludeScope=runtime]\n    - run: [cp, target/statements-1.0.0.jar, /out/app.jar]\n    - ${step}\n`,
  );
  const report = await buildReport(folder, { code: 4 });
  expect(report.coverage.gaps.join('\n')).toMatch(/picocli|parser\.jar/);
});
