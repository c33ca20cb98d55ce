import { DOCKERFILES } from '../dockerfile/hints.ts';
import { firstHit, hits } from '../lines.ts';
import { nativeNeeds } from '../native.ts';
import type { Evidence, Fact, Language, Program, ProjectView } from '../types.ts';
import { folderOf, nameOf } from '../view.ts';

const TEST = /_test\.go$|(?:^|\/)(?:testdata|_[^/]*)\//;
/** Modules that are C underneath, or that wrap it. */
const CGO_MODULES =
  /^(?:\s*|require\s+)(github\.com\/(?:mattn\/go-sqlite3|confluentinc\/confluent-kafka-go(?:\/v2)?|godror\/godror|h2non\/bimg|davidbyttow\/govips\/v2))\s+v/;
/** Files that say which of several programs is the one that is built. */
const BUILDS = [...DOCKERFILES, 'Makefile', 'Taskfile.yml', 'justfile'];
const LISTENS = /\bListenAndServe|\bnet\.Listen\(|\.(?:Run|Start|Listen)\(\s*"[^"]*:\d+"/;
const SERVERS = /^(?:server|api|app|web|service|daemon|[a-z0-9-]+(?:d|-server|-api|-service))$/;
const TOOLS =
  /(?:^|\/)(?:tools?|scripts?|hack|gen|generate|migrations?|migrate|examples?|e2e)(?:\/|$)/;

export const go: Language = {
  name: 'go',
  title: 'Go',
  signs: ['go.mod', 'go.work'],
  makeReady: 'run: go mod init example.com/app, or name the folder of a module',
  sources: /\.go$/,
  tests: TEST,
  lookedFor: 'a package main with a func main',
  programs(view, preset) {
    const binary = preset.data.inputs['binary']?.default ?? 'server';
    const built = firstHit(view, BUILDS, /\bgo build\b.*\s\.\/([\w./-]*\w)/);
    const programs = mainPackages(view).map(({ folder, evidence }): Program => {
      const name = folder === '' ? '.' : `./${folder}`;
      const sure = built?.match[1] === folder;
      return {
        name,
        value: [`/app/${binary}`],
        evidence: built && sure ? [evidence, built.evidence] : [evidence],
        folder,
        ...(sure && { sure }),
        ...(folder !== '' && { with: { package: name } }),
      };
    });
    return programs.sort((a, b) => Number(b.sure ?? false) - Number(a.sure ?? false));
  },
  compiled: true,
  command: () => undefined,
  native: (view) => nativeNeeds('go', modulesOf(view)),
  inputs: (view) => {
    const cgo = usesCgo(view);
    return cgo ? { cgo } : {};
  },
};

interface MainPackage {
  folder: string;
  evidence: Evidence;
  score: number;
}

/** Packages with a main function, the most likely service first. */
function mainPackages(view: ProjectView): MainPackage[] {
  const modules = view.paths.filter((path) => nameOf(path) === 'go.mod').map(folderOf);
  const inner = modules.filter((folder) => folder !== '');
  const found = new Map<string, MainPackage>();
  for (const path of goFiles(view)) {
    const folder = folderOf(path);
    if (inner.some((module) => `${folder}/`.startsWith(`${module}/`))) continue;
    const evidence = mainFunction(view, path);
    if (evidence && !found.has(folder)) {
      found.set(folder, { folder, evidence, score: scoreOf(view, folder) });
    }
  }
  return [...found.values()].sort((a, b) => b.score - a.score || (a.folder < b.folder ? -1 : 1));
}

function mainFunction(view: ProjectView, path: string): Evidence | undefined {
  const text = view.read(path) ?? '';
  if (!/^package main\b/m.test(text) || /^\/\/(?:go:build|\s*\+build) ignore\b/m.test(text)) {
    return undefined;
  }
  return hits(view, path, /^func main\(\)/)[0]?.evidence;
}

function scoreOf(view: ProjectView, folder: string): number {
  const own = goFiles(view).filter((path) => folderOf(path) === folder);
  const module = firstHit(view, ['go.mod'], /^module\s+(\S+)/)?.match[1] ?? '';
  const name = nameOf(folder);
  return (
    (firstHit(view, own, LISTENS) ? 4 : 0) +
    (folder === '' ? 2 : 0) +
    (name !== '' && name === nameOf(module.replace(/\/v\d+$/, '')) ? 2 : 0) +
    (SERVERS.test(name) ? 1 : 0) -
    (TOOLS.test(folder) ? 8 : 0)
  );
}

function goFiles(view: ProjectView): string[] {
  return view.paths.filter((path) => go.sources.test(path) && !TEST.test(path));
}

function usesCgo(view: ProjectView): Fact<boolean> | undefined {
  const written = firstHit(view, goFiles(view), /^(?:import\s+|\s+)"C"\s*$/);
  const module = firstHit(view, ['go.mod'], CGO_MODULES);
  const hit = written ?? module;
  return hit && { value: true, evidence: [hit.evidence] };
}

function modulesOf(view: ProjectView): Map<string, Evidence> {
  const found = hits(view, 'go.mod', /^(?:\s+|require\s+)([\w.-]+\/\S+)\s+v/);
  return new Map(found.map(({ match, evidence }) => [match[1] ?? '', evidence]));
}
