import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Missing } from '../missing.mjs';

/** A peer with `trivy image` on what it built: offline, with harden's database and harden's threshold. */
export function scanned(peer) {
  return {
    ...peer,
    id: `${peer.id}-trivy`,
    title: `${peer.title} + Trivy`,
    does: `${peer.does}, scan`,
    async prepare(lab, own) {
      const { trivy, database } = lab;
      if (!trivy || !existsSync(trivy)) throw new Missing('the lab has built no trivy');
      const cache = join(own.output, '..', 'trivy');
      cpSync(database, join(cache, 'db'), { recursive: true });
      return { ...(await peer.prepare(lab, own)), scan: { trivy, cache } };
    },
    commands: (own, round) => [...peer.commands(own, round), scanOf(own, peer.image(own))],
  };
}

/** The layers that are known from the scan before are in the cache, as they are in harden's. */
function scanOf({ scan: { trivy, cache }, output }, image) {
  const args = [
    ...['image', '--input', image, '--cache-dir', cache, '--format', 'json', '--scanners', 'vuln'],
    ...['--severity', 'HIGH,CRITICAL', '--ignore-unfixed', '--exit-code', '1', '--list-all-pkgs'],
    ...['--skip-db-update', '--skip-java-db-update', '--offline-scan'],
    ...['--skip-version-check', '--disable-telemetry', '--quiet'],
    ...['--output', join(output, 'scan.json')],
  ];
  return { program: trivy, args, cwd: output };
}
