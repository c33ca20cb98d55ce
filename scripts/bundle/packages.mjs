// The packages that are in a bundle, by its modules.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Each once, in the order of name and version: { folder, name, version, license }. */
export function bundledPackages(modules) {
  const found = new Map();
  for (const folder of new Set(modules.flatMap(packageFolder))) {
    const text = readFileSync(join(folder, 'package.json'), 'utf8');
    const { name, version, license } = JSON.parse(text);
    found.set(`${name}@${version}`, { folder, name, version, license });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Of a package inside another it is the inner one. */
function packageFolder(module) {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(module)?.slice(0, 1) ?? [];
}
