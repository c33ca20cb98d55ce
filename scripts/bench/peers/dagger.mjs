import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from '../../setup.mjs';
import { Missing } from '../missing.mjs';
import { COUNTED } from './harden.mjs';

/** Dagger's SDK alone: the program that harden ejects, bundled as harden itself is. */
export const dagger = {
  id: 'dagger',
  title: 'Dagger SDK',
  does: 'build',
  form: 'dagger',
  namesBase: ['ejected/build.mjs'],
  uploads: COUNTED,
  counted: true,
  async prepare({ session, engine }, { project }) {
    if (!engine) throw new Missing('the engine has no address that the SDK takes');
    if (!existsSync(session)) throw new Missing('the lab has built no session program');
    const folder = join(project, 'ejected');
    const source = join(folder, 'build.ts');
    writeFileSync(source, separable(readFileSync(source, 'utf8')));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const external = [/^node:/, /^@dagger\.io\//];
    const bundle = await rolldown({ input: source, platform: 'node', external });
    await bundle.write({ file: join(folder, 'build.mjs'), format: 'esm' });
    await bundle.close();
    return {
      env: {
        _EXPERIMENTAL_DAGGER_CLI_BIN: session,
        _EXPERIMENTAL_DAGGER_RUNNER_HOST: engine,
        DO_NOT_TRACK: '1',
      },
    };
  },
  commands({ project, output, env }, { cold, unique }) {
    const args = [join(project, 'ejected', 'build.mjs'), join(output, 'image.tar')];
    const fresh = cold ? unique : '';
    return [{ program: process.execPath, args, cwd: project, env: { ...env, BENCH_FRESH: fresh } }];
  },
  image: ({ output }) => join(output, 'image.tar'),
  written: ({ output }) => output,
};

const START = ".withWorkdir('/src');";
const VOLUME = 'client.cacheVolume(';

/**
 * With a word of its own in BENCH_FRESH nothing of an earlier build is used, as by `--no-cache`.
 * @throws Error if the program is of another form, so that a build with caches never counts as one without.
 */
export function separable(text) {
  if (!text.includes(START)) throw new Error('the ejected program starts in no folder /src');
  const fresh = "process.env['BENCH_FRESH'] ?? ''";
  return text
    .replace(START, `.withWorkdir('/src').withEnvVariable('BENCH_FRESH', ${fresh});`)
    .replaceAll(VOLUME, `${VOLUME}(${fresh}) + `);
}
