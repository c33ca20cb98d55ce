import type { Preset } from '../../preset/types.ts';
import { firstHit, hits, thatFile } from '../lines.ts';
import { nativeNeeds } from '../native.ts';
import {
  type CommandProgram,
  type Language,
  PORT,
  type Program,
  type ProjectView,
} from '../types.ts';
import { folderOf, nameOf } from '../view.ts';
import { djangoApp, moduleOf, pythonApps } from './python-apps.ts';
import { pythonPackages } from './python-packages.ts';
import { served, writes } from './python-servers.ts';

const TEST =
  /(?:^|\/)(?:tests?|conftest\.py|test_[^/]*\.py|[^/]*_test\.py|setup\.py|noxfile\.py|migrations|docs?|examples?)(?:\/|$)/;
/** Commands that packages install, and the module that is the same program. */
const MODULES: Record<string, string> = {
  uvicorn: 'uvicorn',
  gunicorn: 'gunicorn',
  hypercorn: 'hypercorn',
  daphne: 'daphne',
  granian: 'granian',
  waitress: 'waitress',
  'waitress-serve': 'waitress',
  flask: 'flask',
  celery: 'celery',
  fastapi: 'fastapi',
  streamlit: 'streamlit',
  dramatiq: 'dramatiq',
  arq: 'arq',
};
const SCRIPT_NAMES = ['main.py', 'app.py', 'server.py', 'run.py', 'worker.py', '__main__.py'];

export const python: Language = {
  name: 'python',
  title: 'Python',
  signs: ['requirements.txt', 'pyproject.toml', 'Pipfile', 'setup.py', 'manage.py'],
  makeReady:
    'write requirements.txt, for example with: uv export --format requirements-txt -o requirements.txt, or poetry export -o requirements.txt',
  sources: /\.py$/,
  tests: TEST,
  lookedFor:
    'an application of FastAPI, Starlette, Flask or Django, a script of pyproject.toml, a __main__.py',
  programs(view, preset) {
    const packages = pythonPackages(view);
    const files = codeOf(view);
    const django = view.has('manage.py') ? djangoApp(view, files, packages) : undefined;
    const apps = django ? [django] : pythonApps(view, files, packages);
    const servers = apps.map((app): Program => {
      const folder = folderOf(app.file);
      const name = app.reference;
      return { name, evidence: [app.evidence], folder, ...served(app.kind, app, packages) };
    });
    return servers.length > 0
      ? servers
      : [...scriptsOf(view, preset), ...mainsOf(view, files, preset)];
  },
  command(argv, view) {
    const [program = '', ...rest] = argv;
    const name = nameOf(program);
    if (/^python3?(?:\.\d+)?$/.test(name)) return { value: ['python3', ...rest] };
    const module = MODULES[name];
    return module === undefined ? undefined : listening(module, rest, view);
  },
  native: (view) => nativeNeeds('python', pythonPackages(view)),
};

/** A server that says nowhere that others may reach it listens on the loopback only. */
function listening(module: string, rest: string[], view: ProjectView): CommandProgram {
  const said = rest.some((word) => /^(?:--host|--bind|-b|-h|--listen)(?:=|$)/.test(word));
  const more = said || configured(view, module) ? [] : (REACHABLE[module] ?? []);
  const named = rest.some((word) => /^(?:--port|-p)(?:=|$)/.test(word));
  const port = more.includes('--port') && named ? more.slice(0, 2) : more;
  return { value: ['python3', '-m', module, ...rest, ...port], ...writes(module) };
}

const REACHABLE: Record<string, string[]> = {
  uvicorn: ['--host', '0.0.0.0', '--port', PORT],
  gunicorn: ['--bind', `0.0.0.0:${PORT}`],
  hypercorn: ['--bind', `0.0.0.0:${PORT}`],
};

function configured(view: ProjectView, module: string): boolean {
  return module === 'gunicorn' && /^\s*bind\s*=/m.test(view.read('gunicorn.conf.py') ?? '');
}

function codeOf(view: ProjectView): string[] {
  return view.paths.filter((path) => python.sources.test(path) && !TEST.test(path));
}

/** `[project.scripts]`: name = "package.module:function". */
function scriptsOf(view: ProjectView, preset: Preset): Program[] {
  const text = view.read('pyproject.toml') ?? '';
  const table = /^\[(?:project|tool\.poetry)\.scripts\]\s*$/m.exec(text);
  if (!table) return [];
  const from = text.slice(0, table.index).split('\n').length;
  const lines = text.split('\n');
  const next = lines.findIndex((line, index) => index >= from && line.startsWith('['));
  return hits(view, 'pyproject.toml', /^["']?([\w.-]+)["']?\s*=\s*["']([\w.]+):(\w+)["']/)
    .filter(({ evidence }) => evidence.line > from && (next < 0 || evidence.line <= next))
    .map(({ match: [, name = '', module = '', call = ''], evidence }) => ({
      name,
      value: ['python3', '-c', `from ${module} import ${call}; ${call}()`],
      evidence: [evidence],
      ...pathFor(view, module.split('.')[0] ?? '', preset),
    }));
}

/** Files that are programs by themselves. */
function mainsOf(view: ProjectView, files: readonly string[], preset: Preset): Program[] {
  const packages = files.filter((file) => nameOf(file) === '__main__.py' && file.includes('/'));
  const modules = packages.map((file): Program => {
    const { module } = moduleOf(file);
    const name = module.replace(/\.__main__$/, '');
    const argv = ['python3', '-m', name];
    const folder = folderOf(file);
    const path = pathFor(view, name.split('.')[0] ?? '', preset);
    return { name, value: argv, evidence: [thatFile(view, file)], folder, ...path };
  });
  const scripts = files.flatMap((file): Program[] => {
    const hit = firstHit(view, [file], /^if __name__ == ["']__main__["']/);
    if (!hit || nameOf(file) === '__main__.py') return [];
    return [
      { name: file, value: ['python3', file], evidence: [hit.evidence], folder: folderOf(file) },
    ];
  });
  const rank = ({ name }: Program) => {
    const index = SCRIPT_NAMES.indexOf(nameOf(name));
    return (index < 0 ? SCRIPT_NAMES.length : index) + 10 * name.split('/').length;
  };
  return [
    ...modules,
    ...scripts.filter(({ name }) => nameOf(name) !== 'manage.py').sort((a, b) => rank(a) - rank(b)),
  ];
}

/** Where a package lies below src/, the interpreter has to look there too. */
function pathFor(view: ProjectView, name: string, { data }: Preset): Pick<Program, 'env'> {
  const below = view.has(`src/${name}/__init__.py`) || view.has(`src/${name}/__main__.py`);
  if (!below || view.has(`${name}/__init__.py`)) return {};
  const { env, workdir } = data.runtime;
  const places = [env?.['PYTHONPATH'], `${workdir}/src`].filter(Boolean);
  return { env: { PYTHONPATH: places.join(':') } };
}
