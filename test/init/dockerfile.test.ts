// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Dockerfiles and shells
import { expect, test } from 'vitest';
import { readArguments, readCommandLine } from '../../src/init/command-line.ts';
import { readDockerfile } from '../../src/init/dockerfile/lexer.ts';
import { expand, stagesOf } from '../../src/init/dockerfile/stages.ts';

const read = (text: string) => readDockerfile(text).instructions;
const shown = (text: string) => read(text).map(({ name, rest }) => `${name} ${rest}`);

test('continuations are joined; comments and empty lines between them are left out', () => {
  const text = '# a comment\nfrom x\nRUN a \\\n  # no\n\n  && b \\\n  && c\nUSER 1';
  expect(shown(text)).toEqual(['FROM x', 'RUN a    && b    && c', 'USER 1']);
  expect(read(text).map(({ line }) => line)).toEqual([2, 3, 8]);
});

test('the escape directive counts only at the top', () => {
  expect(shown('# escape=`\nFROM x\nRUN a `\nb')).toEqual(['FROM x', 'RUN a  b']);
  expect(shown('# note\n# escape=`\nFROM x\nRUN a `\nUSER 1')).toHaveLength(3);
});

test('flags, the JSON form and what only looks like it', () => {
  const [copy, cmd, almost] = read(
    'COPY --from=build --chown=1:1 /a /b\nCMD ["a", "b \\"c\\""]\nCMD [\'a\']\n',
  );
  expect(copy).toMatchObject({ flags: { from: 'build', chown: '1:1' }, rest: '/a /b' });
  expect(cmd?.json).toEqual(['a', 'b "c"']);
  expect(almost?.json).toBeUndefined();
});

test('here-documents belong to their instruction', () => {
  const [run, copy, user] = read(
    "RUN <<-EOF\n\techo FROM\n\tEOF\nCOPY <<'A' <<B /etc/\na\nA\nb\nB\nUSER 1",
  );
  expect(run?.heredocs).toEqual(['echo FROM']);
  expect(copy?.heredocs).toEqual(['a', 'b']);
  expect(user).toMatchObject({ name: 'USER', line: 9 });
});

test('what is no instruction, and what has no end, comes back beside the rest', () => {
  const { instructions, bad } = readDockerfile('FROM x\nFRMO y\nRUN <<EOF\na');
  expect(instructions.map(({ name }) => name)).toEqual(['FROM', 'RUN']);
  expect(bad.map(({ line }) => line)).toEqual([2, 3]);
});

test('arguments have their defaults, in the stage that asks for them', () => {
  const stages = stagesOf(
    read(
      'ARG V=3 O\nFROM a:${V} AS One\nARG V\nENV A=$V-${O:-x} B="b c"\nFROM one\nENV C=${A}\nFROM scratch\n',
    ),
  );
  expect(stages.map(({ name, from }) => [name, from])).toEqual([
    ['one', 'a:3'],
    ['1', 'one'],
    ['2', 'scratch'],
  ]);
  expect(stages[1]?.variables).toMatchObject({ V: '3', A: '3-x', B: 'b c', C: '3-x' });
  expect(expand('$X ${Y} \\$Z ${X:+y}${Q:+n}', { X: '1' })).toBe('1 ${Y} $Z y');
});

test.each([
  ['gunicorn app:app --bind :$PORT', ['gunicorn', 'app:app', '--bind', ':{port}']],
  ['exec a "b c" \'d\' e\\ f', ['a', 'b c', 'd', 'e f']],
  ['A=1 B="2 3" run ${PORT:-80}', ['run', '{port}']],
  ['a && b', undefined],
  ['a | b', undefined],
  ['echo $(x)', undefined],
  ['a $HOME', undefined],
  ['a "b', undefined],
  ['', undefined],
])('the command line %j', (line, argv) => {
  expect(readCommandLine(line)?.argv).toEqual(argv);
});

test('a shell with a simple line is that line', () => {
  expect(readArguments(['/bin/sh', '-c', 'exec app -p $PORT'])).toEqual(['app', '-p', '{port}']);
  expect(readArguments(['app', '$PORT'])).toEqual(['app', '{port}']);
  expect(readArguments(['app', '$OTHER'])).toBeUndefined();
});
