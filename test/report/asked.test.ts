import { expect, test } from 'vitest';
import { readAsked } from '../../src/report/asked.ts';
import { formats } from '../../src/report/formats.ts';

test('a report is a name and a path, which may have any sign', () => {
  expect(readAsked(['sarif=out/a=b.sarif', 'json=C:\\x.json'], formats)).toMatchObject({
    ok: true,
    value: [
      { format: 'sarif', path: 'out/a=b.sarif' },
      { format: 'json', path: 'C:\\x.json' },
    ],
  });
});

const WRONG: [value: string, message: string, hint: string][] = [
  ['srif=x.sarif', 'there is no report "srif"', 'write: --report sarif=x.sarif'],
  ['pdf=x.pdf', 'there is no report "pdf"', formats.join(', ')],
  ['sarif', 'has no path', '--report sarif=path'],
  ['sarif=', 'has no path', '--report sarif=path'],
];

test.each(WRONG)('%s is a mistake with its fix', (value, message, hint) => {
  expect(readAsked([value], formats)).toMatchObject({
    ok: false,
    diagnostics: [
      {
        code: 'cli/bad-option',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      },
    ],
  });
});

test('all mistakes are told at once, and two reports at one path are one', () => {
  const read = readAsked(['pdf=x', 'docx=y', 'sarif=a', 'text=a'], formats);
  expect(read.ok ? [] : read.diagnostics.map(({ message }) => message)).toEqual([
    'there is no report "pdf"',
    'there is no report "docx"',
    'two reports are to be written to a',
  ]);
});
