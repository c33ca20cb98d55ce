import { firstHit } from '../lines.ts';
import type { Language, Program, ProjectView } from '../types.ts';
import { siteBuild } from './generators.ts';
import { fromArguments, fromDependency, fromScript } from './node-commands.ts';
import { sqliteFile } from './node-database.ts';
import { lineOf, type Manifest, manifestAt, manifests } from './node-manifest.ts';

/** Scripts that start a program, the one for production first. */
const SCRIPTS = ['start:prod', 'start', 'serve'];
const FILES = [
  'server.js',
  'index.js',
  'app.js',
  'main.js',
  'src/server.js',
  'src/index.js',
  'src/app.js',
  'src/main.js',
  'server.mjs',
  'index.mjs',
];
const LIBRARY = 'main may be that of a library';
const LISTENS = /\.listen\(|createServer\(|\bserve\(/;
const STATIC =
  /^(?:vite|astro|react-scripts|@angular\/cli|parcel|gatsby|vitepress|@docusaurus\/core|@11ty\/eleventy)$/;

export const node: Language = {
  name: 'node',
  title: 'Node.js',
  signs: ['package.json'],
  members: true,
  makeReady: 'write package.json with: npm init',
  sources: /\.(?:[cm]?[jt]s|[jt]sx)$/,
  tests:
    /(?:^|\/)(?:tests?|__tests__|e2e|cypress|public)\/|\.(?:test|spec|stories|config)\.[cm]?[jt]sx?$|\.d\.[cm]?ts$/,
  lookedFor: 'a script start or serve, main and bin of package.json, a server.js that listens',
  programs: (view) => {
    const found = manifests(view).flatMap((manifest) => programOf(view, manifest) ?? []);
    // Beside a package that starts something, one with only a main is a library.
    const sure = found.filter(({ guess }) => guess !== LIBRARY);
    return sure.length > 0 ? sure : found;
  },
  command(argv, view) {
    const manifest = manifestAt(view, 'package.json');
    return manifest && fromArguments(argv, manifest, view);
  },
  native: () => [],
  storage(view, program) {
    return sqliteFile(view, node, program);
  },
  why(view) {
    const manifest = manifestAt(view, 'package.json');
    if (!manifest) return 'it cannot be read as JSON';
    const tool = Object.keys(manifest.dependencies).find((name) => STATIC.test(name));
    return tool && `${tool} builds files for a web server, which is another image's`;
  },
};

function programOf(view: ProjectView, manifest: Manifest): Program | undefined {
  const name = manifest.folder || 'package.json';
  const common = { name, folder: manifest.folder };
  for (const script of SCRIPTS) {
    const text = manifest.scripts[script];
    const found = text === undefined ? undefined : fromScript(text, manifest, view);
    if (found) return { ...common, ...found, evidence: [lineOf(view, manifest, script)] };
  }
  const built = fromDependency(view, manifest);
  if (built) return { ...common, ...built.program, evidence: [lineOf(view, manifest, built.name)] };
  const at = (path: string) => (manifest.folder === '' ? path : `${manifest.folder}/${path}`);
  const server = firstHit(view, FILES.map(at), LISTENS);
  if (server) {
    return { ...common, value: ['node', server.evidence.file], evidence: [server.evidence] };
  }
  const [key, file] = manifest.bin[0] ? ['bin', manifest.bin[0]] : ['main', manifest.main];
  // The main that npm init writes, beside a script that makes a site of pages.
  if (!file || (key === 'main' && siteBuild(view, manifest))) return undefined;
  const value = ['node', at(file.replace(/^\.\//, ''))];
  const guess = key === 'main' ? LIBRARY : undefined;
  return {
    ...common,
    value,
    evidence: [lineOf(view, manifest, key ?? '')],
    ...(guess && { guess }),
  };
}
