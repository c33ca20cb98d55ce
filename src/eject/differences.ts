import type { OciConfig } from '../oci/spec.ts';
import type { SeenFile } from './file-set.ts';

type Files = ReadonlyMap<string, SeenFile>;
type Config = NonNullable<OciConfig['config']>;

/** What is different in the files of an image from those that harden's own has, a line each. */
export function differentFiles(own: Files, other: Files): string[] {
  const paths = [...new Set([...own.keys(), ...other.keys()])].sort();
  return paths.flatMap((path) => {
    const [before, after] = [own.get(path), other.get(path)];
    if (!before) return [`/${path}: is there, and harden's image has no such ${after?.type}`];
    if (!after) return [`/${path}: is missing, harden's image has it as a ${before.type}`];
    return facts(before, after).map((fact) => `/${path}: ${fact}`);
  });
}

function facts(before: SeenFile, after: SeenFile): string[] {
  if (before.type !== after.type) return [`is a ${after.type}, expected a ${before.type}`];
  const owner = ({ uid, gid }: SeenFile) => `${uid}:${gid}`;
  const mode = (file: SeenFile) => file.mode.toString(8).padStart(4, '0');
  return [
    ...(before.mode === after.mode ? [] : [`has mode ${mode(after)}, expected ${mode(before)}`]),
    ...(owner(before) === owner(after) ? [] : [`is of ${owner(after)}, expected ${owner(before)}`]),
    ...(before.target === after.target
      ? []
      : [`leads to ${after.target}, expected ${before.target}`]),
    ...(before.content === after.content
      ? []
      : [`has other content: sha256 ${after.content}, expected ${before.content}`]),
  ];
}

/** The same for how the images start. A label that the other has besides is its base's. */
export function differentConfig(own: Config, other: Config): string[] {
  const labels = Object.entries(own.Labels ?? {}).map(([name, value]) => [
    `label ${name}`,
    value,
    other.Labels?.[name],
  ]);
  const fields = [
    ['user', own.User, other.User],
    ['entrypoint', own.Entrypoint ?? [], other.Entrypoint ?? []],
    ['cmd', own.Cmd ?? [], other.Cmd ?? []],
    ['workdir', own.WorkingDir, other.WorkingDir],
    ['environment', sorted(own.Env), sorted(other.Env)],
    [
      'ports',
      sorted(Object.keys(own.ExposedPorts ?? {})),
      sorted(Object.keys(other.ExposedPorts ?? {})),
    ],
    ['stop signal', own.StopSignal, other.StopSignal],
    ['health check', own.Healthcheck, other.Healthcheck],
    ...labels,
  ];
  return fields.flatMap(([name, before, after]) => {
    const [expected, read] = [before, after].map((value) => JSON.stringify(value ?? ''));
    return expected === read ? [] : [`config: ${name} is ${read}, expected ${expected}`];
  });
}

function sorted(list: readonly string[] | null | undefined): string[] {
  return (list ?? []).toSorted();
}
