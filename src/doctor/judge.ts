import { MAX_DATABASE_AGE } from '../plan/scanners.ts';
import { count, formatBytes } from '../report/words.ts';
import { checkAge } from '../scan/database.ts';
import type { Facts, Symptom } from './types.ts';

const LEAST_NODE = [20, 19] as const;
/** Below the first an engine's own garbage collection ends builds; below the second it slows them. */
const FREE = { error: 2e9, warning: 10e9 };
/** When this was written: a clock before it is wrong. */
const EARLIEST = '2026-01-01';

/** What is well and what is not, in the order in which a build would stumble over it. */
export function judgeFacts(facts: Facts): Symptom[] {
  return [
    nodeOf(facts),
    clockOf(facts),
    engineOf(facts),
    ...disksOf(facts),
    specOf(facts),
    ...registriesOf(facts),
    networkOf(facts),
    ...databasesOf(facts),
    leftoversOf(facts),
  ];
}

function nodeOf({ node }: Facts): Symptom {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const [least, leastMinor] = LEAST_NODE;
  const name = 'node';
  if (major > least || (major === least && minor >= leastMinor)) {
    return { name, state: 'ok', says: `Node ${node}` };
  }
  const fix = `install Node ${least}.${leastMinor} or later`;
  return { name, state: 'error', says: `Node ${node} is too old`, fix };
}

function clockOf({ now }: Facts): Symptom {
  const name = 'clock';
  if (now >= EARLIEST) return { name, state: 'ok', says: now };
  const says = `the clock says ${now}, so no certificate and no database is valid`;
  return { name, state: 'error', says, fix: "set this machine's clock" };
}

function engineOf({ engine: { native, other } }: Facts): Symptom {
  const name = 'engine';
  if (other) {
    const fix = 'start it, or name another one with --engine or HARDEN_ENGINE';
    if (other.answers !== false && other.silent?.length) {
      const says = `nothing answers at ${other.silent.join(', ')}; the work goes to the others`;
      return { name, state: 'warning', says, fix };
    }
    if (other.answers !== false) return { name, state: 'ok', says: other.words };
    return { name, state: 'error', says: `nothing answers at ${other.words}`, fix };
  }
  if (!native.installed) {
    const fix =
      'install Docker or Podman, name an engine with HARDEN_ENGINE, or run: harden engine install';
    return { name, state: 'error', says: 'there is none', fix };
  }
  if (native.outdated.length > 0) {
    const says = `the native engine is not up to date: ${native.outdated.join(', ')}`;
    return { name, state: 'warning', says, fix: 'harden engine install' };
  }
  const state = native.running ? 'runs' : 'is stopped: a build starts it';
  return { name, state: 'ok', says: `the native engine ${state}` };
}

function disksOf({ cache, project }: Facts): Symptom[] {
  const of = (name: string, { folder, free }: Facts['cache']): Symptom => {
    const says = `${formatBytes(free)} free at ${folder}`;
    if (free >= FREE.warning) return { name, state: 'ok', says };
    const fix =
      'make room: the cache folder may be removed at any time, and "docker system df" shows the engine\'s';
    return { name, state: free < FREE.error ? 'error' : 'warning', says, fix };
  };
  return [of('cache', cache), of('output', project)];
}

function specOf({ spec }: Facts): Symptom {
  const name = 'spec';
  if (spec.kind === 'none') {
    return { name, state: 'warning', says: 'there is no hardening.yaml here', fix: 'harden init' };
  }
  if (spec.kind === 'invalid') {
    const says = `${spec.file} has ${count(spec.problems, 'mistake')}`;
    return { name, state: 'error', says, fix: `harden validate ${spec.file}` };
  }
  if (!spec.locked) {
    const says = `${spec.file} is valid, and there is no hardening.lock: names may mean another image tomorrow`;
    return { name, state: 'warning', says, fix: 'harden lock' };
  }
  if (!spec.schema) {
    const says = `${spec.file} is valid, and does not name its schema: editors cannot complete it`;
    const fix =
      'write as its first line: # yaml-language-server: $schema=<schema/hardening.schema.json>';
    return { name, state: 'warning', says, fix };
  }
  return { name, state: 'ok', says: `${spec.file} is valid and locked` };
}

function registriesOf({ registries }: Facts): Symptom[] {
  return registries.map(({ host, login, mirrored, needsLogin }): Symptom => {
    const name = `registry ${host}`;
    if (mirrored) return { name, state: 'ok', says: 'a mirror answers for it' };
    if (login) return { name, state: 'ok', says: 'a login is stored' };
    if (!needsLogin) return { name, state: 'ok', says: 'used without a login' };
    return { name, state: 'warning', says: 'it needs a login', fix: `docker login ${host}` };
  });
}

function networkOf({ proxy, ca }: Facts): Symptom {
  const name = 'network';
  if (ca && ca.certificates === 0) {
    const fix = `name a PEM file in ${ca.from}, or unset it`;
    return { name, state: 'error', says: `${ca.file} holds no certificate`, fix };
  }
  const set = Object.entries(proxy).map(([key, value]) => `${key}=${value}`);
  const trusted = ca ? [`${ca.certificates} certificates of ${ca.file} (${ca.from})`] : [];
  const says = [...set, ...trusted].join(', ') || 'no proxy and no certificates of its own';
  return { name, state: 'ok', says };
}

function databasesOf({ databases, now }: Facts): Symptom[] {
  return databases.map((one): Symptom => {
    const name = `database ${one.ref.replace(/^.*\/([^/]+)$/, '$1')}`;
    const [problem] = checkAge(one, new Date(now), MAX_DATABASE_AGE);
    const says = `of ${one.updatedAt}`;
    if (!problem) return { name, state: 'ok', says };
    const fix = 'build again, which pulls the newest; with a lock: harden update';
    return { name, state: 'warning', says: problem.message, fix };
  });
}

function leftoversOf({ leftRuns, leftProcesses }: Facts): Symptom {
  const name = 'leftovers';
  const says = [
    ...leftRuns.map((folder) => `${folder} is of a run that was killed`),
    ...(leftProcesses.length > 0
      ? [`processes ${leftProcesses.join(', ')} are of an engine that was killed`]
      : []),
  ];
  if (says.length === 0) return { name, state: 'ok', says: 'none' };
  const fix = [
    ...(leftRuns.length > 0 ? ['remove the folders when no build runs'] : []),
    ...(leftProcesses.length > 0 ? ['harden engine start ends them'] : []),
  ].join('; ');
  return { name, state: 'warning', says: says.join('; '), fix };
}
