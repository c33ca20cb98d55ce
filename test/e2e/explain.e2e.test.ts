import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { buildReport } from './json.ts';

/** Builds an example and gives what harden explains of it. */
async function explaining(name: string): Promise<(word: string) => Promise<string>> {
  const folder = await copyExample(name);
  await buildReport(folder);
  return async (word) => {
    const run = await harden(['explain', word], { cwd: folder });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    return run.stdout.replace(/\s+/g, ' ');
  };
}

async function lineOf(example: string, file: string, text: string): Promise<string> {
  const lines = (await readFile(join('examples', example, file), 'utf8')).split('\n');
  return `${file}:${lines.findIndex((line) => line.includes(text)) + 1}`;
}

test('a package of PyPI that another one needs has the way to it and the line to change', async () => {
  const explain = await explaining('python-api');
  const anyio = await explain('anyio');
  expect(anyio).toMatch(/why starlette [\d.]+ needs anyio [\d.]+/);
  expect(anyio).toContain(`line ${await lineOf('python-api', 'requirements.in', 'starlette')}`);
  const libc = await explain('libc6');
  expect(libc).toMatch(/needs libc6 \S+ .*asks for the base/);
  expect(await explain('/app/src/app/main.py')).toContain(
    'in the app layer why built from the sources',
  );
  expect(await explain('/usr/bin/python3')).toContain('of the package python3');
});

test('a package of npm as well, in each of its versions', async () => {
  const explain = await explaining('node-api');
  const text = await explain('fast-uri');
  const way = /why fastify [\d.]+ needs @fastify\/ajv-compiler [\d.]+ needs fast-uri [\d.]+/;
  expect(text).toMatch(way);
  expect(text).toContain(`line ${await lineOf('node-api', 'package.json', '"fastify"')}`);
});

test('what changed between two builds is told by its name', async () => {
  const folder = await copyExample('go-api');
  const explain = () => harden(['explain', 'rebuild'], { cwd: folder });
  await buildReport(folder);
  expect((await explain()).code).toBe(2);
  await buildReport(folder);
  expect((await explain()).stdout).toContain('nothing changed');
  const file = join(folder, 'main.go');
  await writeFile(file, `${await readFile(file, 'utf8')}\n// Another line.\n`);
  await buildReport(folder);
  expect((await explain()).stdout).toMatch(/why +main\.go changed\n$/);
});
