import { createHash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { makeTar } from '../debian/make-deb.ts';
import { serveOnHost } from './host-server.ts';

export interface NpmRegistry {
  /** `host:port`. */
  address: string;
  /** Paths that were asked for with the right token. */
  served: string[];
  /** The lock file of a project that depends on the one package, @team/greeting 1.0.0. */
  lock: string;
}

const NAME = '@team/greeting';

/** A registry with one package, only for those who have the token; with a script if it has one. */
export async function npmRegistry(
  host: string,
  token: string,
  install?: string,
): Promise<NpmRegistry> {
  const scripts = install && { scripts: { install }, hasInstallScript: true };
  const manifest = { name: NAME, version: '1.0.0', main: 'index.js', ...scripts };
  // New each time: no cache has it.
  const greet = `exports.greet = () => 'from the private registry ${randomUUID()}';\n`;
  const tarball = gzipSync(
    await makeTar([
      { name: 'package/package.json', body: JSON.stringify(manifest) },
      { name: 'package/index.js', body: greet },
    ]),
  );
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const served: string[] = [];
  const address = await serveOnHost(host, (request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end();
    served.push(path);
    if (path.endsWith('.tgz')) return response.end(tarball);
    if (path !== `/${NAME}`) return response.writeHead(404).end();
    const dist = { tarball: `http://${address}/${NAME}/-/greeting-1.0.0.tgz`, integrity };
    const versions = { '1.0.0': { ...manifest, dist } };
    return response.end(JSON.stringify({ name: NAME, 'dist-tags': { latest: '1.0.0' }, versions }));
  });
  return { address, served, lock: lockOf(integrity, install !== undefined) };
}

function lockOf(integrity: string, hasInstallScript: boolean): string {
  const packages = {
    '': { name: 'app', version: '1.0.0', dependencies: { [NAME]: '1.0.0' } },
    [`node_modules/${NAME}`]: {
      version: '1.0.0',
      integrity,
      ...(hasInstallScript && { hasInstallScript }),
    },
  };
  return JSON.stringify({ name: 'app', version: '1.0.0', lockfileVersion: 3, packages });
}
