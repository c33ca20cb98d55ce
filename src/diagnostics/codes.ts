import type { Diagnostic } from './diagnostic.ts';
import { EXIT, type ExitName } from './exit-codes.ts';

/** Every diagnostic code, with the exit code it leads to. Each has a page in docs/diagnostics. */
const CODES = {
  'cli/unknown-command': 'usage',
  'cli/bad-option': 'usage',
  'cli/not-found': 'usage',
  'cli/output-exists': 'usage',

  'init/spec-exists': 'usage',
  'init/nothing-found': 'usage',
  'init/no-preset': 'usage',
  'init/not-ready': 'usage',
  'init/no-program': 'usage',
  'init/no-dockerfile': 'usage',
  'init/cannot-write': 'usage',

  'audit/no-spec': 'usage',

  'spec/missing-file': 'usage',
  'spec/unreadable': 'usage',
  'spec/too-large': 'usage',
  'spec/encoding': 'usage',
  'spec/syntax': 'usage',
  'spec/tab': 'usage',
  'spec/empty': 'usage',
  'spec/multiple-documents': 'usage',
  'spec/too-deep': 'usage',
  'spec/too-many-aliases': 'usage',
  'spec/duplicate-key': 'usage',
  'spec/unknown-key': 'usage',
  'spec/missing-key': 'usage',
  'spec/wrong-type': 'usage',
  'spec/number-as-version': 'usage',
  'spec/bad-value': 'usage',
  'spec/unknown-base': 'usage',
  'spec/conflict': 'usage',
  'spec/which-image': 'usage',

  'preset/not-found': 'usage',
  'preset/invalid': 'usage',
  'preset/unknown-input': 'usage',
  'preset/bad-input': 'usage',
  'preset/not-allowed': 'usage',
  'preset/plan-changed': 'usage',

  'plan/missing-source': 'usage',
  'plan/artifact-outside-stage': 'usage',
  'plan/entrypoint-not-shipped': 'usage',
  'plan/version-mismatch': 'usage',
  'plan/base-unfit': 'usage',
  'plan/base-refused': 'usage',
  'plan/secret-in-source': 'usage',

  'debian/unknown-package': 'usage',
  'debian/unknown-release': 'usage',
  'debian/unsatisfiable': 'usage',
  'debian/conflicting-files': 'build',
  'debian/bad-signature': 'verify',
  'debian/checksum-mismatch': 'verify',
  'debian/bad-package': 'verify',
  'debian/mirror-unreachable': 'registry',

  'network/bad-setting': 'usage',

  'apk/unknown-package': 'usage',
  'apk/unsatisfiable': 'usage',
  'apk/bad-signature': 'verify',
  'apk/install-failed': 'build',
  'apk/repository-unreachable': 'registry',

  'registry/bad-reference': 'usage',
  'registry/not-found': 'registry',
  'registry/unauthorized': 'registry',
  'registry/unreachable': 'registry',
  'registry/digest-mismatch': 'verify',
  'registry/bad-answer': 'registry',
  'registry/no-platform': 'registry',
  'registry/wrong-credentials': 'registry',
  'registry/no-push-right': 'registry',
  'registry/no-repository': 'registry',
  'registry/tag-immutable': 'registry',

  'publish/no-report': 'registry',
  'publish/not-passed': 'registry',
  'publish/too-old': 'registry',
  'publish/changed': 'verify',

  'verify/no-signature': 'verify',
  'verify/no-statement': 'verify',
  'verify/not-passed': 'verify',
  'verify/other-base': 'verify',
  'verify/not-reproduced': 'verify',

  'oci/bad-archive': 'build',
  'oci/unsafe-entry': 'build',
  'oci/not-an-image': 'usage',
  'oci/unsupported-image': 'usage',

  'lock/missing': 'verify',
  'lock/invalid': 'usage',
  'lock/edited': 'verify',
  'lock/outdated': 'verify',

  'bundle/unreadable': 'usage',
  'bundle/damaged': 'verify',
  'bundle/does-not-fit': 'usage',
  'bundle/needs-network': 'build',
  'offline/missing': 'usage',

  'abi/missing-library': 'build',
  'abi/missing-version': 'build',
  'abi/missing-loader': 'build',
  'abi/missing-interpreter': 'build',
  'abi/missing-file': 'build',
  'abi/wrong-libc': 'build',
  'abi/wrong-machine': 'build',
  'abi/unowned-library': 'build',

  'rebase/unknown-build': 'usage',
  'rebase/other-plan': 'usage',
  'rebase/sources-changed': 'usage',
  'rebase/stale-library': 'build',

  'explain/not-found': 'usage',

  'policy/bad-vex': 'usage',
  'policy/vulnerable-source': 'policy',

  'runtime/bad-certificate': 'usage',
  'runtime/not-a-folder': 'build',
  'runtime/unknown-locale': 'build',
  'runtime/unknown-timezone': 'build',

  'build/step-failed': 'build',
  'build/artifact-missing': 'build',
  'build/secret-missing': 'usage',
  'build/secret-in-image': 'build',
  'build/ssh-missing': 'usage',
  'build/no-disk': 'build',
  'build/cannot-write': 'usage',

  'engine/not-found': 'engine',
  'engine/unreachable': 'engine',
  'engine/lost': 'engine',
  'engine/evicted': 'engine',
  'engine/unsupported': 'engine',
  'engine/not-root': 'engine',
  'engine/no-go': 'engine',
  'engine/no-disk': 'engine',
  'engine/missing-packages': 'engine',
  'engine/other-platform': 'engine',
  'engine/build-failed': 'engine',
  'engine/start-failed': 'engine',

  'scan/failed': 'scan',
  'scan/bad-output': 'scan',
  'scan/no-database': 'scan',
  'scan/stale-database': 'scan',
  'scan/blind': 'scan',
  'scan/project-config': 'usage',

  'eject/other-plan': 'usage',
  'eject/differs': 'verify',

  'smoke/failed': 'smoke',
  'smoke/not-run': 'scan',
  'smoke/service-failed': 'scan',

  'sign/bad-key': 'usage',
  'sign/bad-trust-root': 'usage',
  'sign/no-identity': 'usage',
  'sign/unreachable': 'registry',
  'sign/refused': 'registry',

  'report/unreadable': 'usage',
  'report/cannot-write': 'usage',

  'internal/bug': 'bug',
} as const satisfies Record<string, ExitName>;

export type Code = keyof typeof CODES;

export const codes = Object.keys(CODES) as Code[];

/** The exit code of a run that ends with these diagnostics: that of the first error. */
export function exitCodeOf(diagnostics: readonly Diagnostic[]): number {
  const first = diagnostics.find((d) => d.severity === 'error');
  return first ? EXIT[CODES[first.code]] : EXIT.passed;
}

/** The documentation page of a code, relative to the docs folder. */
export function pageOf(code: Code): string {
  return `diagnostics/${code.replace('/', '-')}.md`;
}
