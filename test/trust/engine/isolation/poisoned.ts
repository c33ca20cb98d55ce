import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { harden, ROOT } from '../../../program.ts';
import { withoutTests } from '../surroundings.ts';
import { lines, type Said } from './builds.ts';
import type { Machine } from './machine.ts';

const EXAMPLE = join(ROOT, 'examples', 'go-invoices');

/** Between the two builds of a project one of it with steps that are not in it before and afterwards. */
export async function poisoned({ folder, program, env }: Machine, cut?: string): Promise<Said> {
  const project = await mkdtemp(join(folder, 'project-'));
  await cp(EXAMPLE, project, { recursive: true });
  await writeFile(join(project, 'pry'), program, { mode: 0o755 });
  const file = join(project, 'hardening.yaml');
  await withoutTests(file);
  const spec = await readFile(file, 'utf8');
  const build = () => digestOf(project, env, cut);

  const before = await build();
  await writeFile(file, stringify({ ...parse(spec), build: { steps: STEPS } }));
  await build();
  await writeFile(file, spec);
  // Else the engine gives what it has.
  await writeFile(join(project, 'notes.txt'), 'Changed');
  const after = await build();
  const reached = before !== after && `${after}, not ${before}`;
  return { 'the next build': lines({ 'a cache that other steps poisoned': reached }) };
}

const STEPS = [
  { run: ['go', 'mod', 'download'] },
  { run: ['go', 'build', '-o', '/out/invoices', './cmd/invoices'] },
  { run: ['/src/pry', 'poison'] },
];

async function digestOf(project: string, env: Record<string, string>, program?: string) {
  const { code, stdout, stderr } = await harden(['build', project, '--json'], {
    env,
    ...(program && { program }),
  });
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr.slice(-500)}`);
  return JSON.parse(stdout).image.digest as string;
}
