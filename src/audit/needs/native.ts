import { type Closure, closureOf } from '../../elf/closure.ts';
import { isOpenedFirst } from '../../elf/dlopen.ts';
import { configuredFolders, foldersOf } from '../../inspect/abi.ts';
import type { Facts } from '../facts.ts';
import { lastPart } from '../tree.ts';
import type { Proofs } from './proofs.ts';
import { runsPython } from './python.ts';
import type { Start } from './start.ts';

/** Modules of Python that bring a library along which hardly any program uses. */
const OPTIONAL: Record<string, string> = {
  _tkinter: 'tkinter',
  readline: 'readline',
  _curses: 'curses',
  _curses_panel: 'curses',
  _dbm: 'dbm',
  _gdbm: 'dbm',
};

/** ELF files that what runs is or loads by itself, as absolute paths. */
export function nativeSubjects(facts: Facts, start: Start, proofs: Proofs): string[] {
  const { root, owners } = facts;
  const interpreted = isInterpreter(start);
  const imported = runsPython(start) ? importedNames(facts, proofs) : new Set<string>();
  const own = new Set(owners.get(start.program ?? '') ?? []);
  return root.binaries
    .filter(({ path, elf }) => {
      const place = path.slice(1);
      if (start.runs.has(place)) return true;
      if (elf.interpreter !== undefined || !isModule(place)) return false;
      const optional = OPTIONAL[lastPart(place).replace(/\..*$/, '')];
      if (optional && isOfPython(place) && !imported.has(optional)) return false;
      const ids = owners.get(place) ?? [];
      // A module of nobody may be loaded by the program that interprets.
      if (ids.length === 0) return interpreted;
      return ids.some((id) => {
        if (own.has(id)) return true;
        return proofs.why.has(id) && (!/^(?:deb|apk):/.test(id) || isOfPython(place));
      });
    })
    .map(({ path }) => path);
}

/** ELF files that no package has and nothing is known to start. */
export function strayBinaries({ root, owners }: Facts, start: Start): string[] {
  return root.binaries
    .map(({ path }) => path)
    .filter((path) => !start.runs.has(path.slice(1)) && !owners.has(path.slice(1)));
}

/** What files are linked to, as the image's own loader finds it. */
export function linkedFrom(facts: Facts, subjects: readonly string[]): Closure {
  const { root, inventory, config } = facts;
  const [machine] = subjects.flatMap((path) => root.elf(path)?.elf.machine ?? []);
  if (!machine) return { libraries: [], loaders: [], problems: [] };
  return closureOf({
    root,
    subjects,
    machine,
    libraryPath: foldersOf(config.config?.Env ?? [], 'LD_LIBRARY_PATH'),
    configured: configuredFolders(inventory),
    opened: root.binaries.map(({ path }) => path).filter(isOpenedFirst),
  });
}

/** Top names of all that modules of the program, and of packages in use, import. */
function importedNames({ code, owners }: Facts, proofs: Proofs): Set<string> {
  const names = new Set<string>();
  for (const [path, { imports }] of code) {
    const ids = owners.get(path);
    if (ids && !ids.some((id) => proofs.why.has(id))) continue;
    for (const name of imports) names.add(name.replace(/\..*$/, ''));
  }
  return names;
}

function isInterpreter({ program = '' }: Start): boolean {
  return /^(?:python[\d.]*|node|java|ruby|php|perl)$/.test(lastPart(program));
}

/** A library without a version in its name, or in a folder of a runtime: a module. */
function isModule(path: string): boolean {
  return /\.(?:so|node)$/.test(path);
}

function isOfPython(path: string): boolean {
  return /(?:^|\/)lib\/python3[\d.]*\//.test(path);
}
