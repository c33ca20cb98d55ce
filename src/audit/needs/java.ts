import { rooted } from '../../inspect/root.ts';
import type { Facts } from '../facts.ts';
import { lastPart, shown } from '../tree.ts';
import type { Proofs } from './proofs.ts';
import type { Start } from './start.ts';

/** The path of a jar, and why it is used. */
type Used = [path: string, why: string];

/** The artifacts in the jars that the command of a Java program names, and in those that these name. */
export function javaNeeds(facts: Facts, start: Start, proofs: Proofs): void {
  if (!start.program || lastPart(start.program) !== 'java') return;
  const used = new Map<string, string>();
  const queue = namedJars(facts, start.argv).map((path): Used => [path, 'which the image starts']);
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [path, why] = next;
    if (used.has(path)) continue;
    used.set(path, why);
    for (const one of facts.jars.find((jar) => jar.path === path)?.classPath ?? []) {
      const beside = rooted(`${folderOf(path)}/${one}`);
      queue.push([beside, `which the class path of ${shown(path)} names`]);
    }
  }
  for (const { id, type, path } of facts.parts) {
    const why = type === 'java' ? used.get(path) : undefined;
    if (why) proofs.part(id, `in ${shown(path)}, ${why}`);
  }
}

/** By `-jar`, or on a class path, where `folder/*` stands for all jars of a folder. */
function namedJars({ jars, tree, config }: Facts, argv: readonly string[]): string[] {
  const workdir = config.config?.WorkingDir || '/';
  return argv.flatMap((word, at) => {
    const next = argv[at + 1];
    if (next === undefined) return [];
    const isPath = /^(?:-cp|-classpath|--class-path)$/.test(word);
    const listed = word === '-jar' ? [next] : isPath ? next.split(':') : [];
    return listed.flatMap((one) => {
      const path = one.startsWith('/') ? one : `${workdir}/${one}`;
      if (!path.endsWith('/*')) return [tree.at(path)?.path ?? rooted(path)];
      const folder = rooted(path.slice(0, -1));
      return jars.map((jar) => jar.path).filter((jar) => folderOf(jar) === folder);
    });
  });
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
