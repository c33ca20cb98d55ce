import { statfsSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

/** Of so many cores' worth of work at once, a round counts as measured on a busy machine. */
const BUSY = 1.5;

/** What the figures were measured on; nothing in it names the machine. */
export function machine() {
  const [cpu] = cpus();
  return {
    system: `${type()} ${release().replace(/-.*$/, '')}, ${process.arch}`,
    processor: cpu?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.version,
  };
}

export function loadLimit() {
  return cpus().length * BUSY;
}

/** What the machine is like before a round. `busy` marks a round; it drops none. */
export function stateOf(folder, limit) {
  const { bavail, bsize } = statfsSync(folder);
  const [load] = loadavg();
  return { load, freeBytes: bavail * bsize, busy: load > limit };
}

/**
 * Node 20 reads the certificates of this setting whenever it starts, which takes 70 ms, and other builders
 * none. What is measured needs them from `SSL_CERT_FILE`, if at all.
 */
export function withoutBundle() {
  delete process.env.NODE_EXTRA_CA_CERTS;
}
