import { bakeFile } from '../../../src/eject/render/bake.ts';
import { dockerfile } from '../../../src/eject/render/dockerfile.ts';
import { ignoreFile } from '../../../src/eject/render/ignore.ts';
import { program } from '../../../src/eject/render/program.ts';
import { renderPlan } from '../../../src/plan/render.ts';
import type { BuildPlan } from '../../../src/plan/types.ts';
import { ejectionFrom } from '../../eject/ejection.ts';
import { instructions } from '../../eject/read-dockerfile.ts';
import { unfitForTerminal } from '../refusal.ts';
import { skeleton } from './skeleton.ts';

/** The texts that are made of a plan, for other programs to read. */
export interface Forms {
  dockerfile: string;
  program: string;
  bake: string;
  ignore: string;
  terminal: string;
}

export function print(plan: BuildPlan): Forms {
  const ejection = ejectionFrom(plan);
  return {
    dockerfile: dockerfile(ejection),
    program: program(ejection),
    bake: bakeFile(ejection),
    ignore: ignoreFile(ejection),
    terminal: renderPlan(plan),
  };
}

/** The same without any quoting. */
export function unquoted(plan: BuildPlan): Forms {
  const steps = plan.stages.flatMap((stage) =>
    stage.steps.map(({ run }) => `RUN ${run.join(' ')}`),
  );
  const lines = [...steps, ...plan.config.Env.map((one) => `ENV ${one}`), `LABEL a=${plan.name}`];
  return { ...print(plan), dockerfile: lines.join('\n'), terminal: lines.join('\n') };
}

/** What is in these texts that is not in those with a harmless word, where there are such. */
export function wrongIn(forms: Forms, usual: Forms | undefined): string | undefined {
  const raw = unfitForTerminal(forms.terminal);
  if (raw) return `the plan ${raw}`;
  if (Object.values(forms).some((text) => text.includes('\u001b'))) return 'an escape in a file';
  try {
    JSON.parse(forms.bake);
    const found = actsOf(forms);
    if (!usual) return found.instructions.length > 0 ? undefined : 'no instructions';
    const known = actsOf(usual);
    for (const kind of Object.keys(known) as (keyof typeof known)[]) {
      const more = moreThan(found[kind], known[kind]);
      if (more.length > 0) return `${kind} that are not with a word: ${more.join(' ')}`;
    }
    return undefined;
  } catch (thrown) {
    return `a file that cannot be read: ${thrown}`;
  }
}

/** All that does something. */
function actsOf(forms: Forms) {
  return {
    instructions: instructions(forms.dockerfile).map(({ name }) => name),
    statements: skeleton(forms.program),
    lines: forms.ignore.split('\n').map(() => 'line'),
  };
}

/** What a builder has no way to say is left out and told: fewer instructions, never others. */
function moreThan(found: readonly string[], known: readonly string[]): string[] {
  const left = [...known];
  return found.filter((name) => {
    const at = left.indexOf(name);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
