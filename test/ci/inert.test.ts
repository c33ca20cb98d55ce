import { expect, test } from 'vitest';
import { inert } from '../../src/ci/inert.ts';

/** What the runner of GitHub takes for a command: `::` first in a line, the older `##[` anywhere. */
const OBEYED = { github: /^\s*::|##\[/m, azure: /##(?:vso)?\[/i };

test.each([
  ['github', '::error::x\n  \u00a0::add-mask::y\ntext ##[set-output name=a;]b\n'],
  ['azure', 'text ##vso[task.setvariable variable=a]b\n##[error]c\n##VSO[task.complete]\n'],
] as const)('nothing in foreign text is a command of %s', (system, text) => {
  expect(text).toMatch(OBEYED[system]);
  const shown = inert(text, system);
  expect(shown).not.toMatch(OBEYED[system]);
  expect(shown.replaceAll('\\u003a', ':').replaceAll('\\u0023', '#')).toBe(text);
});

test('a document stays the same document', () => {
  const document = { title: '##[add-path]/tmp ##vso[x]', back: '\\##[', list: ['::error::'] };
  for (const system of ['github', 'azure'] as const) {
    const text = inert(JSON.stringify(document, null, 2), system);
    expect(text).not.toMatch(OBEYED[system]);
    expect(JSON.parse(text)).toEqual(document);
  }
});

test('a place in a module, a time and a heading stay as they are', () => {
  const text = 'std::fs::read at 10::20\n## [1.0]\n## heading\n#[derive]\n';
  for (const system of ['github', 'azure', 'gitlab', undefined] as const) {
    expect(inert(text, system)).toBe(text);
  }
});
