import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { cacheDir } from '../cache.ts';
import { compile } from '../compile.ts';
import { freeBytes } from '../disk.ts';
import { otherEngine } from '../engine/discover.ts';
import { MIRRORED_HOSTS } from '../engine/engine-config.ts';
import { unchecked } from '../engine/named.ts';
import { engineName, instancePaths } from '../engine/paths.ts';
import { canPing, ping } from '../engine/ping.ts';
import { processesWith } from '../engine/processes.ts';
import { engineStatus } from '../engine/status.ts';
import { CA_SETTINGS } from '../inputs/network-settings.ts';
import { hasLock } from '../lock/name.ts';
import { OUTPUT } from '../output.ts';
import { packageVersion } from '../package-root.ts';
import { readCredentials } from '../registry/credentials.ts';
import { parseReference } from '../registry/reference.ts';
import { storedReport } from '../stored-report.ts';
import { hiding } from './hide.ts';
import type { Facts, SpecFacts } from './types.ts';

export interface FactsRequest {
  cwd: string;
  env: NodeJS.ProcessEnv;
  now: () => Date;
}

/** Bases that nobody gets without an account. */
const CLOSED = ['dhi.io'];
const MIRRORED: readonly string[] = MIRRORED_HOSTS;
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/** Looks, and changes nothing; starts nothing. */
export async function gatherFacts({ cwd, env, now }: FactsRequest): Promise<Facts> {
  const [status, other, spec, ca, leftRuns, cacheFree, free, databases] = await Promise.all([
    engineStatus(env),
    otherFacts(env),
    specFacts(cwd),
    caFacts(env),
    runsLeft(cwd),
    freeBytes(cacheDir(env)),
    freeBytes(cwd),
    storedReport('.', cwd).then(
      ({ report }) => report.scanners.map(({ database }) => database),
      () => [],
    ),
  ]);
  const hide = hiding(env);
  const instance = instancePaths(engineName(env));
  return {
    ...{ now: now().toISOString(), harden: packageVersion(), node: process.versions.node },
    platform: `${process.platform}/${process.arch}`,
    engine: {
      native: { installed: status.installed, running: status.running, outdated: status.outdated },
      ...(other && { other }),
    },
    cache: { folder: cacheDir(env), free: cacheFree },
    project: { folder: cwd, free },
    registries: await registryFacts(spec.hosts, status.kind === 'native', env),
    proxy: Object.fromEntries(
      PROXIES.flatMap((name) => {
        const value = env[name] ?? env[name.toLowerCase()];
        return value ? [[name, hide(value)]] : [];
      }),
    ),
    ...(ca && { ca }),
    databases,
    spec: spec.facts,
    leftRuns,
    leftProcesses: status.running ? [] : processesWith('runc', `${instance.state}/worker/executor`),
  };
}

async function otherFacts(env: NodeJS.ProcessEnv): Promise<Facts['engine']['other']> {
  const words = await otherEngine({ env });
  if (!words) return undefined;
  const addresses = unchecked(undefined, env).map(({ address }) => address);
  const asked = addresses.filter(canPing);
  const answers = await Promise.all(asked.map((address) => ping(address)));
  const silent = asked.filter((_, at) => answers[at] !== 'answers');
  if (asked.length === 0) return { words, answers: undefined };
  return { words, silent, answers: silent.length < addresses.length };
}

async function specFacts(cwd: string): Promise<{ facts: SpecFacts; hosts: string[] }> {
  const text = await readFile(join(cwd, 'hardening.yaml'), 'utf8').catch(() => undefined);
  if (text === undefined) return { facts: { kind: 'none' }, hosts: [] };
  const compiled = await compile(cwd);
  if (!compiled.ok) {
    const file = 'hardening.yaml';
    return { facts: { kind: 'invalid', file, problems: compiled.diagnostics.length }, hosts: [] };
  }
  const { plan, file } = compiled.value;
  const refs = [
    ...(plan.base.kind === 'image' ? [plan.base.ref] : []),
    ...(plan.toolchain.kind === 'image' ? [plan.toolchain.ref] : []),
  ];
  return {
    facts: {
      ...{ kind: 'valid', file: relative(cwd, file) || file },
      schema: /^# yaml-language-server: \$schema=/m.test(text),
      locked: await hasLock(cwd),
    },
    hosts: [...new Set(refs.flatMap(hostOf))],
  };
}

function hostOf(ref: string): string[] {
  const parsed = parseReference(ref);
  return parsed.ok ? [parsed.value.registry] : [];
}

async function registryFacts(
  hosts: readonly string[],
  native: boolean,
  env: NodeJS.ProcessEnv,
): Promise<Facts['registries']> {
  return Promise.all(
    hosts.map(async (host) => ({
      ...{
        host,
        mirrored: native && MIRRORED.includes(host),
        needsLogin: CLOSED.includes(host),
      },
      login: (await readCredentials(host, env).catch(() => undefined)) !== undefined,
    })),
  );
}

async function caFacts(env: NodeJS.ProcessEnv): Promise<Facts['ca']> {
  const from = CA_SETTINGS.find((name) => env[name]);
  if (!from) return undefined;
  const file = env[from] ?? '';
  const text = await readFile(file, 'utf8').catch(() => '');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return { from, file, certificates: blocks.filter(isCertificate).length };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}

async function runsLeft(cwd: string): Promise<string[]> {
  const names = await readdir(join(cwd, OUTPUT)).catch(() => []);
  return names.filter((name) => name.startsWith('run-')).map((name) => join(OUTPUT, name));
}
