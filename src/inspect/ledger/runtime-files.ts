import type { Runtime } from '../../elf/runtime.ts';
import type { Texts } from '../../packages/types.ts';
import type { Claim, FileLedger } from './types.ts';

const RELEASE = /^(.*)\/release$/;

export function isRuntimeText(path: string): boolean {
  return RELEASE.test(path) && !path.startsWith('etc/');
}

/** Runtimes by their folder: a JDK or JRE has a `release` file that says its version. */
function javaRuntimes(texts: Texts): FileLedger['runtimes'] {
  return [...texts].flatMap(([path, text]) => {
    const folder = RELEASE.exec(path)?.[1];
    const version = /^JAVA_VERSION="([^"]+)"/m.exec(text)?.[1];
    return folder && version ? [{ name: 'java', version, path: `/${folder}` }] : [];
  });
}

/**
 * Runtimes that the image has besides its packages, and the claim to their files: a Java has what lies
 * in its folder, a Python the modules in `lib/pythonX.Y` below the same prefix.
 */
export function runtimeFiles(
  programs: readonly { path: string; runtime: Runtime }[],
  texts: Texts,
): { runtimes: FileLedger['runtimes']; claim: Claim } {
  const java = javaRuntimes(texts);
  const found = programs.map(({ path, runtime }) => ({ ...runtime, path }));
  const runtimes = [...java, ...found];
  const folders = [
    ...java.map(({ name, version, path }) => ({ name: `${name} ${version}`, folder: path })),
    ...found.map((one) => ({ name: `${one.name} ${one.version}`, folder: libraryFolder(one) })),
  ];
  return {
    runtimes,
    claim({ path }) {
      const at = `/${path}`;
      const program = found.find((one) => one.path === at);
      const name = program
        ? `${program.name} ${program.version}`
        : folders.find(({ folder }) => folder !== '' && at.startsWith(`${folder}/`))?.name;
      return name === undefined ? undefined : { kind: 'runtime', name };
    },
  };
}

/** Where a runtime keeps its own compiled modules; empty for one that is a single file. */
function libraryFolder({ name, version, path }: { name: string; version: string; path: string }) {
  if (name !== 'python') return '';
  const prefix = path.replace(/\/(?:bin|lib)\/[^/]+$/, '');
  return `${prefix}/lib/python${version.split('.').slice(0, 2).join('.')}`;
}
