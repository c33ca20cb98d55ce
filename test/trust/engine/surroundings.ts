import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ROOT, type RunOptions } from '../../program.ts';
import { asOtherUser } from './other-user.ts';
import { ownEngine } from './own-engine.ts';

/** What differs from one build of a project to the next, as it does from one machine to the next. */
export interface Surroundings {
  what: string;
  /** Whether every step runs again, with empty cache volumes. */
  cold?: boolean;
  /** The name of the folder that the project is in; its own is the name of the image. */
  folder?: string;
  env?: Record<string, string>;
  /** Rights that files and folders lack, and rights that they have besides their own. */
  without?: number;
  besides?: number;
  /** Seconds since 1970 that every file was changed at. */
  changed?: number;
  /** Whether the order in which files are written, and a folder lists them, is another. */
  reversed?: boolean;
  /** Whether it is on an engine of its own, or of another user; both have nothing of earlier builds. */
  on?: 'another engine' | 'another user';
}

export const SURROUNDINGS: Surroundings[] = [
  { what: 'as it is' },
  {
    what: 'much of it at once, and nothing cached',
    cold: true,
    folder: 'ein Ordner',
    env: { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    besides: 0o022,
    changed: 946_684_801,
    reversed: true,
  },
  { what: 'a folder with a blank and umlauts', folder: 'ein Ordner für Ärger' },
  { what: 'another time zone', env: { TZ: 'Pacific/Kiritimati' } },
  { what: 'another language', env: { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } },
  { what: 'files for the user alone', without: 0o077 },
  { what: 'files that everybody may write', besides: 0o022 },
  { what: 'files of 1980', changed: 315_532_801 },
  { what: 'files of 2037', changed: 2_114_380_801 },
  { what: 'files in another order', reversed: true },
  { what: 'an engine that has built nothing', on: 'another engine' },
  ...(process.getuid?.() === 0
    ? [{ what: 'another user, who has nothing', on: 'another user' } as const]
    : []),
];

/** A project of the examples in such surroundings, for `use`, and what to run harden with. */
export async function inSurroundings<T>(
  example: string,
  {
    folder = 'projects',
    env = {},
    without = 0,
    besides = 0,
    changed,
    reversed = false,
    on,
  }: Surroundings,
  use: (project: string, options: RunOptions) => Promise<T>,
): Promise<T> {
  const parent = await mkdtemp(join(tmpdir(), 'harden-trust-'));
  try {
    const project = join(parent, folder, example);
    await mkdir(join(parent, folder));
    await copied(join(ROOT, 'examples', example), project, reversed);
    await withoutTests(join(project, 'hardening.yaml'));
    for (const name of await readdir(project, { recursive: true })) {
      const path = join(project, name);
      await chmod(path, ((await stat(path)).mode & ~without) | besides);
      if (changed !== undefined) await utimes(path, changed, changed);
    }
    return await whoBuilds(parent, on, (options) =>
      use(project, { ...options, env: { ...options.env, ...env } }),
    );
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

async function whoBuilds<T>(
  folder: string,
  on: Surroundings['on'],
  use: (options: RunOptions) => Promise<T>,
): Promise<T> {
  if (on === undefined) return use({});
  if (on === 'another user') return asOtherUser(folder, use);
  const engine = await ownEngine();
  try {
    return await use({ env: engine.env });
  } finally {
    await engine.stop();
  }
}

/** What is built is looked at, not how it runs and what is known of it: that takes most of the time. */
export async function withoutTests(file: string): Promise<void> {
  const { smoke: _, ...spec } = parse(await readFile(file, 'utf8'));
  await writeFile(file, stringify({ ...spec, scan: { scanners: ['trivy'] } }));
}

const LEFT_OUT = ['.harden', 'node_modules'];

async function copied(from: string, to: string, reversed: boolean): Promise<void> {
  await mkdir(to);
  const entries = await readdir(from, { withFileTypes: true });
  for (const entry of reversed ? entries.reverse() : entries) {
    if (LEFT_OUT.includes(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, basename(entry.name))];
    if (entry.isDirectory()) await copied(source, target, reversed);
    else await cp(source, target);
  }
}
