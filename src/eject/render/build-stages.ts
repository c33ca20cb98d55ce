import type { Stage, Step } from '../../plan/types.ts';
import type { Ejection } from '../types.ts';
import { authorityLines } from './authorities.ts';
import { envOf } from './environment.ts';
import { mountsOf } from './mounts.ts';
import { comment, execForm, paths, quoted, word } from './quoting.ts';

const SOURCE = '/src';

/** The toolchain and the steps in it. Nothing of these stages ships. */
export function buildStages(ejection: Ejection): string[] {
  const { plan, folder, toolchain } = ejection;
  const { origin } = plan.toolchain;
  const lines = [comment('The toolchain: what builds. It never ships.'), comment(placeOf(origin))];
  if ('image' in toolchain) lines.push(`FROM ${toolchain.image} AS build`);
  else {
    const { file, holds } = toolchain.part;
    lines.push(...holds.map(comment), 'FROM scratch AS build');
    lines.push(`ADD ${paths(`${folder}/${file}`, '/')}`, `ENV PATH=${quoted(PATH)}`);
  }
  lines.push(`WORKDIR ${SOURCE}`, ...authorityLines(ejection));
  const env = envOf(plan.stages.flatMap(({ steps }) => steps));
  let workdir = SOURCE;
  let index = 0;
  plan.stages.forEach((stage, number) => {
    lines.push('', ...filesOf(stage, ejection.stubs[number] ?? [], ejection));
    for (const step of stage.steps) {
      const { fixed, own } = env[index] ?? { fixed: [], own: [] };
      index += 1;
      lines.push('', comment(placeOf(step.origin)), ...envLines(fixed));
      if (step.workdir !== workdir) lines.push(`WORKDIR ${word(step.workdir)}`);
      workdir = step.workdir;
      lines.push(runLine(step, own, ejection));
    }
  });
  return lines;
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function placeOf({ file, line }: { file: string; line: number }): string {
  return `${file}:${line}`;
}

function filesOf(stage: Stage, stubs: readonly string[], { folder, present }: Ejection): string[] {
  const lines = stubs.flatMap((name) => [
    `COPY <<'EOF' ${word(`${SOURCE}/${name}`)}`,
    (stage.stubs?.text ?? '').replace(/\n$/, ''),
    'EOF',
  ]);
  if (stubs.length > 0) {
    lines.unshift(comment('Sources by name alone: dependencies are built anew when they change.'));
  }
  if (stage.name === 'build') {
    return [
      ...lines,
      comment(`The project, without what ${folder}/Dockerfile.dockerignore leaves out.`),
      `COPY --exclude=${folder} . ${SOURCE}/`,
    ];
  }
  const names = stage.files.include.filter((one) => /[*?[\]]/.test(one) || present.includes(one));
  if (names.length === 0) return lines;
  return [
    ...lines,
    comment('What says which dependencies there are; the rest may change without a new download.'),
    `COPY --parents ${[...names.map(word), `${SOURCE}/`].join(' \\\n    ')}`,
  ];
}

export function envLines(pairs: readonly [name: string, value: string][]): string[] {
  if (pairs.length === 0) return [];
  return [`ENV ${pairs.map(([name, value]) => `${name}=${quoted(value)}`).join(' \\\n    ')}`];
}

function runLine(step: Step, own: readonly [string, string][], ejection: Ejection): string {
  const mounts = mountsOf(step, ejection).map((mount) => `--mount=${mount} \\\n    `);
  const env = own.length > 0 ? ['env', ...own.map(([name, value]) => `${name}=${value}`)] : [];
  return `RUN ${mounts.join('')}${execForm([...env, ...step.run])}`;
}
