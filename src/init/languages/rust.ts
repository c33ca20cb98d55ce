import { evidenceAt, hits, linesOf, thatFile } from '../lines.ts';
import { nativeNeeds } from '../native.ts';
import type { Evidence, Language, Program, ProjectView } from '../types.ts';
import { folderOf, nameOf } from '../view.ts';

export const rust: Language = {
  name: 'rust',
  title: 'Rust',
  signs: ['Cargo.toml'],
  members: true,
  makeReady: 'run: cargo init, or name the folder of a crate',
  sources: /\.rs$/,
  tests: /(?:^|\/)(?:tests|benches|examples|build\.rs)(?:\/|$)/,
  lookedFor: 'src/main.rs, src/bin and [[bin]] of a Cargo.toml',
  programs(view) {
    const crates = view.paths.filter((path) => nameOf(path) === 'Cargo.toml');
    return crates
      .filter((path) => !rust.tests.test(path))
      .flatMap((manifest) => programsOf(view, manifest))
      .sort((a, b) => Number(b.sure ?? false) - Number(a.sure ?? false));
  },
  compiled: true,
  command: () => undefined,
  native(view) {
    const found = hits(view, 'Cargo.lock', /^name = "([^"]+)"/);
    const names = new Map(found.map(({ match, evidence }) => [match[1] ?? '', evidence]));
    // What builds the library itself needs none of the system.
    if (names.has('openssl-src')) names.delete('openssl-sys');
    return nativeNeeds('rust', names);
  },
};

/** Every program of one crate, as Cargo finds them. */
function programsOf(view: ProjectView, manifest: string): Program[] {
  const folder = folderOf(manifest);
  const at = (path: string) => (folder === '' ? path : `${folder}/${path}`);
  const tables = tablesOf(view, manifest);
  const crate = tables.find(({ name }) => name === 'package');
  const name = crate?.values['name'];
  if (!crate || !name) return [];
  const found = new Map<string, Evidence>();
  for (const { name: table, values, evidence } of tables) {
    if (table === 'bin' && values['name']) found.set(values['name'], evidence);
  }
  const written = tables.some(({ values }) => values['path'] === 'src/main.rs');
  if (view.has(at('src/main.rs')) && !written) found.set(name, thatFile(view, at('src/main.rs')));
  for (const path of view.paths) {
    const bin = new RegExp(`^${escaped(at('src/bin/'))}([^/]+?)(?:\\.rs|/main\\.rs)$`).exec(path);
    if (bin?.[1] && !found.has(bin[1])) found.set(bin[1], thatFile(view, path));
  }
  const main = crate.values['default-run'];
  return [...found].map(([binary, evidence]) => ({
    name: binary,
    value: [`/app/${binary}`],
    with: { binary },
    evidence: [evidence],
    folder: at('src'),
    ...(binary === main && { sure: true }),
  }));
}

interface Table {
  name: string;
  values: Record<string, string>;
  evidence: Evidence;
}

/** Tables of a Cargo.toml with those of their values that are one line of text. */
function tablesOf(view: ProjectView, manifest: string): Table[] {
  const tables: Table[] = [];
  for (const [index, line] of linesOf(view.read(manifest)).entries()) {
    const head = /^\s*\[{1,2}([\w.-]+)\]{1,2}\s*(?:#.*)?$/.exec(line);
    const value = /^\s*([\w-]+)\s*=\s*["']([^"']*)["']/.exec(line);
    if (head) {
      const evidence = evidenceAt(manifest, index + 1, line);
      tables.push({ name: head[1] ?? '', values: {}, evidence });
    } else if (value) {
      const table = tables.at(-1);
      if (table) table.values[value[1] ?? ''] ??= value[2] ?? '';
    }
  }
  return tables;
}

function escaped(text: string): string {
  return text.replace(/[.+?^$(){}|[\]\\*]/g, '\\$&');
}
