import { nearPath } from '../diagnostics/near-path.ts';
import { type Wish, wishFor } from './python-wishes.ts';
import type { Known, Symptom } from './types.ts';
import { absolute, wrongPath } from './wrong-path.ts';

/** What Python says when it does not find what a program imports or starts with. */
export const PYTHON_MODULES: readonly Symptom[] = [
  {
    pattern: /python[\d.]*: can't open file '([^'\n]+)'/,
    text: ([, path = ''], known) => wrongPath(absolute(path, known.workdir), undefined, known),
  },
  {
    pattern:
      /ModuleNotFoundError: No module named '([^'\n]+)'|python[\d.]*: No module named ([\w.]+)|Could not import module "([^"\n]+)"/,
    text: ([, imported, started, served], known) =>
      missing(imported ?? started ?? served ?? '', known),
  },
];

function missing(module: string, known: Known): string {
  const [top = module] = module.split('.');
  const wish = wishFor(top, known.project);
  const absent = `the Python module ${module} is not in the image`;
  if (wish) return `${absent}: ${fixOf(wish, known)}`;
  const near = sourceLike(module, known);
  if (near) return `${absent}, but ${near} is: correct the name, or see PYTHONPATH`;
  return `${absent}: add its package to the dependencies, and see PYTHONPATH`;
}

function fixOf({ name, group, place }: Wish, { project }: Known): string {
  const command = project.has('poetry.lock') ? 'run poetry lock' : 'run uv lock';
  const locked = project.has('uv.lock') || project.has('poetry.lock');
  if (group === undefined) return `${place} asks for ${name}: see that the lock file has it`;
  if (place.startsWith('pyproject')) {
    return `${name} is in the group ${group} (${place}), which does not ship: move it to dependencies, and ${locked ? command : 'lock again'}`;
  }
  return `${name} is in ${place}, which is not installed: move it to requirements.txt`;
}

/** A source of the program whose module has a name like it, or lies in another folder. */
function sourceLike(module: string, { workdir, files }: Known): string | undefined {
  const root = workdir === '/' ? '' : workdir;
  const sources = files.filter((path) => path.startsWith(`${root}/`) && path.endsWith('.py'));
  return nearPath(`${root}/${module.replaceAll('.', '/')}.py`, sources);
}
