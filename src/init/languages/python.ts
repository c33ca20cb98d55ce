import { nativeNeeds } from '../native.ts';
import {
  type CommandProgram,
  type Language,
  PORT,
  type Program,
  type ProjectView,
} from '../types.ts';
import { folderOf, nameOf } from '../view.ts';
import { djangoApp, pythonApps } from './python-apps.ts';
import { searched, standalone } from './python-mains.ts';
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
    const surroundings = { bound: configured(view, 'gunicorn'), searched: searched(preset) };
    const servers = apps.map((app): Program => {
      const folder = folderOf(app.file);
      const name = app.reference;
      return {
        name,
        evidence: [app.evidence],
        folder,
        ...served(app.kind, app, packages, surroundings),
      };
    });
    return servers.length > 0 ? servers : standalone(view, files, preset);
  },
  command(argv, view) {
    const [program = '', ...rest] = argv;
    const name = nameOf(program);
    if (/^python3?(?:\.\d+)?$/.test(name)) return { value: ['python3', ...rest] };
    const module = Object.hasOwn(MODULES, name) ? MODULES[name] : undefined;
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
