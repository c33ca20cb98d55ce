import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { projectOf } from './temporary.ts';

const MAIN = `package main

import "fmt"

func main() {
	fmt.Println("ok")
}
`;

/** Of one image that takes seconds. Its base has the folders that a runtime mounts something on. */
export const TINY_SPEC = `version: 1
language: binary
entrypoint: [/app/tiny]
with: {file: dist/tiny, name: tiny}
smoke:
  - run: [/app/tiny]
    expect: {stdout: "ok"}
`;

let built: Promise<Buffer> | undefined;

/** A project whose image takes seconds: a program that was built before. */
export async function tinyProject(files: Record<string, string> = {}): Promise<string> {
  return projectOf({ 'hardening.yaml': TINY_SPEC, ...files, 'dist/tiny': await tinyProgram() });
}

/** The program; it is built once for all tests of a file. */
function tinyProgram(): Promise<Buffer> {
  built ??= build();
  return built;
}

async function build(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-tiny-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'go.mod'), 'module example.com/tiny\n\ngo 1.24\n');
  await writeFile(join(folder, 'main.go'), MAIN);
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
  await promisify(execFile)('go', ['build', ...flags, '-o', 'dist/tiny', '.'], {
    cwd: folder,
    env: { ...process.env, CGO_ENABLED: '0' },
  });
  return readFile(join(folder, 'dist', 'tiny'));
}
