import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../../program.ts';
import type { Canary } from './canaries.ts';

/** A project whose step has all secrets, and what harden is run with. */
export interface Project {
  folder: string;
  env: Record<string, string>;
  /** Where harden and what it starts keep their temporary files. */
  temporary: string;
}

/** The word is what its step does: `nothing`, or `all` and fail. */
export async function project(
  parent: string,
  all: readonly Canary[],
  word: string,
): Promise<Project> {
  const folder = await mkdtemp(join(parent, 'project-'));
  const home = await mkdtemp(join(parent, 'home-'));
  const files = { 'hardening.yaml': specOf(all, word), ...filesOf(all) };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await mkdir(join(folder, 'dist'), { recursive: true });
  await promisify(execFile)(
    'go',
    ['build', '-trimpath', '-ldflags=-s -w', '-o', join(folder, 'dist', 'tell'), '.'],
    {
      cwd: join(ROOT, 'test/trust/engine/secrets/tell'),
      env: { ...process.env, CGO_ENABLED: '0', GO111MODULE: 'off' },
    },
  );
  return { folder, env: { ...environmentOf(all), TMPDIR: home }, temporary: home };
}

function specOf(all: readonly Canary[], word: string): string {
  const secrets = all.flatMap(({ from, name }, at) => {
    if (from === 'environment') return [`{env: TOLD_${at}}`];
    return from === 'file' ? [`{file: keys/${name}, to: /run/secrets/${name}}`] : [];
  });
  return `version: 1
language: binary
entrypoint: [/app/tell, nothing]
with: {file: dist/tell, name: tell}
toolchain: {debian: trixie, packages: [base-files, libc6]}
scan: {scanners: [trivy]}
build:
  steps:
    - run: [/src/dist/tell, ${word}]
      secrets:
${secrets.map((one) => `        - ${one}\n`).join('')}smoke:
  - run: [/app/tell, nothing]
    expect: {stdout: 0 secrets}
`;
}

function filesOf(all: readonly Canary[]): Record<string, string> {
  return Object.fromEntries(
    all.flatMap(({ from, name, value }) => {
      if (from === 'file') return [[`keys/${name}`, value]];
      return name === 'key' ? [['keys/sign', value]] : [];
    }),
  );
}

/** A proxy of the machine is for nobody here: only steps get its address. */
function environmentOf(all: readonly Canary[]): Record<string, string> {
  const variables = all.flatMap(({ from, name = '', value }, at) => {
    if (from === 'environment') return [[`TOLD_${at}`, value]];
    return from === 'network' || /^[A-Z_]+$/.test(name) ? [[name, value]] : [];
  });
  return { ...Object.fromEntries(variables), NO_PROXY: '*' };
}
