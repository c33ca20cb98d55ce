import type { Facts } from '../facts.ts';
import { lastPart, shown } from '../tree.ts';
import type { Proofs } from './proofs.ts';
import type { Start } from './start.ts';

/** The artifacts in the jars that the command of a Java program names: by `-jar`, or on a class path. */
export function javaNeeds(
  { jars, parts, tree, config }: Facts,
  start: Start,
  proofs: Proofs,
): void {
  if (!start.program || lastPart(start.program) !== 'java') return;
  const workdir = config.config?.WorkingDir || '/';
  const named = classPath(start.argv).map((one) => {
    const path = one.startsWith('/') ? one : `${workdir}/${one}`;
    return tree.at(path)?.path ?? path.replace(/^\/+|\/*\*$/g, '');
  });
  for (const { path } of jars) {
    const below = named.some((one) => one === path || folderOf(path) === one.replace(/\/$/, ''));
    if (!below) continue;
    const prefix = `java:/${path}#`;
    for (const { id } of parts) {
      if (id.startsWith(prefix)) proofs.part(id, `in ${shown(path)}, which the image starts`);
    }
  }
}

function classPath(argv: readonly string[]): string[] {
  return argv.flatMap((word, at) => {
    const next = argv[at + 1];
    if (next === undefined) return [];
    if (word === '-jar') return [next];
    return /^(?:-cp|-classpath|--class-path)$/.test(word) ? next.split(':') : [];
  });
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
