import type { Artifact, Healthcheck, ImageConfig } from '../../plan/types.ts';
import type { Ejection, Part } from '../types.ts';
import { envLines, placeOf } from './build-stages.ts';
import { comment, execForm, isFlagPattern, isPlain, paths, quoted, word } from './quoting.ts';

type Layer = Artifact['layer'];

/** What changes seldom comes first, as in the image that harden builds. */
const ORDER: Layer[] = ['dependencies', 'app'];

/** The named artifacts, and nothing else, each kind as a layer of its own. */
export function crossingStages({ plan, modes }: Ejection): string[] {
  return kindsOf(plan.artifacts).flatMap((kind) => [
    comment(`What crosses into the image as its layer ${kind}; all of it is root's.`),
    `FROM scratch AS ${kind}`,
    ...plan.artifacts.flatMap((artifact, index) =>
      artifact.layer === kind ? artifactLines(artifact, modes[index] ?? '') : [],
    ),
    '',
  ]);
}

export function kindsOf(artifacts: readonly Artifact[]): Layer[] {
  return ORDER.filter((kind) => artifacts.some(({ layer }) => layer === kind));
}

function artifactLines({ from, to, exclude = [], origin }: Artifact, mode: string): string[] {
  const flags = ['--from=build', '--chown=0:0', `--chmod=${mode}`];
  const excluded = [...new Set(exclude)].filter(isFlagPattern).map((one) => `--exclude=${one}`);
  const words = [flags.join(' '), ...excluded, paths(from, to)];
  return [comment(placeOf(origin)), ...madeFor(to, mode), `COPY ${words.join(' \\\n    ')}`];
}

/** COPY gives folders that it has to make the mode of the file, with which nobody could enter them. */
export function folderFor(to: string, mode: string): string | undefined {
  const folder = to.slice(0, to.lastIndexOf('/'));
  return mode === '0644' && folder !== '' ? folder : undefined;
}

function madeFor(to: string, mode: string): string[] {
  const folder = folderFor(to, mode);
  return folder ? [`WORKDIR ${word(folder)}`] : [];
}

/** The base, what was put on it, the artifacts, and how the image starts. */
export function imageStage(ejection: Ejection): string[] {
  const { plan, base, above, config, folder } = ejection;
  const part = ({ file, what, holds }: Part, link: boolean) => [
    ...[what, ...holds].map(comment),
    `ADD ${link ? '--link ' : ''}${paths(`${folder}/${file}`, '/')}`,
  ];
  const names = new Set(plan.config.Env.map(nameOf));
  const env =
    base.image && base.without.length === 0
      ? config.Env.filter((pair) => names.has(nameOf(pair)))
      : config.Env;
  return [
    comment(`The base: ${plan.reasons.base}`),
    comment(placeOf(plan.base.origin)),
    ...(base.image && base.without.length > 0
      ? [
          `FROM ${base.image} AS original`,
          '',
          comment('The base without what was taken out of it.'),
          'FROM scratch',
          `COPY --from=original \\\n${base.without.map((one) => `    --exclude=${pattern(one)} \\\n`).join('')}    / /`,
        ]
      : [`FROM ${base.image ?? 'scratch'}`]),
    ...base.parts.flatMap((one) => part(one, base.image !== undefined)),
    ...kindsOf(plan.artifacts).map((kind) => `COPY --link --from=${kind} / /`),
    ...above.flatMap((one) => part(one, true)),
    '',
    ...configLines(plan.config, env.filter(isPlain).map(pairOf), config.Labels),
  ];
}

/** A path as the pattern that matches it alone. */
function pattern(path: string): string {
  return path.replace(/[\\*?[\]!$"'\s]/g, (sign) => `\\${sign}`);
}

function configLines(
  { WorkingDir, ExposedPorts, StopSignal, User, Entrypoint, Cmd, Healthcheck }: ImageConfig,
  env: readonly [string, string][],
  labels: Record<string, string>,
): string[] {
  const label = Object.entries(labels)
    .filter(([name, value]) => isPlain(name) && isPlain(value))
    .map(([name, value]) => `${quoted(name)}=${quoted(value)}`);
  return [
    ...envLines(env),
    ...(label.length > 0 ? [`LABEL ${label.join(' \\\n    ')}`] : []),
    ...(WorkingDir ? [`WORKDIR ${word(WorkingDir)}`] : []),
    ...(ExposedPorts.length > 0 ? [`EXPOSE ${ExposedPorts.join(' ')}`] : []),
    ...(StopSignal ? [`STOPSIGNAL ${word(StopSignal)}`] : []),
    ...(User ? [`USER ${word(User)}`] : []),
    ...(Healthcheck ? [healthLine(Healthcheck)] : []),
    `ENTRYPOINT ${execForm(Entrypoint)}`,
    ...(Cmd.length > 0 ? [`CMD ${execForm(Cmd)}`] : []),
  ];
}

function healthLine({ Test, Interval, Timeout, StartPeriod, Retries }: Healthcheck): string {
  const seconds = (nanoseconds: number) => `${nanoseconds / 1e9}s`;
  const flags = [
    `--interval=${seconds(Interval)}`,
    `--timeout=${seconds(Timeout)}`,
    ...(StartPeriod === undefined ? [] : [`--start-period=${seconds(StartPeriod)}`]),
    `--retries=${Retries}`,
  ];
  return `HEALTHCHECK ${flags.join(' ')} \\\n    CMD ${execForm(Test.slice(1))}`;
}

function nameOf(pair: string): string {
  return pair.split('=', 1)[0] ?? '';
}

function pairOf(pair: string): [string, string] {
  const name = nameOf(pair);
  return [name, pair.slice(name.length + 1)];
}
