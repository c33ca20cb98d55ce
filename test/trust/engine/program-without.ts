import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { ROOT } from '../../program.ts';

/** A piece of a source file, which has to be there once, and what stands in its place. */
export interface Cut {
  file: string;
  piece: string;
  instead: string;
}

/**
 * Builds the program with a defence cut out of it, so that a section can show that it fails then. Each cut
 * has its folder, which the next run makes anew.
 * @returns the path of its cli.js.
 */
export async function programWithout({ file, piece, instead }: Cut): Promise<string> {
  // A place in the package, so that what it reads of itself is found.
  const name = createHash('sha256').update(file).update(piece).digest('hex').slice(0, 12);
  const folder = join(ROOT, 'node_modules', '.harden', `without-${name}`);
  rmSync(folder, { recursive: true, force: true });
  const path = join(ROOT, file);
  const [before, after, ...more] = readFileSync(path, 'utf8').split(piece);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${file} does not have this piece once: ${piece}`);
  }
  const bundle = await rolldown({
    input: { cli: join(ROOT, 'src/cli.ts') },
    cwd: ROOT,
    platform: 'node',
    resolve: { mainFields: ['module', 'main'] },
    plugins: [
      { name: 'cut', load: (id) => (id === path ? `${before}${instead}${after}` : undefined) },
    ],
  });
  await bundle.write({ dir: folder, format: 'esm' });
  await bundle.close();
  return join(folder, 'cli.js');
}
