import type { Artifact, ImageConfig } from '../../plan/types.ts';
import type { Ejection, Part } from '../types.ts';
import { placeOf } from './build-stages.ts';
import { folderFor } from './image-stage.ts';
import { argument, bulletsOf, call, text } from './program-text.ts';

type Layer = Artifact['layer'];

/** The artifacts, the base, how the image starts, and the archive. */
export function programImage(ejection: Ejection, kinds: readonly Layer[]): string[] {
  const { plan, base, above, config } = ejection;
  const names = new Set(plan.config.Env.map((pair) => pair.split('=', 1)[0]));
  const whole = base.image && base.without.length === 0;
  const env = config.Env.filter((pair) => !whole || names.has(pair.split('=', 1)[0] ?? ''));
  return [
    ...kinds.flatMap((kind) => crossing(kind, ejection)),
    ...bulletsOf(`The base: ${plan.reasons.base}`).map(indented),
    ...bulletsOf(placeOf(plan.base.origin)).map(indented),
    '  const image = client.container({ platform })',
    ...baseCalls(ejection).map((line) => `    ${line}`),
    ...kinds.map((kind) => `    .withDirectory('/', ${kind}, { owner: '0:0' })`),
    ...above.flatMap(partLines).map((line) => `    ${line}`),
    ...configCalls(plan.config, env, config.Labels).map((line) => `    ${line}`),
    '  await image',
    '    .asTarball({ mediaTypes: ImageMediaTypes.Oci })',
    '    .export(target);',
  ];
}

function indented(line: string): string {
  return `  ${line}`;
}

function crossing(kind: Layer, { plan, modes }: Ejection): string[] {
  const lines = plan.artifacts.flatMap((artifact, index) =>
    artifact.layer === kind ? artifactLines(artifact, modes[index] ?? '') : [],
  );
  return [
    `  // What crosses into the image as its layer ${kind}; all of it is root's.`,
    `  const ${kind} = client.directory()`,
    ...lines.map((line, index) => `    ${line}${index === lines.length - 1 ? ';' : ''}`),
  ];
}

function artifactLines({ from, to, exclude = [], origin }: Artifact, mode: string): string[] {
  const place = bulletsOf(placeOf(origin));
  if (/^\d+$/.test(mode)) {
    const target = to.endsWith('/') ? `${to}${from.split('/').at(-1)}` : to;
    const file = `build.file(${text(from)})`;
    const parent = folderFor(to, mode);
    return [
      ...place,
      ...(parent ? [call('withNewDirectory', [text(parent), '{ permissions: 0o755 }'])] : []),
      call('withFile', [text(target), file, `{ permissions: 0o${mode.replace(/^0/, '')} }`]),
    ];
  }
  const excluded = exclude.length > 0 ? [`{ exclude: ${argument(exclude, 6)} }`] : [];
  const folder = `readable(build, build.directory(${text(from)}))`;
  return [...place, call('withDirectory', [text(to), folder, ...excluded])];
}

function baseCalls({ base }: Ejection): string[] {
  const from = base.image ? [call('from', [text(base.image)])] : [];
  if (base.image && base.without.length > 0) {
    const files = `client.container({ platform }).from(${text(base.image)}).rootfs()`;
    from.splice(
      0,
      1,
      '// The base without what was taken out of it.',
      call('withDirectory', ["'/'", files, `{ exclude: ${argument(base.without, 4)} }`]),
    );
  }
  return [...from, ...base.parts.flatMap(partLines)];
}

function partLines({ file, what, holds }: Part): string[] {
  return [
    ...[what, ...holds].flatMap((line) => bulletsOf(line)),
    `.withDirectory('/', client.container({ platform }).import_(made(${text(file)})).rootfs())`,
  ];
}

function configCalls(
  { WorkingDir, ExposedPorts, User, Entrypoint, Cmd, Healthcheck }: ImageConfig,
  env: readonly string[],
  labels: Record<string, string>,
): string[] {
  const pairs = env.map((pair) => [pair.split('=', 1)[0] ?? '', pair.replace(/^[^=]*=?/, '')]);
  const calls = [
    ...pairs.map((pair) => call('withEnvVariable', pair.map(text))),
    ...Object.entries(labels).map((pair) => call('withLabel', pair.map(text))),
    ...(WorkingDir ? [call('withWorkdir', [text(WorkingDir)])] : []),
    ...ExposedPorts.map(portCall),
    ...(User ? [call('withUser', [text(User)])] : []),
    ...(Healthcheck ? [healthCall(Healthcheck)] : []),
    call('withEntrypoint', [argument(Entrypoint, 4)]),
    ...(Cmd.length > 0 ? [call('withDefaultArgs', [argument(Cmd, 4)])] : []),
  ];
  return calls.map((line, index) => (index === calls.length - 1 ? `${line};` : line));
}

function portCall(port: string): string {
  const [number = '', protocol = 'tcp'] = port.split('/');
  const kind = protocol === 'udp' ? 'Udp' : 'Tcp';
  return call('withExposedPort', [number, `{ protocol: NetworkProtocol.${kind} }`]);
}

function healthCall({
  Test,
  Interval,
  Timeout,
  StartPeriod,
  Retries,
}: NonNullable<ImageConfig['Healthcheck']>): string {
  const seconds = (nanoseconds: number) => `'${nanoseconds / 1e9}s'`;
  const options = [
    `interval: ${seconds(Interval)}`,
    `timeout: ${seconds(Timeout)}`,
    ...(StartPeriod === undefined ? [] : [`startPeriod: ${seconds(StartPeriod)}`]),
    `retries: ${Retries}`,
  ];
  return call('withDockerHealthcheck', [argument(Test.slice(1), 4), `{ ${options.join(', ')} }`]);
}
