import type { Facts } from '../facts.ts';
import type { PythonPart } from '../parts/python.ts';
import { lastPart, shown } from '../tree.ts';
import { byId, type Proofs } from './proofs.ts';
import type { Start } from './start.ts';

/** Servers that a command names; installers are never used because a package could import them. */
const INSTALLERS = /^(?:pip|setuptools|wheel|distribute|pkg-resources)$/;

/**
 * The distributions that a program of Python uses: what the command names, what modules that are in
 * no package import, and from there what is imported and asked for. Nothing where no Python runs.
 */
export function pythonNeeds(facts: Facts, start: Start, proofs: Proofs): void {
  const { python, code, owners } = facts;
  if (!runsPython(start)) return;
  const parts = byId(python) as Map<string, PythonPart>;
  const finder = finderOf(python);
  const queue: string[] = [];
  const standard = standardLibrary(facts, start);
  const use = (name: string, why: string, weak = false) => {
    const own = standard(name);
    if (own !== undefined) proofs.file(own, `has the module ${name}, ${why}`);
    for (const id of finder(name)) {
      if (weak && INSTALLERS.test(parts.get(id)?.name ?? '')) continue;
      if (proofs.part(id, why)) queue.push(id);
    }
  };
  const module = moduleOf(start);
  if (module) use(module, `the image starts it: -m ${module}`);
  for (const path of start.runs.keys()) {
    for (const id of owners.get(path) ?? []) if (parts.has(id)) queue.push(id);
  }
  for (const [path, { imports }] of code) {
    if (!path.endsWith('.py') || owners.has(path)) continue;
    for (const name of imports) use(name, `imported by ${shown(path)}`);
  }
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const part = parts.get(id);
    if (!part) continue;
    for (const path of part.files) {
      for (const name of code.get(path)?.imports ?? [])
        use(name, `imported by ${shown(path)}`, true);
    }
    for (const other of part.depends) {
      if (proofs.part(other, `${part.name} asks for it`)) queue.push(other);
    }
  }
}

export function runsPython({ program }: Start): boolean {
  return program !== undefined && /^python[\d.]*$/.test(lastPart(program));
}

/** `-m uvicorn`: options without a value may stand before it. */
function moduleOf({ argv }: Start): string | undefined {
  const at = argv.indexOf('-m');
  const options = argv.slice(1, at);
  return at > 0 && options.every((word) => word.startsWith('-')) ? argv[at + 1] : undefined;
}

/** The file of a module of Python's own, by its name. */
function standardLibrary({ tree }: Facts, { program = '' }: Start) {
  const prefix = program.replace(/(?:^|\/)bin\/[^/]+$/, '');
  const [release] = /3\.\d+/.exec(lastPart(program)) ?? [];
  const folder = `${prefix}/lib/python${release ?? '3'}`;
  const places = ['.py', '/__init__.py'];
  return (name: string): string | undefined => {
    const path = `${folder}/${name.replaceAll('.', '/')}`;
    return places.map((ending) => tree.at(path + ending)?.path).find((one) => one !== undefined);
  };
}

/** The distributions that have a module: of several that share a folder, those that have most of it. */
function finderOf(python: readonly PythonPart[]): (name: string) => readonly string[] {
  const having = new Map<string, string[]>();
  for (const { id, modules } of python) {
    for (const name of modules) having.set(name, [...(having.get(name) ?? []), id]);
  }
  return (name) => {
    for (let at = name; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('.'), 0))) {
      const found = having.get(at);
      if (found) return found;
    }
    return [];
  };
}
