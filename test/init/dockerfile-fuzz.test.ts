import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../../src/init/languages/all.ts';
import { propose } from '../../src/init/propose.ts';
import { specText } from '../../src/init/spec-text.ts';
import type { ProjectView } from '../../src/init/types.ts';
import { loadSpec } from '../../src/spec/load.ts';
import { builtIn } from '../preset/project.ts';

const NAMES =
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  );
const word = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '$PORT',
    '/data/../x',
    '/proc',
    '1000',
    '0',
    '80',
    '"a',
    'A=b',
    'x="y z"',
    '[',
    '=',
  ),
  fc.constantFrom('["gunicorn", "app:app"]', 'uvicorn a:b -p 80', 'AS', 'x', 'python:3.99', '\\'),
  fc.constantFrom(
    'curl http://localhost:80/a b',
    '<<EOF',
    '--from=x',
    '/a,/b',
    'yes',
    '1e3',
    '- x',
  ),
);
const line = fc
  .tuple(fc.constantFrom(...NAMES), fc.array(word, { maxLength: 4 }))
  .map(([name, words]) => `${name} ${words.join(' ')}`);

test('whatever a Dockerfile holds, what is made of it is a valid spec', () => {
  const python = LANGUAGES.find(({ name }) => name === 'python');
  if (!python) throw new Error('no Python');
  const check = (lines: string[]) => {
    const files = new Map([
      ['requirements.txt', 'flask\ngunicorn\n'],
      ['app.py', 'from flask import Flask\n\napp = Flask(__name__)\n'],
      ['Dockerfile', `FROM python:3.13\n${lines.join('\n')}\n`],
    ]);
    const view: ProjectView = {
      has: (path) => files.has(path),
      read: (path) => files.get(path),
      paths: [...files.keys()],
      truncated: false,
    };
    const evidence = { file: 'requirements.txt', line: 1, text: 'flask' };
    const sign = { language: python, preset: builtIn('python'), evidence, unready: false };
    const proposed = propose(view, { folder: '' }, sign, {}, { translate: true });
    if (!proposed.ok) throw new Error(JSON.stringify(proposed.diagnostics));
    const loaded = loadSpec(specText(proposed.value.draft, 'https://example.com/s'), 'x');
    expect(loaded.ok ? [] : loaded.diagnostics).toEqual([]);
  };
  fc.assert(fc.property(fc.array(line, { maxLength: 8 }), check), {
    examples: [[['CMD valueOf']], [['VOLUME /proc']], [['VOLUME ["/etc", "/data"]']]],
    numRuns: 100,
  });
});
