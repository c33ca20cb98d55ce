import type { Blinding, Outcome } from './types.ts';

export interface Row extends Blinding {
  group: string;
  trivy: Outcome['trivy'];
}

/** docs/honest-zero.md, from what a run of the tests saw. */
export function page(rows: readonly Row[]): string {
  const images = rows.filter(({ what, trivy }) => trivy !== undefined && !isControl(what));
  const passed = images.filter(({ trivy }) => trivy === 0);
  const groups = [...new Set(rows.map(({ group }) => group))];
  return [
    '# An honest zero',
    '',
    'This page is written by `test/e2e/blinding.e2e.test.ts`: each line was done to a real image, project,',
    'database or scanner, and harden was run on it. Beside it stands how plain Trivy ended on the same',
    'image, with the same database: `trivy image --exit-code 1`. Lines that begin with "nothing" say what',
    'both find where nothing was hidden.',
    '',
    `Of the ${rows.filter(({ what }) => !isControl(what)).length} ways to hide something, harden passes none: exit code 4 says that nothing is proven, 1`,
    'that something was found all the same, 2 that the spec is refused.',
    `Plain Trivy could be asked about ${images.length} of them and passes ${passed.length}.`,
    ...groups.flatMap((group) => ['', `## ${group}`, '', ...table(rows, group)]),
    '',
    'A dash stands where there is no image that Trivy could be asked about.',
    '',
    '## What stays hidden',
    '',
    'Files are read as they lie in the image. A program inside the data of another one, which unpacks it',
    'when it runs, is not seen, and neither is JavaScript in one file in an image that harden did not build,',
    'as there is no lock file to hold it against. No scanner sees these either.',
    '',
  ].join('\n');
}

function table(rows: readonly Row[], group: string): string[] {
  return [
    '| what was done | harden | it says | plain Trivy |',
    '|---|---|---|---|',
    ...rows
      .filter((row) => row.group === group)
      .map(
        ({ what, code, says, trivy }) => `| ${what} | ${code} | ${says} | ${trivyText(trivy)} |`,
      ),
  ];
}

function trivyText(code: Outcome['trivy']): string {
  if (code === undefined) return '–';
  return code === 0 ? '**0, passes**' : String(code);
}

function isControl(what: string): boolean {
  return what.startsWith('nothing');
}
