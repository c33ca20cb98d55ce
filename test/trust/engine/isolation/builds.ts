import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RunReport } from '../../../../src/report/types.ts';
import { movingRegistry } from '../../../e2e/moving-registry.ts';
import { replaceScanner } from '../../../e2e/scanner-image.ts';
import { type Finished, harden } from '../../../program.ts';
import { type Machine, projectWith } from './machine.ts';
import type { Who } from './tries.ts';

/** Whoever tried says what was reached, in lines. */
export type Said = Partial<Record<Who, string>>;

const HEAD = `version: 1
language: binary
entrypoint: [/app/pry]
with: {file: dist/pry, name: pry}
toolchain: {debian: trixie, packages: [base-files, libc6]}
scan: {scanners: [trivy]}
source: {include: [dist/pry, dist/places.json]}
`;
const WITH_STEPS = `${HEAD}build:
  steps:
    - run: [/src/dist/pry, step]
      caches: [{id: loot, path: /loot}]
      secrets: [{env: STEP_TOKEN, to: /run/secrets/token}]
    - run: [/src/dist/pry, later]
artifacts:
  - {from: /src/dist/pry, to: /app/pry, mode: "0755"}
  - {from: /src/dist/places.json, to: /app/places.json}
  - {from: /src/tried, to: /app/tried}
smoke:
  - run: [/app/pry, smoke]
    expect: {stdout: never printed}
  - run: [/app/pry, facts]
`;
const FORGING = `${HEAD}build:
  steps:
    - run: [/src/dist/pry, forge]
      caches: [{id: loot, path: /loot}]
`;

/** A build whose scanner is the program. */
export async function scanned(machine: Machine, program?: string): Promise<Said> {
  const registry = await movingRegistry();
  try {
    const answers = { 'places.json': machine.places };
    const tag = 'harden-trust';
    await replaceScanner('trivy', machine.program, answers, { ...registry, tag });
    const project = await projectWith(machine, HEAD);
    const env = { ...machine.env, HARDEN_REGISTRY_MIRRORS: registry.mirrors };
    const { stderr } = await harden(['build', project], { env, ...(program && { program }) });
    return { 'a scanner': stderr.replaceAll(/^ +\| /gm, '') };
  } finally {
    registry.close();
  }
}

/** A build whose steps and whose image are the program, and one with a step that forges how it ended. */
export async function built(machine: Machine): Promise<Said> {
  const { env } = machine;
  const project = await projectWith(machine, WITH_STEPS);
  const run = await harden(['build', project, '--json'], { env });
  if (run.code !== 8) throw new Error(`exit code ${run.code}: ${run.stderr.slice(-500)}`);
  const report: RunReport = JSON.parse(run.stdout);
  const layer = await appLayer(report);
  const [tried, facts] = report.smoke ?? [];
  const files = await filesOf(project);
  const forging = await projectWith(machine, FORGING);
  const forged = await harden(['build', forging, '--json'], {
    env: { ...env, GITHUB_ACTIONS: 'true' },
  });
  const stored = JSON.parse(await readFile(join(project, '.harden', 'report.json'), 'utf8'));
  return {
    'a smoke-tested program': tried?.log ?? '',
    'a step': layer,
    'a later step': layer,
    'the build': lines({
      'a test that says that it holds': facts?.pass !== false,
      'files of the project': files.join() !== '.harden,dist,hardening.yaml',
      'the report': stored.image?.digest !== report.image.digest,
      'a tool of the toolchain in the place of one of ours': /^app\/tried\/ran-/m.test(layer),
      ...outcomeOf(forged),
    }),
  };
}

function outcomeOf({ code, stdout, stderr }: Finished): Record<string, boolean> {
  return {
    'the exit code of a step': code !== 3,
    'the result on stdout': stdout.includes('forged'),
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    'the terminal and the log of a CI': /[\u0007\r\u001b]|^(?:::error::forged|##vso|::add)/m.test(
      stderr,
    ),
    'the volume of another project': !stderr.includes('volume: ""'),
  };
}

/** The same words as those of the program. */
export function lines(reached: Record<string, boolean | string>): string {
  return Object.entries(reached)
    .map(([name, is]) => (is ? `reached ${name}: ${is === true ? 'yes' : is}` : `held ${name}`))
    .join('\n');
}

async function appLayer({ image }: RunReport): Promise<string> {
  const { digest = '' } = image.layers.find(({ kind }) => kind === 'app') ?? {};
  const bytes = await readFile(join(image.layout, 'blobs', digest.replace(':', '/')));
  // What fills a block up to a file ends a line too.
  return gunzipSync(bytes).toString('latin1').replaceAll('\0', '\n');
}

async function filesOf(project: string): Promise<string[]> {
  return (await readdir(project)).sort();
}
