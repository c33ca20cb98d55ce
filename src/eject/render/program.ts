import { DENIED } from '../../plan/secrets.ts';
import type { Ejection } from '../types.ts';
import { CA, CA_NAMES, isJava, JAVA_CA, JAVA_OPTIONS } from './authorities.ts';
import { kindsOf } from './image-stage.ts';
import { programImage } from './program-image.ts';
import { environments, programStages } from './program-stages.ts';
import { argument, bulletsOf, call, text } from './program-text.ts';
import { unexpressed } from './unexpressed.ts';

/** The plan as a program for Dagger's SDK for TypeScript, which writes the image as an archive. */
export function program(ejection: Ejection): string {
  const { plan, folder, network } = ejection;
  const up = '../'.repeat(folder.split('/').length);
  const passes = network.ca || network.variables.length > 0;
  const toolchain =
    'image' in ejection.toolchain
      ? call('from', [text(ejection.toolchain.image)])
      : call('import_', [`made(${text(ejection.toolchain.part.file)})`]);
  return `${[
    ...bulletsOf(
      `${plan.name}, from what harden built of hardening.yaml. It needs harden no more:`,
    ),
    `//   cd ${folder} && npm install && node build.ts image.tar`,
    '//',
    '// What it does not do:',
    ...unexpressed(ejection, 'dagger').flatMap((one) => bulletsOf(one, '- ')),
    '//',
    '// A line such as hardening.yaml:3 says where the calls below it came from.',
    '',
    "import { fileURLToPath } from 'node:url';",
    `import { ${importsOf(ejection).join(', ')} } from '@dagger.io/dagger';`,
    '',
    ...(usesParts(ejection) ? ["const HERE = fileURLToPath(new URL('./', import.meta.url));"] : []),
    `const PROJECT = fileURLToPath(new URL('${up}', import.meta.url));`,
    `const platform = ${text(plan.platform)} as Platform;`,
    "const target = process.argv[2] ?? 'image.tar';",
    '',
    '// Secrets, histories and rests of builds, wherever they lie.',
    `const NEVER = ${argument(DENIED, 0)};`,
    ...[...environments(ejection)].flatMap(([variables, name]) => [
      `const ${name} = {`,
      ...Object.entries(JSON.parse(variables) as Record<string, string>).map(
        ([key, value]) => `  ${text(key)}: ${text(value)},`,
      ),
      '};',
    ]),
    '',
    'await connect(async (client) => {',
    '  const host = client.host();',
    ...(usesParts(ejection) ? ['  const made = (name: string) => host.file(HERE + name);'] : []),
    '',
    '  // The toolchain: what builds. It never ships.',
    `  ${passes ? 'let' : 'const'} clean = client.container({ platform })`,
    `    ${toolchain}`,
    '    .withoutEntrypoint()',
    '    .withoutDefaultArgs()',
    "    .withWorkdir('/src');",
    ...(passes ? networkLines(ejection) : []),
    ...programStages(ejection),
    '',
    ...programImage(ejection, kindsOf(plan.artifacts)),
    '});',
    '',
    ...helpers(ejection),
  ].join('\n')}`;
}

function usesParts({ toolchain, base, above }: Ejection): boolean {
  return 'part' in toolchain || base.parts.length + above.length > 0;
}

function importsOf(ejection: Ejection): string[] {
  const { plan } = ejection;
  return [
    ...(hasFolders(ejection) || environments(ejection).size > 0 ? ['type Container'] : []),
    'connect',
    ...(hasFolders(ejection) ? ['type Directory'] : []),
    'ImageMediaTypes',
    ...(plan.config.ExposedPorts.length > 0 ? ['NetworkProtocol'] : []),
    'type Platform',
  ];
}

/** Whether an artifact is a folder, of which each file keeps its own mode. */
function hasFolders({ modes }: Ejection): boolean {
  return modes.some((mode) => !/^\d+$/.test(mode));
}

/** What this machine passes on, if the machine that runs the program has it too. */
function networkLines(ejection: Ejection): string[] {
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

/** Functions that the calls above need. */
function helpers(ejection: Ejection): string[] {
  const { plan } = ejection;
  const secrets = plan.stages.some(({ steps }) =>
    steps.some(({ secrets = [], ssh }) => secrets.length > 0 || ssh),
  );
  return [
    ...(environments(ejection).size > 0
      ? [
          'function withEnv(container: Container, variables: Record<string, string>): Container {',
          '  return Object.entries(variables).reduce(',
          '    (result, [name, value]) => result.withEnvVariable(name, value),',
          '    container,',
          '  );',
          '}',
          '',
        ]
      : []),
    ...(hasFolders(ejection)
      ? [
          '/** Programs stay programs, and everybody may read what only its owner could. */',
          'function readable(build: Container, folder: Directory): Directory {',
          "  const change = ['chmod', '-R', 'u=rwX,go=rX', '/crossing'];",
          "  return build.withDirectory('/crossing', folder).withExec(change).directory('/crossing');",
          '}',
          '',
        ]
      : []),
    ...(secrets
      ? [
          'function wanted(name: string): string {',
          '  const value = process.env[name];',
          '  if (value !== undefined) return value;',
          "  throw new Error('a build step needs the variable ' + name);",
          '}',
          '',
        ]
      : []),
  ];
}
