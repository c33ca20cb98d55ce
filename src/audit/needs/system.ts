import { opensBeyond, pathsLike } from '../../elf/dlopen.ts';
import type { Facts } from '../facts.ts';
import { lastPart, shown } from '../tree.ts';
import type { Part } from '../types.ts';
import { linkedFrom, nativeSubjects } from './native.ts';
import type { Proofs } from './proofs.ts';
import type { Start } from './start.ts';

/** Packages that are data or names of the system, which programs look up. */
const DATA: Record<string, string> = {
  'base-files': 'says which system it is, by which scanners know its packages',
  'base-passwd': 'names users and groups',
  'ca-certificates': 'certificates of authorities, which TLS is checked with',
  'ca-certificates-bundle': 'certificates of authorities, which TLS is checked with',
  'alpine-baselayout': 'the folders of the system',
  'alpine-baselayout-data': 'names users and groups',
  'alpine-release': 'says which system it is, by which scanners know its packages',
  'wolfi-baselayout': 'says which system it is, by which scanners know its packages',
};

/** Packages that only have the name of a runtime, and ask for those that have its files. */
const NAMES =
  /^(?:python3(?:\.\d+)?(?:-minimal)?|libpython3-stdlib|nodejs|default-jre(?:-headless)?)$/;

/** What is no proof and keeps a package from being called unnecessary: the reason, by id. */
export type Doubts = Map<string, string>;

/**
 * The packages of the system that what runs is linked to, opens, or asks for. `barred`: asked for by
 * packages, and used by nothing that runs.
 */
export function systemNeeds(
  facts: Facts,
  start: Start,
  proofs: Proofs,
  barred: (part: Part) => boolean,
): Doubts {
  const doubts: Doubts = new Map();
  const parts = new Map(facts.parts.map((part) => [part.id, part]));
  for (const [path, why] of start.runs) proofs.file(path, why);
  for (const { id, name } of facts.parts) {
    const why = /^(?:deb|apk):/.test(id) && Object.hasOwn(DATA, name) ? DATA[name] : undefined;
    if (why) proofs.part(id, why);
    if (NAMES.test(name)) doubts.set(id, 'the name by which a runtime is installed');
  }
  for (let before = -1; before !== proofs.why.size; ) {
    before = proofs.why.size;
    const { libraries, loaders } = linkedFrom(facts, nativeSubjects(facts, start, proofs));
    for (const { path, name, neededBy } of libraries) {
      proofs.file(path, `linked by ${nearest(neededBy, start)} (${lastPart(name)})`);
    }
    for (const path of loaders) proofs.file(path, 'the loader of programs in use');
    for (const { library, opens, required, why } of opensBeyond(namesOf(facts, libraries))) {
      for (const { path } of matching(facts, opens)) {
        const reason = `${library} ${required ? 'opens' : 'may open'} ${shown(path)}: ${why}`;
        if (required) proofs.file(path, reason);
        else for (const id of facts.owners.get(path) ?? []) doubts.set(id, reason);
      }
    }
    askedFor(parts, proofs, barred);
  }
  return doubts;
}

/** Of the files that ask for a library, one that runs says most, and one of no system library more. */
function nearest(neededBy: readonly string[], { runs }: Start): string | undefined {
  return (
    neededBy.find((path) => runs.has(path.slice(1))) ??
    neededBy.find((path) => !/\.so\.\d/.test(path)) ??
    neededBy[0]
  );
}

function askedFor(
  parts: ReadonlyMap<string, Part>,
  proofs: Proofs,
  barred: (part: Part) => boolean,
): void {
  const queue = [...proofs.why.keys()];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const part = parts.get(id);
    if (!part || !/^(?:deb|apk):/.test(id)) continue;
    for (const other of part.depends) {
      const asked = parts.get(other);
      if (!asked || barred(asked)) continue;
      if (proofs.part(other, `${part.name} depends on it`)) queue.push(other);
    }
  }
}

function namesOf({ root }: Facts, libraries: readonly { path: string; name: string }[]): string[] {
  return libraries.flatMap(({ path, name }) => {
    return [lastPart(name), root.elf(path)?.elf.soname ?? ''].filter((one) => one !== '');
  });
}

function matching({ tree }: Facts, patterns: readonly string[]) {
  const wanted = patterns.map(pathsLike);
  return tree.files.filter(({ path }) => wanted.some((pattern) => pattern.test(path)));
}
