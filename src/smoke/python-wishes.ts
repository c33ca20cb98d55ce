import type { ProjectFiles } from '../preset/types.ts';
import { pep503 } from '../scan/ecosystem.ts';

/** Where a project names a package; without a group it is asked for at run time. */
export interface Wish {
  name: string;
  group?: string;
  /** Like `pyproject.toml:12`. */
  place: string;
}

/** Packages that bring modules of another name. */
const PACKAGES: Record<string, string[]> = {
  Crypto: ['pycryptodome'],
  MySQLdb: ['mysqlclient'],
  OpenSSL: ['pyopenssl'],
  PIL: ['pillow'],
  attr: ['attrs'],
  bs4: ['beautifulsoup4'],
  cv2: ['opencv-python-headless', 'opencv-python'],
  dateutil: ['python-dateutil'],
  dotenv: ['python-dotenv'],
  google: ['protobuf'],
  jose: ['python-jose'],
  jwt: ['pyjwt'],
  magic: ['python-magic'],
  multipart: ['python-multipart'],
  psycopg2: ['psycopg2', 'psycopg2-binary'],
  serial: ['pyserial'],
  sklearn: ['scikit-learn'],
  yaml: ['pyyaml'],
};

/** Requirements that harden does not install. */
const FOR_DEVELOPMENT = ['dev', 'test', 'tests', 'local', 'ci'].flatMap((kind) => [
  `requirements-${kind}.txt`,
  `requirements_${kind}.txt`,
  `${kind}-requirements.txt`,
  `requirements/${kind}.txt`,
]);

/** Where the project asks for the package of a module; at run time comes before all groups. */
export function wishFor(module: string, project: ProjectFiles): Wish | undefined {
  const names = new Set([module, ...(PACKAGES[module] ?? [])].map(pep503));
  const wishes = [
    ...inRequirements('requirements.txt', project),
    ...inPyproject(project.read('pyproject.toml') ?? ''),
    ...FOR_DEVELOPMENT.flatMap((file) => inRequirements(file, project, 'development')),
  ].filter(({ name }) => names.has(pep503(name)));
  return wishes.find(({ group }) => group === undefined) ?? wishes[0];
}

function inRequirements(file: string, project: ProjectFiles, group?: string): Wish[] {
  return (project.read(file) ?? '').split('\n').flatMap((line, index) => {
    const name = /^\s*([A-Za-z0-9][\w.-]*)/.exec(line)?.[1];
    return name ? [{ name, place: `${file}:${index + 1}`, ...(group && { group }) }] : [];
  });
}

/** Line by line: a table, a key of it, and what stands in quotes up to the next key. */
function inPyproject(text: string): Wish[] {
  let table = '';
  let key = '';
  return text.split('\n').flatMap((line, index): Wish[] => {
    const header = /^\s*\[+\s*([\w.-]+)\s*\]+\s*(?:#.*)?$/.exec(line)?.[1];
    if (header) {
      table = header;
      key = '';
      return [];
    }
    const [start = '', own] = /^\s*["']?([\w.-]+)["']?\s*=/.exec(line) ?? [];
    key = own ?? key;
    const place = `pyproject.toml:${index + 1}`;
    const poetry = POETRY.exec(table);
    if (poetry) return own ? [{ name: own, place, ...groupOf(poetry) }] : [];
    const group = pep621(table, key);
    if (group === undefined) return [];
    const names = line.slice(start.length).matchAll(/["']\s*([A-Za-z0-9][\w.-]*)[^"']*["']/g);
    return [...names].map(([, name = '']) => ({ name, place, ...(group && { group }) }));
  });
}

const POETRY = /^tool\.poetry\.(?:dependencies|(dev)-dependencies|group\.([\w-]+)\.dependencies)$/;

function groupOf([, dev, named]: RegExpExecArray): { group?: string } {
  const group = named ?? dev;
  return group && group !== 'main' ? { group } : {};
}

/** The group that a list of packages is for, empty for run time; undefined where it is no list. */
function pep621(table: string, key: string): string | undefined {
  if (table === 'project') return key === 'dependencies' ? '' : undefined;
  if (table === 'tool.uv') return key === 'dev-dependencies' ? 'dev' : undefined;
  return table === 'dependency-groups' || table === 'project.optional-dependencies'
    ? key
    : undefined;
}
