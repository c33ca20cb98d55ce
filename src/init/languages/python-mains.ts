import type { Preset } from '../../preset/types.ts';
import { firstHit, hits, thatFile } from '../lines.ts';
import type { Program, ProjectView } from '../types.ts';
import { folderOf, nameOf } from '../view.ts';
import { moduleOf } from './python-apps.ts';

const MAIN = /^if __name__ == ["']__main__["']/;
const SCRIPT_NAMES = ['main.py', 'app.py', 'server.py', 'run.py', 'worker.py', '__main__.py'];

/** Programs that no server runs: scripts of pyproject.toml, packages and files with a main part. */
export function standalone(view: ProjectView, files: readonly string[], preset: Preset): Program[] {
  const programs = [...scriptsOf(view, preset), ...mainsOf(view, files, preset)];
  const shown = programs.map(({ value }) => value.join('\0'));
  return programs.filter((_, index) => shown.indexOf(shown[index] ?? '') === index);
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
      value: runs(view, module) ?? ['python3', '-c', `from ${module} import ${call}; ${call}()`],
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
    const hit = firstHit(view, [file], MAIN);
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

/** A module that is a program by itself is started as one. */
function runs(view: ProjectView, module: string): string[] | undefined {
  if (module.endsWith('.__main__')) return ['python3', '-m', module.replace(/\.__main__$/, '')];
  const path = `${module.replaceAll('.', '/')}.py`;
  const file = [path, `src/${path}`].find((one) => view.has(one));
  return file && firstHit(view, [file], MAIN) ? ['python3', '-m', module] : undefined;
}

/** Where a package lies below src/, the interpreter has to look there too. */
function pathFor(view: ProjectView, name: string, preset: Preset): Pick<Program, 'env'> {
  const below = view.has(`src/${name}/__init__.py`) || view.has(`src/${name}/__main__.py`);
  if (!below || view.has(`${name}/__init__.py`) || searched(preset)) return {};
  const { env, workdir } = preset.data.runtime;
  const places = [env?.['PYTHONPATH'], `${workdir}/src`].filter(Boolean);
  return { env: { PYTHONPATH: places.join(':') } };
}

/** The preset lets the interpreter look below src/ as it is. */
export function searched({ data: { runtime } }: Preset): boolean {
  return (runtime.env?.['PYTHONPATH'] ?? '').split(':').includes(`${runtime.workdir}/src`);
}
