import { expect, test } from 'vitest';
import { type Forms, wrongIn } from './forms.ts';
import { skeleton } from './skeleton.ts';

const FORMS: Forms = {
  dockerfile: 'FROM a\nRUN ["make", "word"]\n',
  program: "run(['word']); // word\n",
  bake: '{}',
  ignore: 'word\n',
  terminal: 'word',
};

test('a word of any kind is no difference', () => {
  const program = "run(['a\\'); b(\\'', 'c'],); // d();\n";
  expect(wrongIn({ ...FORMS, program, ignore: 'x' }, FORMS)).toBeUndefined();
});

test.each<[keyof Forms, string]>([
  ['dockerfile', 'FROM a\nRUN ["make", "word"]\nRUN b\n'],
  ['program', "run(['']); evil(''); // word\n"],
  ['program', "run(['word']); //\nevil()\n"],
  ['program', 'run([`a$\u007bevil()}`]);'],
  ['bake', '{"a": "}'],
  ['ignore', 'word\n!secret\n'],
  ['terminal', 'a\u001b[2J'],
])('more in the %s is seen', (form, text) => {
  expect(wrongIn({ ...FORMS, [form]: text }, FORMS)).toBeDefined();
});

test('a literal that was quoted has no statements', () => {
  expect(skeleton('a(`\\$\u007bb()} \\\\`)')).toEqual(['a', '(', ')']);
});
