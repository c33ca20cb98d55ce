import { lstat, mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { error, HardenError } from './diagnostics/diagnostic.ts';
import { isInside } from './is-inside.ts';
import { PLATFORMS_FOLDER } from './platforms/places.ts';
import { readOwn } from './project-files.ts';
import { writeWhole } from './records.ts';

/** A run's own folder: everything is made in it, and moved to its place when the run is complete. */
export interface Workspace {
  /** The project's output folder, `.harden`. */
  output: string;
  /** This run's folder inside it. */
  folder: string;
  path(name: string): string;
  /** Moves a finished file or folder to the output folder, in place of an older one. */
  publish(name: string): Promise<string>;
  write(name: string, text: string): Promise<string>;
  /** Takes what an older run left under this name out of the output folder. */
  withdraw(name: string): Promise<void>;
  /** Whether what is there under this name is what this run put there: another may have been faster. */
  isOwn(name: string): Promise<boolean>;
  dispose(): Promise<void>;
}

/** The folder of outputs in a project. */
export const OUTPUT = '.harden';

/** Where a project's outputs are: of one image of several in a folder of its own. */
export function outputOf(project: string, image?: string): string {
  return image === undefined ? join(project, OUTPUT) : join(project, OUTPUT, 'images', image);
}

/**
 * The project whose outputs a folder has, and which of its images; undefined for other folders. The place of
 * one of several platforms is such a folder too.
 */
export function projectOf(place: string): { folder: string; image?: string } | undefined {
  const output = basename(dirname(place)) === PLATFORMS_FOLDER ? dirname(dirname(place)) : place;
  if (basename(output) === OUTPUT) return { folder: dirname(output) };
  const root = dirname(dirname(output));
  const isImage = basename(root) === OUTPUT && basename(dirname(output)) === 'images';
  return isImage ? { folder: dirname(root), image: basename(output) } : undefined;
}

/** The text of a file that an earlier run left in an output folder; undefined where none did. */
export async function readOutput(output: string, name: string): Promise<string | undefined> {
  const folder = projectOf(output)?.folder ?? output;
  return readOwn(folder, join(relative(folder, output), name));
}

/**
 * The output folder of a project, made where it is not there.
 * @throws HardenError cli/output-exists for a link to a place outside of the project.
 */
export async function outputFolder(project: string, image?: string): Promise<string> {
  const output = outputOf(project, image);
  await checkLinks(project, output);
  await mkdir(output, { recursive: true });
  // The folder never belongs into a repository, whatever the project's own ignore file says.
  await writeWhole(join(project, OUTPUT, '.gitignore'), '*\n');
  return output;
}

/** A project that came from somebody could name a folder of this machine to be written to. */
async function checkLinks(project: string, output: string): Promise<void> {
  const parts = relative(project, output).split(sep);
  for (const [index] of parts.entries()) {
    const path = join(project, ...parts.slice(0, index + 1));
    if (!(await lstat(path).catch(() => undefined))?.isSymbolicLink()) continue;
    const [root, real] = await Promise.all([project, path].map((one) => realOf(one)));
    if (root && real && isInside(root, real)) continue;
    throw new HardenError(
      error('cli/output-exists', `${path} is a link that leads out of the project`, {
        hint: 'remove the link: harden makes the folder itself',
      }),
    );
  }
}

function realOf(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}

/**
 * @param elsewhere a folder that is there, for what is not to appear in the project's own.
 * @throws HardenError through the caller's file system errors; nothing of an older run is touched.
 */
export async function openWorkspace(
  project: string,
  image?: string,
  elsewhere?: string,
): Promise<Workspace> {
  const output = elsewhere ?? (await outputFolder(project, image));
  return workspaceIn(output, output, await mkdtemp(join(output, 'run-')));
}

/**
 * The workspace of a part of a run: what it publishes under `name` comes to the output folder when the
 * run publishes that. Paths are those of then.
 */
export async function partOf(run: Workspace, name: string): Promise<Workspace> {
  const place = run.path(name);
  await mkdir(place, { recursive: true });
  return workspaceIn(join(run.output, name), place, await mkdtemp(join(run.folder, 'part-')));
}

/** `place` is where things lie until they are in `output`. */
function workspaceIn(output: string, place: string, folder: string): Workspace {
  const path = (name: string) => join(folder, name);
  const own = new Map<string, bigint | undefined>();
  const moved = async (name: string) => {
    const moving = await inodeOf(path(name));
    await replace(path(name), join(place, name), path(`old-${name}`));
    own.set(name, moving);
    return join(output, name);
  };
  return {
    output,
    folder,
    path,
    publish: moved,
    async write(name, text) {
      await writeFile(path(name), text);
      return moved(name);
    },
    withdraw: (name) => aside(join(place, name), path(`old-${name}`)),
    async isOwn(name) {
      const inode = own.get(name);
      return inode !== undefined && inode === (await inodeOf(join(place, name)));
    },
    // The engine may still be writing when a run is interrupted.
    dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** What was thrown, or that somebody removed the folder of the run, or the project, meanwhile. */
export async function unlessRemoved({ folder }: Workspace, thrown: unknown): Promise<unknown> {
  const { code } = thrown as NodeJS.ErrnoException;
  if (code !== 'ENOENT' || (await inodeOf(folder)) !== undefined) return thrown;
  return new HardenError(
    error('build/cannot-write', `${folder} was removed while the image was built`, {
      hint: 'build it again, and leave its folder alone until that is done',
    }),
  );
}

/** A file or folder keeps it when it is moved. */
async function inodeOf(path: string): Promise<bigint | undefined> {
  return lstat(path, { bigint: true }).then(
    ({ ino }) => ino,
    () => undefined,
  );
}

async function replace(from: string, to: string, old: string): Promise<void> {
  await aside(to, old);
  await rename(from, to);
}

async function aside(from: string, to: string): Promise<void> {
  await rename(from, to).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
  });
}
