import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../program.ts';

const run = promisify(execFile);

export interface PackageRegistry {
  url: string;
  version: string;
  close(): void;
}

/**
 * An npm registry that has this package as it would be published, and leads to the configured one for
 * every other.
 */
export async function packageRegistry(): Promise<PackageRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-pack-'));
  const flags = ['--silent', '--ignore-scripts', '--pack-destination', folder];
  const packed = await run('npm', ['pack', ...flags], { cwd: ROOT });
  const tarball = await readFile(join(folder, packed.stdout.trim()));
  await rm(folder, { recursive: true });
  const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const { stdout } = await run('npm', ['config', 'get', 'registry'], { cwd: ROOT });
  const others = stdout.trim().replace(/\/$/, '');
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const server = createServer((request, response) => {
    if (request.url === '/hardening.tgz') return void response.end(tarball);
    if (request.url !== '/hardening') {
      return void response.writeHead(302, { location: `${others}${request.url}` }).end();
    }
    const dist = { tarball: `${url}/hardening.tgz`, integrity };
    const versions = { [manifest.version]: { ...manifest, dist } };
    const tags = { latest: manifest.version };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name: 'hardening', 'dist-tags': tags, versions }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, version: manifest.version, close: () => void server.close() };
}
