import { DENIED } from '../../plan/secrets.ts';
import type { Ejection } from '../types.ts';

const ALL = new Set(['**', '.', '*', '**/*']);

/**
 * The allow-list of the plan as an ignore file, in which the last pattern that matches decides. What
 * the dependencies are read from is sent in any case, as they are there before the rest.
 */
export function ignoreFile({ plan, folder, toolchain, base, above }: Ejection): string {
  const build = plan.stages.find(({ name }) => name === 'build');
  const dependencies = plan.stages.find(({ name }) => name === 'dependencies');
  const include = build?.files.include ?? [];
  const exclude = build?.files.exclude ?? [];
  const denied = new Set(DENIED);
  const split = exclude.findIndex((one) => denied.has(one));
  const [own, last] = split < 0 ? [exclude, []] : [exclude.slice(0, split), exclude.slice(split)];
  const read = dependencies?.files.exclude.filter((one) => !denied.has(one) && !last.includes(one));
  const parts = [...('part' in toolchain ? [toolchain.part] : []), ...base.parts, ...above].map(
    ({ file }) => `!${folder}/${file}`,
  );
  return `${[
    `# What the build sees of the project${build?.ignoredBy ? `; ${build.ignoredBy} is part of it` : ''}.`,
    ...(include.every((one) => !ALL.has(one)) ? ['*', ...include.map((one) => `!${one}`)] : []),
    ...own,
    ...(dependencies
      ? [
          '# What says which dependencies there are.',
          ...dependencies.files.include.map((one) => `!${one}`),
          ...(read ?? []),
        ]
      : []),
    '# Secrets, histories and rests of builds, wherever they lie.',
    ...last,
    '# What harden made.',
    `${folder}`,
    ...parts,
  ].join('\n')}\n`;
}
