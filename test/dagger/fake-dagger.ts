import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface FakeDagger {
  folder: string;
  program: string;
  /** How it was started. */
  started(): Promise<{ pid: number; args: string[]; env: Record<string, string> }>;
  /** Lets it do this instead. */
  replaceBy(body: string): Promise<void>;
  remove(): Promise<void>;
}

/** A program in the place of Dagger's own, whose session is that of the engine at this port. */
export async function fakeDagger(port: number): Promise<FakeDagger> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-dagger-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, 'dagger');
  const note = join(folder, 'note');
  const lines = [
    'const { pid, argv, env } = process;',
    'const started = JSON.stringify({ pid, args: argv.slice(2), env });',
    `require('node:fs').writeFileSync(${JSON.stringify(note)}, started);`,
    "process.on('SIGTERM', () => process.exit(0));",
    `console.log(JSON.stringify({ port: ${port}, session_token: 'test' }));`,
    'setInterval(() => {}, 1000);',
  ];
  const replaceBy = async (body: string) => {
    await writeFile(program, `#!${process.execPath}\n${body}\n`);
    await chmod(program, 0o755);
  };
  await replaceBy(lines.join('\n'));
  const started = async () => JSON.parse(await readFile(note, 'utf8'));
  return { folder, program, started, replaceBy, remove: () => rm(program) };
}
