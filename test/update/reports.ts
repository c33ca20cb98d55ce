import type { Finding } from '../../src/scan/types.ts';
import type { UpdateReport } from '../../src/update/types.ts';

/** An advisory in libssl3. */
export function finding(id: string, changes: Partial<Finding> = {}): Finding {
  return {
    id,
    aliases: [],
    package: 'libssl3',
    version: '3.5.1',
    severity: 'high',
    type: 'debian',
    scanner: 'trivy',
    ...changes,
  };
}

/** An update that changed this, and nothing else. */
export function report(changes: Partial<UpdateReport> = {}): UpdateReport {
  return {
    schemaVersion: 1,
    spec: 'hardening.yaml',
    changed: false,
    matters: true,
    images: [],
    databases: [],
    debian: { added: [], removed: [], changed: [] },
    apk: { added: [], removed: [], changed: [] },
    ...changes,
  };
}
