import { PORT, type Program } from '../types.ts';

type Started = Pick<Program, 'value' | 'guess' | 'todo' | 'writable'>;

const HOST = '0.0.0.0';
const BIND = ['--bind', `${HOST}:${PORT}`];

interface Server {
  package: string;
  argv: (app: string) => string[];
}

/** Servers by what they serve, the best known first. */
const ASGI: Server[] = [
  { package: 'uvicorn', argv: (app) => ['uvicorn', app, '--host', HOST, '--port', PORT] },
  { package: 'hypercorn', argv: (app) => ['hypercorn', app, ...BIND] },
  {
    package: 'granian',
    argv: (app) => ['granian', '--interface', 'asgi', '--host', HOST, '--port', PORT, app],
  },
  { package: 'daphne', argv: (app) => ['daphne', '-b', HOST, '-p', PORT, app] },
];
const WSGI: Server[] = [
  { package: 'gunicorn', argv: (app) => ['gunicorn', app, ...BIND] },
  { package: 'waitress', argv: (app) => ['waitress', `--listen=${HOST}:${PORT}`, app] },
  {
    package: 'granian',
    argv: (app) => ['granian', '--interface', 'wsgi', '--host', HOST, '--port', PORT, app],
  },
];

/** Module search paths that servers take by an option, for a project with its code in a folder. */
const FOLDER_OPTION: Record<string, string> = {
  uvicorn: '--app-dir',
  gunicorn: '--pythonpath',
};

/** What the project and its preset decide already. */
interface Surroundings {
  /** gunicorn's own file says where it listens. */
  bound: boolean;
  /** The interpreter looks for modules below src/ as it is. */
  searched: boolean;
}

/** An application object (`module:name`) and the server that the project has for its kind. */
export function served(
  kind: 'asgi' | 'wsgi',
  app: { reference: string; factory?: boolean; folder?: string },
  packages: ReadonlyMap<string, unknown>,
  { bound, searched }: Surroundings,
): Started {
  const servers = kind === 'asgi' ? ASGI : WSGI;
  const server = servers.find((one) => packages.has(one.package));
  const [best] = servers as [Server, ...Server[]];
  const chosen = server ?? best;
  const argv = chosen.argv(referenceFor(chosen.package, app));
  if (bound && chosen.package === 'gunicorn') argv.splice(-BIND.length);
  if (app.factory && chosen.package === 'uvicorn') argv.push('--factory');
  const option = FOLDER_OPTION[chosen.package];
  if (app.folder && option && !searched) argv.push(option, app.folder);
  const value = ['python3', '-m', ...argv];
  if (server) return { value, ...writes(server.package) };
  const fix = `add ${best.package} to the requirements of the project`;
  return {
    value,
    ...writes(chosen.package),
    guess: `the requirements name no ${kind.toUpperCase()} server`,
    todo: [fix],
  };
}

/** gunicorn keeps a file for each worker in the folder for temporary files. */
export function writes(server: string): Pick<Program, 'writable'> {
  return server === 'gunicorn' ? { writable: ['/tmp'] } : {};
}

function referenceFor(
  server: string,
  { reference, factory }: { reference: string; factory?: boolean },
): string {
  return factory && server === 'gunicorn' ? `${reference}()` : reference;
}
