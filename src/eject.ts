import { relative, resolve, sep } from 'node:path';
import type { Compiled } from './compile.ts';
import { error, HardenError } from './diagnostics/diagnostic.ts';
import { gather } from './eject/gather.ts';
import { lastBuild } from './eject/last-build.ts';
import { bakeFile } from './eject/render/bake.ts';
import { dockerfile } from './eject/render/dockerfile.ts';
import { ignoreFile } from './eject/render/ignore.ts';
import { program } from './eject/render/program.ts';
import { unexpressed } from './eject/render/unexpressed.ts';
import type { EjectedFile, Ejection, Form } from './eject/types.ts';
import { writeEjected } from './eject/write.ts';
import { ENGINE_VERSION } from './engine/recipe.ts';

export interface EjectRequest {
  compiled: Compiled;
  form: Form;
  /** The folder to write, in the project. */
  output: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

export interface Ejected {
  /** Absolute. */
  folder: string;
  /** The same from the project. */
  name: string;
  /** Names in it. */
  files: string[];
  /** What the files do not do, in a sentence each. */
  unexpressed: string[];
}

/**
 * Writes the last build of a project as files of another builder, with all that harden made itself.
 * @throws HardenError cli/not-found, cli/bad-option, cli/output-exists, eject/other-plan.
 */
export async function eject(request: EjectRequest): Promise<Ejected> {
  const { compiled, form, env, signal } = request;
  const target = resolve(request.output);
  const name = nameIn(compiled.folder, target);
  const build = await lastBuild(compiled);
  const { ejection, parts } = await gather(compiled, build, name, { form, env, signal });
  const files = filesOf(ejection, form);
  await writeEjected(target, files, { parts, platform: compiled.plan.platform });
  return {
    folder: target,
    name,
    files: [...files.map((file) => file.name), ...parts.map(({ part }) => part.file)],
    unexpressed: unexpressed(ejection, form),
  };
}

function filesOf(ejection: Ejection, form: Form): EjectedFile[] {
  if (form === 'dagger') {
    return [
      { name: 'build.ts', text: program(ejection) },
      { name: 'package.json', text: manifest() },
    ];
  }
  const image = [
    { name: 'Dockerfile', text: dockerfile(ejection) },
    { name: 'Dockerfile.dockerignore', text: ignoreFile(ejection) },
  ];
  if (form === 'bake') return [...image, { name: 'docker-bake.json', text: bakeFile(ejection) }];
  return image;
}

/** What the program needs to run: the SDK in the version that harden itself builds with. */
function manifest(): string {
  const dependencies = { '@dagger.io/dagger': ENGINE_VERSION };
  const text = { private: true, type: 'module', engines: { node: '>=22.18' }, dependencies };
  return `${JSON.stringify(text, null, 2)}\n`;
}

/** A builder sees nothing that lies outside of the project. */
function nameIn(project: string, target: string): string {
  const name = relative(project, target).split(sep).join('/');
  if (/^[\w.-]+(?:\/[\w.-]+)*$/.test(name) && !name.startsWith('..')) return name;
  throw new HardenError(
    error(
      'cli/bad-option',
      `--output is ${JSON.stringify(target)}, expected a folder in ${project}`,
      {
        hint: 'name a folder of the project, with letters, digits, dots and dashes: --output ejected',
      },
    ),
  );
}
