import type { Compiled } from '../compile.ts';
import { evidenceAt, linesOf } from './lines.ts';
import type { Finding } from './types.ts';

/** What the preset makes of the proposal: its inputs with the lines they come from, and the steps. */
export function planFindings({ resolved, plan, sources, preset }: Compiled): Finding[] {
  const given = Object.entries(resolved.language.inputs).filter(([, { origin }]) => {
    return origin.file !== resolved.file;
  });
  // Of the preset's own defaults only the version says something about the project.
  const told = given.filter(
    ([name, { origin }]) => name === 'version' || !origin.file.startsWith('presets/'),
  );
  const inputs = told.map(([what, { value, origin }]): Finding => {
    const byPreset = origin.file.startsWith('presets/');
    const line = linesOf(sources.get(origin.file))[origin.line - 1] ?? '';
    const evidence = [evidenceAt(origin.file, origin.line, line)];
    if (!byPreset) return { what, value, certainty: 'found', evidence };
    const why = `no file of the project says another`;
    return { what, value, certainty: 'default', why, evidence };
  });
  const steps = plan.stages.flatMap((stage) => stage.steps);
  const build = steps.map(({ run, origin }): Finding => {
    const line = linesOf(preset.text)[origin.line - 1] ?? '';
    const evidence = [evidenceAt(origin.file, origin.line, line)];
    return { what: 'build', value: run.join(' '), certainty: 'found', evidence };
  });
  return [...inputs, ...build];
}
