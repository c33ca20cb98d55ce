import type { ProjectView } from '../../init/types.ts';
import type { Facts } from '../facts.ts';

/** The working folder of an image as if it were the project: names of all files, the texts that were read. */
export function workdirView({ config, inventory, tree }: Facts): ProjectView {
  const workdir = (config.config?.WorkingDir || '/').replace(/^\/+|\/+$/g, '');
  const prefix = workdir === '' ? '' : `${workdir}/`;
  const paths = tree.files
    .filter(({ path, type }) => type === 'file' && path.startsWith(prefix) && workdir !== '')
    .map(({ path }) => path.slice(prefix.length))
    .filter((path) => !/(?:^|\/)node_modules\//.test(path));
  return {
    has: (path) => tree.at(prefix + path)?.type === 'file',
    read: (path) => inventory.texts.get(prefix + path),
    paths,
    truncated: false,
  };
}
