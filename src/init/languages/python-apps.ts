import { firstHit, hits } from '../lines.ts';
import type { Evidence, ProjectView } from '../types.ts';
import { folderOf, nameOf } from '../view.ts';

/** An application object: what a server of its kind is given. */
export interface App {
  kind: 'asgi' | 'wsgi';
  reference: string;
  factory?: boolean;
  /** The folder its module is searched in, where that is not the project's. */
  folder?: string;
  file: string;
  evidence: Evidence;
}

const ASGI = 'FastAPI|Starlette|Litestar|Quart|Sanic|BlackSheep|AsyncApp';
const WSGI = 'Flask|Bottle|APIFlask|FlaskApp';
const OBJECT = new RegExp(`^(\\w+)\\s*(?::[^=]+)?=\\s*(?:\\w+\\.)?(${ASGI}|${WSGI})\\(`);
const CALL =
  /^(app|application|api|asgi|wsgi|server)\s*(?::[^=]+)?=\s*(?:\w+\.)*(\w*(?:create|make|build|get|init)\w*)\(/i;
const FACTORY = /^def ((?:create|make|build|get)_(?:app|application|api))\(/;
const DJANGO = /^(application)\s*=\s*get_(a|w)sgi_application\(/;
const NAMED = ['main.py', 'app.py', 'wsgi.py', 'asgi.py', 'server.py', 'api.py', '__init__.py'];

/** Applications of the project, the most likely one first. */
export function pythonApps(
  view: ProjectView,
  files: readonly string[],
  packages: ReadonlyMap<string, unknown>,
): App[] {
  const objects = files.flatMap((file) => objectsIn(view, file));
  const calls = files.flatMap((file) => callsIn(view, file, packages));
  const direct = [...objects, ...calls].sort(byPlace);
  if (direct.length > 0) return direct;
  return files.flatMap((file) => factoriesIn(view, file)).sort(byPlace);
}

/** The module of Django's own making, by which server the project has. */
export function djangoApp(
  view: ProjectView,
  files: readonly string[],
  packages: ReadonlyMap<string, unknown>,
): App | undefined {
  const found = files.flatMap((file) =>
    hits(view, file, DJANGO).map(({ match, evidence }) =>
      appOf(file, match[1] ?? '', match[2] === 'a' ? 'asgi' : 'wsgi', evidence),
    ),
  );
  const onlyAsgi = ['uvicorn', 'hypercorn', 'daphne'].some((name) => packages.has(name));
  const kind = onlyAsgi && !packages.has('gunicorn') ? 'asgi' : 'wsgi';
  return found.find((app) => app.kind === kind) ?? found[0];
}

function objectsIn(view: ProjectView, file: string): App[] {
  return hits(view, file, OBJECT).map(({ match, evidence }) =>
    appOf(file, match[1] ?? '', kindOf(match[2] ?? ''), evidence),
  );
}

/** `app = create_app()`: what it makes is told by the frameworks the file, or the project, names. */
function callsIn(view: ProjectView, file: string, packages: ReadonlyMap<string, unknown>): App[] {
  return hits(view, file, CALL).flatMap(({ match, evidence }) => {
    const kind = frameworkOf(view, file) ?? kindOfPackages(packages);
    return kind ? [appOf(file, match[1] ?? '', kind, evidence)] : [];
  });
}

function factoriesIn(view: ProjectView, file: string): App[] {
  return hits(view, file, FACTORY).flatMap(({ match, evidence }) => {
    const kind = frameworkOf(view, file);
    return kind ? [{ ...appOf(file, match[1] ?? '', kind, evidence), factory: true }] : [];
  });
}

function frameworkOf(view: ProjectView, file: string): App['kind'] | undefined {
  const hit = firstHit(view, [file], new RegExp(`\\b(${ASGI}|${WSGI})\\(`));
  return hit && kindOf(hit.match[1] ?? '');
}

function kindOfPackages(packages: ReadonlyMap<string, unknown>): App['kind'] | undefined {
  if (['fastapi', 'starlette', 'litestar', 'quart'].some((name) => packages.has(name))) {
    return 'asgi';
  }
  return ['flask', 'bottle', 'falcon'].some((name) => packages.has(name)) ? 'wsgi' : undefined;
}

function kindOf(framework: string): App['kind'] {
  return new RegExp(`^(?:${ASGI})$`).test(framework) ? 'asgi' : 'wsgi';
}

function appOf(file: string, name: string, kind: App['kind'], evidence: Evidence): App {
  const { module, folder } = moduleOf(file);
  return { kind, reference: `${module}:${name}`, file, evidence, ...(folder && { folder }) };
}

/** The name a file is imported by. Code below src/ is searched there, as that layout means it. */
export function moduleOf(file: string): { module: string; folder?: string } {
  const folder = file.startsWith('src/') ? 'src' : undefined;
  const path = (folder ? file.slice(4) : file).replace(/\.py$/, '').replace(/\/__init__$/, '');
  return { module: path.replaceAll('/', '.'), ...(folder && { folder }) };
}

function byPlace(a: App, b: App): number {
  return depth(a) - depth(b) || rank(a) - rank(b) || (a.file < b.file ? -1 : 1);
}

function depth({ file }: App): number {
  return folderOf(file) === '' ? 0 : folderOf(file).split('/').length;
}

function rank({ file }: App): number {
  const index = NAMED.indexOf(nameOf(file));
  return index < 0 ? NAMED.length : index;
}
