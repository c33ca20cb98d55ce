import { expect, test } from 'vitest';
import { asker } from '../../src/init/ask.ts';
import { init } from '../../src/init.ts';
import { folderWith } from './files.ts';

const GO_MOD = 'module example.com/app\n\ngo 1.24\n';
const MAIN = 'package main\n\nfunc main() {}\n';

/** Answers in turn, and all that was said and asked. */
function person(...answers: string[]) {
  const said: string[] = [];
  const ask = async (question: string) => {
    said.push(question);
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`asked too often: ${said.join('')}`);
    return answer;
  };
  return { said, ask: asker(ask, (text) => void said.push(text)) };
}

const propose = async (files: [string, string][], { ask }: ReturnType<typeof person>) => {
  const { projects } = await init({ folder: await folderWith(files), schema: 's', ask });
  return projects;
};

test('asked is what files cannot tell, and the answer is no guess', async () => {
  const two: [string, string][] = [
    ['go.mod', GO_MOD],
    ['cmd/a/main.go', MAIN],
    ['cmd/b/main.go', MAIN],
  ];
  const someone = person('3', 'x', '2');
  const [project] = await propose(two, someone);
  expect(project?.text).toContain('with: {package: ./cmd/b}\n');
  expect(project?.findings.filter(({ certainty }) => certainty === 'guess')).toEqual([]);
  expect(someone.said.join('')).toContain('"3" is none of them');
  expect(someone.said.join('')).toContain('cmd/b/main.go:3');
  const [first] = await propose(two, person(''));
  expect(first?.text).toContain('with: {package: ./cmd/a}\n');
});

test('what is clear is not asked', async () => {
  const files: [string, string][] = [
    ['go.mod', GO_MOD],
    ['main.go', MAIN],
  ];
  expect(await propose(files, person())).toHaveLength(1);
});

test('of several projects one may be taken, and of several languages one', async () => {
  const files: [string, string][] = [
    ['a/go.mod', GO_MOD],
    ['a/main.go', MAIN],
    ['a/requirements.txt', ''],
    ['a/main.py', 'if __name__ == "__main__":\n    run()\n'],
    ['b/go.mod', GO_MOD],
    ['b/main.go', MAIN],
  ];
  expect((await propose(files, person('3'))).map(({ folder }) => folder)).toEqual(['b']);
  expect(await propose(files, person('1', '2'))).toMatchObject([
    { folder: 'a', draft: { language: 'python' } },
    { folder: 'b', draft: { language: 'go' } },
  ]);
});
