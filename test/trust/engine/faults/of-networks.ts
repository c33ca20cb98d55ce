import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { debianMirrors } from '../../../../src/debian/mirrors.ts';
import { labPaths } from '../../../../src/engine/paths.ts';
import { mirrorsAt } from '../../../e2e/moving-registry.ts';
import { harden } from '../../../program.ts';
import type { Fault } from './fault.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { TROUBLES } from './troubles.ts';

interface Server {
  name: string;
  /** Exit codes of a server that cannot be used. */
  codes: readonly number[];
  /** What has trouble. */
  paths: RegExp;
  address(): Promise<string>;
  settings(proxy: string): Record<string, string>;
}

const SPEC = `version: 1
language: python
entrypoint: [python3, -m, app]
base: debian
scan: {scanners: [trivy]}
`;

const [{ archive, security } = { archive: '', security: '' }] = debianMirrors();

const SERVERS: Server[] = [
  {
    name: 'the registry',
    // Who has no database of a scanner has no scan.
    codes: [4, 6, 7],
    paths: /manifests|blobs/,
    address: registryOfLab,
    settings: (proxy) => ({ HARDEN_REGISTRY_MIRRORS: mirrorsAt(`http://${proxy}`) }),
  },
  {
    name: 'the mirror of Debian',
    codes: [6, 7],
    paths: /InRelease$|Packages|\.deb$/,
    address: async () => archive,
    settings: (proxy) => ({ HARDEN_DEBIAN_MIRROR: `http://${proxy} ${security}` }),
  },
];

let registry: Promise<string> | undefined;

function registryOfLab(): Promise<string> {
  registry ??= harden(['engine', 'status', '--json']).then(
    ({ stdout }) => JSON.parse(stdout).registry,
  );
  return registry;
}

/** What a network does to what is fetched through it: nothing is cached, and all of it is looked up. */
export const OF_NETWORKS: (Fault & { seldom: boolean })[] = SERVERS.flatMap((server) =>
  TROUBLES.map((one, index) => {
    let proxy: FaultProxy | undefined;
    return {
      what: `${server.name} ${one.what}`,
      command: ['lock'],
      seldom: index > 0,
      codes: one.once ? [0] : server.codes,
      seconds: one.seconds ?? 30,
      files: { 'hardening.yaml': SPEC },
      before: async ({ folder }) => {
        await mkdir(join(folder, 'cache'));
        await symlink(labPaths().root, join(folder, 'cache', 'lab'));
        const times = one.once ? 1 : Number.POSITIVE_INFINITY;
        const struck = { paths: server.paths, times };
        proxy = await faultProxy(await server.address(), one.trouble, struck);
        return () => proxy?.close() ?? Promise.resolve();
      },
      env: async () => server.settings(proxy?.address ?? ''),
      // What half of it left in the cache must not be taken for the whole.
      lasting: ({ folder }) => ({ HARDEN_CACHE_DIR: join(folder, 'cache') }),
      next: 'again',
    };
  }),
);
