import type { Preset } from '../preset/types.ts';
import { thatFile } from './lines.ts';
import type { Answers, Choice, Fact, ProjectView } from './types.ts';

/** Inputs of a preset that several files of a project give different values: two lock files. */
export function contradictions(
  view: ProjectView,
  { data }: Preset,
  answers: Answers,
): { with: Record<string, Fact<string>>; choices: Choice[] } {
  const facts: Record<string, Fact<string>> = {};
  const choices: Choice[] = [];
  for (const name of Object.keys(data.inputs)) {
    const there = (data.versions ?? []).filter(
      ({ input, value, pattern, file }) =>
        input === name && value !== undefined && pattern === undefined && view.has(file),
    );
    const options = there
      .filter(({ value }, index) => there.findIndex((one) => one.value === value) === index)
      .map(({ value = '', file }) => ({ value, label: value, evidence: [thatFile(view, file)] }));
    const [first] = options;
    if (!first || options.length < 2) continue;
    const named = preferred(
      view,
      options.map(({ value }) => value),
    );
    const sorted = [...options].sort(
      (a, b) => Number(b.value === named?.value) - Number(a.value === named?.value),
    );
    const chosen = options.find(({ value }) => value === answers[name]);
    if (chosen) facts[name] = { value: chosen.value, evidence: chosen.evidence };
    else if (named) facts[name] = named;
    else {
      const files = there.map(({ file }) => file).join(' and ');
      const guess = `${files} are both there; delete the one that is out of date`;
      facts[name] = { value: first.value, evidence: options.flatMap((one) => one.evidence), guess };
      choices.push({ key: name, question: `Which ${name} counts?`, options: sorted });
    }
  }
  return { with: facts, choices };
}

/** `"packageManager": "pnpm@9.1.0"` says which of them it is. */
function preferred(view: ProjectView, values: readonly string[]): Fact<string> | undefined {
  const text = view.read('package.json') ?? '';
  const value = /"packageManager"\s*:\s*"([a-z]+)@/.exec(text)?.[1];
  if (value === undefined || !values.includes(value)) return undefined;
  const line = text.slice(0, text.indexOf('"packageManager"')).split('\n').length;
  const shown = text.split('\n')[line - 1]?.trim() ?? '';
  return { value, evidence: [{ file: 'package.json', line, text: shown }] };
}
