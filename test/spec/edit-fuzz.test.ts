import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { withBase } from '../../src/spec/edit.ts';

const NEW = '{distroless: cc}';
const OTHERS = [
  'entrypoint:\n  - /a # of the app\n  - --port\n',
  'with: {"cgo": true, # both\n  version: "1.26"}\n',
  'name: >-\n  team/api\n\n',
  'runtime:\n  # as the base has it\n  user: "1000"\n\n',
  'source:\n  include: ["**"]\n# the end of source\n',
];
const BASES = [
  'base: debian # base: slim\n',
  'base:\n  debian: trixie\n  packages: [libpq5]\n\n  # of the base\n',
  'base: # why\n  # what\n  debian: trixie # when\n',
  'base: {debian: trixie,\n  packages: [a]}\n',
  "'base' : |\n  debian\n\n",
  '',
];
const spec = fc.record({
  before: fc.shuffledSubarray(OTHERS.slice(0, 2)),
  base: fc.constantFrom(...BASES),
  after: fc.shuffledSubarray(OTHERS.slice(2)),
  indent: fc.constantFrom('', '    '),
  eol: fc.constantFrom('\n', '\r\n'),
  ended: fc.boolean(),
});

test('whatever the spec, only its base is another one', () => {
  fc.assert(
    fc.property(spec, ({ before, base, after, indent, eol, ended }) => {
      const written = (...chunks: string[]) =>
        chunks
          .join('')
          .replace(/^(?=.)/gm, indent)
          .replaceAll('\n', eol);
      const head = written('version: 1\nlanguage: go\n', ...before);
      const tail = written(...after);
      const whole = head + written(base) + tail;
      const text = ended ? whole : whole.trimEnd();
      const edited = withBase(text, NEW) ?? '';
      expect(parse(edited)).toEqual({ ...parse(text), base: { distroless: 'cc' } });
      if (base === '') {
        const line = `${indent}base: ${NEW}${eol}`;
        expect(edited.replace(line, '').trimEnd()).toBe(text.trimEnd());
      } else {
        expect(edited.startsWith(head)).toBe(true);
        expect(edited.trimEnd().endsWith(tail.trimEnd())).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
