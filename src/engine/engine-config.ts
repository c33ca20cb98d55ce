/** Registries whose names the lab's registry answers for. */
export const MIRRORED_HOSTS = [
  'docker.io',
  'gcr.io',
  'ghcr.io',
  'dhi.io',
  'cgr.dev',
  'quay.io',
  'mcr.microsoft.com',
  'public.ecr.aws',
] as const;

/** The collector's limits: what is kept of an engine's cache. */
export const GC = { reservedSpace: '10GB', maxUsedSpace: '60GB', minFreeSpace: '10GB' } as const;

/**
 * The engine's engine.json. Every upstream name has the lab's registry, `host:port` on plain HTTP,
 * as its mirror; what the mirror lacks is asked of the name's own registry. The collector's limits
 * are set because the default one keeps a fifth of the disk free, and so throws a build's cache
 * away minutes later on a disk that is fairly full.
 */
export function engineConfig(registry: string): object {
  const mirrored = MIRRORED_HOSTS.map((host) => [host, { mirrors: [registry] }]);
  return {
    logLevel: 'info',
    gc: GC,
    registries: { ...Object.fromEntries(mirrored), [registry]: { http: true } },
  };
}

/** What only harden asks for, and no engine: Grype's databases, on a web server upstream. */
const DATABASE_HOST = 'grype.anchore.io';

/** Where harden's own registry client finds each upstream name: host to URL. */
export function mirrorsOf(registry: string): Record<string, string> {
  const hosts = [...MIRRORED_HOSTS, DATABASE_HOST];
  return Object.fromEntries(hosts.map((host) => [host, `http://${registry}`]));
}

/** The configuration of docker-registry, in its own YAML. No cache: other processes write too. */
export function registryConfig(storage: string, registry: string): string {
  return [
    'version: 0.1',
    'log: {level: warn, accesslog: {disabled: true}}',
    'storage:',
    `  filesystem: {rootdirectory: ${JSON.stringify(storage)}}`,
    '  maintenance: {uploadpurging: {enabled: false}}',
    `http: {addr: ${JSON.stringify(registry)}}`,
    '',
  ].join('\n');
}
