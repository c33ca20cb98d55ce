import { say } from '../setup.mjs';
import { harden } from './project.mjs';

/**
 * What peers need of this machine: programs that are built from their modules, a daemon, the address of
 * the engine, its registry. What is not to be had is not there, with the reason in `reasons`.
 */
export async function equip(lab, wanted) {
  const status = JSON.parse(harden('engine', 'status', '--json'));
  const registry = status.running && status.registry ? new URL(status.registry).host : undefined;
  const reasons = {};
  const tried = async (name, make) => {
    if (!wanted.has(name)) return undefined;
    say(`preparing ${name}`);
    try {
      if (!registry) throw new Error('it needs the registry of the native engine');
      return await make();
    } catch (cause) {
      reasons[name] = firstLine(cause);
      return undefined;
    }
  };
  return {
    buildkit: await tried('buildkit', () => lab.startBuildkit(registry)),
    ko: await tried('ko', () => lab.ko()),
    trivy: lab.labProgram('trivy'),
    session: lab.labProgram('harden-session'),
    ...{ registry, engine: status.address, engineVersion: status.version, reasons },
  };
}

export function firstLine(cause) {
  return String(cause?.message ?? cause)
    .trim()
    .split('\n')[0];
}
