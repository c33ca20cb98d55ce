import { CA, CA_NAMES, JAVA_CA, JAVA_OPTIONS } from '../../plan/authorities.ts';
import type { Ejection } from '../types.ts';
import { isJava } from './authorities.ts';
import { argument } from './program-text.ts';

/** What this machine passes on, if the machine that runs the program has it too. */
export function networkLines(ejection: Ejection): string[] {
  const { network } = ejection;
  return [
    ...(network.ca
      ? [
          '  // An authority of the network, where this machine names one.',
          "  const ca = process.env['SSL_CERT_FILE'];",
          '  if (ca) {',
          `    clean = clean.withMountedFile('${CA}', host.file(ca));`,
          `    for (const name of ${argument(CA_NAMES, 4)}) clean = clean.withEnvVariable(name, '${CA}');`,
          '  }',
          ...(isJava(ejection) ? javaLines() : []),
        ]
      : []),
    ...(network.variables.length > 0
      ? [
          `  for (const name of ${argument(network.variables, 2)}) {`,
          '    const value = process.env[name];',
          '    if (value) clean = clean.withSecretVariable(name, client.setSecret(name, value));',
          '  }',
        ]
      : []),
  ];
}

/** Java reads no PEM: it needs the same as a key store. */
function javaLines(): string[] {
  return [
    "  const store = process.env['JAVA_CA'];",
    '  if (store) {',
    `    clean = clean.withMountedFile('${JAVA_CA}', host.file(store))`,
    `      .withEnvVariable('JAVA_TOOL_OPTIONS', '${JAVA_OPTIONS}');`,
    '  }',
  ];
}
