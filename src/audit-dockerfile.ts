import { basename, dirname, join, resolve } from 'node:path';
import { type NamedPackage, namedPackages } from './audit/dockerfile.ts';
import { error, HardenError } from './diagnostics/diagnostic.ts';
import { dockerfileHints } from './init/dockerfile/hints.ts';
import type { Translated } from './init/dockerfile/translate.ts';
import { init } from './init.ts';
import { projectFiles } from './project-files.ts';
import { SCHEMA_FILE } from './write-spec.ts';

/** What a Dockerfile alone says; an image has much more in it. */
export interface DockerfileAudit {
  schemaVersion: 1;
  dockerfile: string;
  /** What the image begins with. */
  from: string;
  packages: NamedPackage[];
  gaps: string[];
  spec?: { language: string; text: string; notes: string[] };
  /** What became of each line; absent where there is no spec. */
  lines?: Translated[];
}

/** Whether a path names a Dockerfile and no image. */
export function isDockerfile(path: string): boolean {
  return /^(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$|\.[Dd]ockerfile$/.test(basename(path));
}

/** Lists what a Dockerfile installs without need, and translates it with the project that it is of. */
export async function auditDockerfile(file: string, cwd: string): Promise<DockerfileAudit> {
  const folder = dirname(resolve(cwd, file));
  const files = projectFiles(folder);
  const hints = dockerfileHints({ ...files, paths: [], truncated: false }, basename(file));
  if (!hints?.stages.length) {
    const fact = hints ? `${file} has no FROM` : `there is no file ${file} that can be read`;
    throw new HardenError(error('cli/not-found', fact, { hint: 'name a Dockerfile or an image' }));
  }
  const packages = namedPackages(hints);
  const found = { schemaVersion: 1, dockerfile: file, from: hints.final[0]?.from ?? '' } as const;
  try {
    const { projects } = await init({ folder, schema: SCHEMA_FILE, dockerfile: basename(file) });
    const own = projects.find((one) => one.folder === '') ?? projects[0];
    if (!own) return { ...found, packages, gaps: ['no project is beside it'] };
    const { draft, text, todo, translation } = own;
    return {
      ...{ ...found, packages, gaps: [] },
      spec: { language: draft.language, text, notes: todo },
      ...(translation && { lines: translation.lines }),
    };
  } catch (thrown) {
    if (!(thrown instanceof HardenError)) throw thrown;
    const gaps = thrown.diagnostics.map(({ message }) => `no spec is proposed: ${message}`);
    return { ...found, packages, gaps: gaps.map((gap) => gap.replaceAll(join(folder, '/'), '')) };
  }
}
