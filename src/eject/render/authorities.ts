import { CA, CA_NAMES, JAVA_OPTIONS } from '../../plan/authorities.ts';
import type { Ejection } from '../types.ts';

export function isJava({ plan }: Pick<Ejection, 'plan'>): boolean {
  return plan.language.preset === 'java';
}

/** An ARG that is not given is not set, so that the toolchain's own authorities count. */
export function authorityLines(ejection: Ejection): string[] {
  if (!ejection.network.ca) return [];
  return [
    '# Where the network has an authority of its own: --secret id=ca,src=FILE, and each of these as',
    `# --build-arg NAME=${CA}. What is not given is not set.`,
    `ARG ${CA_NAMES.slice(0, 5).join(' ')} \\`,
    `    ${CA_NAMES.slice(5).join(' ')}`,
    ...(isJava(ejection)
      ? [
          '# For Java the same as a key store: --secret id=java-ca,src=FILE, and',
          `# --build-arg JAVA_TOOL_OPTIONS=${JAVA_OPTIONS}`,
          'ARG JAVA_TOOL_OPTIONS',
        ]
      : []),
  ];
}
