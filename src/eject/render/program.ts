import { DENIED } from '../../plan/secrets.ts';
import type { Ejection } from '../types.ts';
import { kindsOf } from './image-stage.ts';
import { hasFolders, programFunctions } from './program-functions.ts';
import { programImage } from './program-image.ts';
import { networkLines } from './program-network.ts';
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
    ...programFunctions(ejection),
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
