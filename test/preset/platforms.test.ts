import { expect, test } from 'vitest';
import { interpolate, platformWords, referencesOf } from '../../src/preset/interpolate.ts';
import { type LANGUAGES, resolved, unwrap } from './project.ts';

const builds = (language: keyof typeof LANGUAGES, lines = '') =>
  unwrap(resolved(language, lines)).builds;

test.each<[keyof typeof LANGUAGES, string, string | undefined]>([
  ['go', '', 'cross'],
  ['go', 'with: {cgo: true}\n', undefined],
  ['node', '', 'portable'],
  ['python', '', 'portable'],
  ['php', '', 'cross'],
  ['rust', '', undefined],
  ['java', 'with: {runtime: jlink}\n', undefined],
])('%s with %j builds for other platforms: %s', (language, lines, how) => {
  expect(builds(language, lines)).toBe(how);
});

test('libraries that are copied have to be of the platform, so nothing is built across', () => {
  expect(builds('go', 'runtime: {libraries: auto}\n')).toBeUndefined();
  expect(builds('go', 'runtime: {libraries: [libz.so.1]}\n')).toBeUndefined();
});

test('steps that build across are told for which platform', () => {
  const { build, dependencies } = unwrap(resolved('go'));
  for (const { env } of [...dependencies.steps, ...build.steps]) {
    expect(env).toMatchObject({ GOARCH: 'amd64', CGO_ENABLED: '0' });
  }
});

const reference = (word: string) => `$\{{ ${word} }}`;

test('the platform is a word that presets may use, and nothing near it is', () => {
  const words = platformWords('linux/arm64');
  expect(interpolate([`-${reference('platform.architecture')}-`], words)).toEqual(['-arm64-']);
  expect(referencesOf(reference('platform.architecture'))).toEqual([]);
  expect(referencesOf(reference('platform.os'))).toHaveLength(1);
});
