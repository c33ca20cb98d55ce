import { expect, test } from 'vitest';
import { type Annotation, annotationLine } from '../../src/ci/annotation.ts';

const place = { file: 'services/api/hardening.yaml', line: 3, column: 7, length: 4 };
const one: Annotation = { level: 'error', title: 'spec/bad-value', message: 'no such base', place };

test('GitHub gets a command with place, title and message', () => {
  expect(annotationLine(one, 'github')).toBe(
    '::error file=services/api/hardening.yaml,line=3,col=7,endColumn=11,title=spec/bad-value::no such base',
  );
});

test('Azure gets an issue of the log, GitLab nothing', () => {
  expect(annotationLine(one, 'azure')).toBe(
    '##vso[task.logissue type=error;sourcepath=services/api/hardening.yaml;linenumber=3;columnnumber=7;code=spec/bad-value]no such base',
  );
  expect(annotationLine(one, 'gitlab')).toBeUndefined();
});

const HOSTILE = 'a%0Ab,c:d;e]\r\n::add-mask::x\u001b[31m\u202e##vso[task.complete]';

test.each(['github', 'azure'] as const)('hostile text stays one line of text in %s', (system) => {
  const line =
    annotationLine(
      { level: 'warning', title: HOSTILE, message: HOSTILE, place: { ...place, file: HOSTILE } },
      system,
    ) ?? '';
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(unescaped(line, system)).toHaveLength(3);
  for (const part of unescaped(line, system)) {
    expect(part).toBe('a%0Ab,c:d;e]␍\n::add-mask::x␛[31m<U+202E>##vso[task.complete]');
  }
});

/** File, title and message as the runner of each CI reads them out of the line. */
function unescaped(line: string, system: 'github' | 'azure'): string[] {
  const [pattern, between] =
    system === 'github'
      ? [/^::warning ([^:]*)::(.*)$/, ',']
      : [/^##vso\[task\.logissue ([^\]]*)\](.*)$/, ';'];
  const [, properties = '', message = ''] = pattern.exec(line) ?? [];
  const values = Object.fromEntries(
    properties.split(between).map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
  const percent = system === 'github' ? /%25/g : /%AZP25/g;
  return [values['file'] ?? values['sourcepath'], values['title'] ?? values['code'], message].map(
    (text = '') =>
      text
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',')
        .replaceAll('%3B', ';')
        .replaceAll('%5D', ']')
        .replaceAll('%0D', '\r')
        .replaceAll('%0A', '\n')
        .replace(percent, '%'),
  );
}
