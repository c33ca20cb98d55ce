import { expect, test } from 'vitest';
import { allFamilies } from '../../src/base/find.ts';
import { contenders } from '../../src/choose/contenders.ts';
import { loadSpec } from '../../src/spec/load.ts';
import { unwrap } from '../preset/project.ts';

const families = await allFamilies();
const namesOf = (...only: string[]) => contenders(families, only).map(({ name }) => name);

const ONLY: [only: string[], names: string[]][] = [
  [['distroless'], ['distroless debian13', 'distroless debian12']],
  [['distroless:debian12'], ['distroless debian12']],
  [['alpine:3.20'], ['alpine 3.20']],
  [['debian:bookworm'], ['debian bookworm']],
  [['scratch'], ['scratch']],
  [
    ['slim:trixie', 'debian'],
    ['debian trixie', 'debian bookworm', 'slim trixie'],
  ],
  [
    ['slim', 'slim:trixie'],
    ['slim trixie', 'slim bookworm'],
  ],
  [['alpine:3.2'], []],
  [['debian13'], []],
];

test.each(ONLY)('only %j', (only, names) => {
  expect(namesOf(...only)).toEqual(names);
});

test('without a choice every release of every family takes part, once', () => {
  const names = namesOf();
  const releases = families.flatMap((family) => family.releases);
  expect(names).toHaveLength(releases.length);
  expect(new Set(names).size).toBe(names.length);
  for (const { name } of families) {
    expect(names.some((one) => one.split(' ')[0] === name)).toBe(true);
  }
});

test.each(contenders(families, []))('$name is written as a spec takes it', ({ written }) => {
  const base = JSON.stringify(written);
  const text = `version: 1\nlanguage: go\nentrypoint: [/app/server]\nbase: ${base}\n`;
  expect(unwrap(loadSpec(text, 'hardening.yaml')).spec.base).toEqual(written);
});

test('the flavour is left to what the program needs', () => {
  const written = contenders(families, ['scratch', 'debian:trixie', 'distroless:debian13', 'dhi']);
  expect(written.map((one) => one.written)).toEqual([
    { debian: 'trixie' },
    { dhi: 'debian13' },
    { dhi: 'debian12' },
    { distroless: 'debian13' },
    'scratch',
  ]);
});

test('what the spec says of its base besides the name holds where it can', () => {
  const written = { slim: 'trixie', keep: ['shell'], flatten: true };
  const all = contenders(families, ['slim:trixie', 'alpine:3.23', 'distroless:debian13'], written);
  expect(all.map((one) => one.written)).toEqual([
    { alpine: '3.23', keep: ['shell'], flatten: true },
    { distroless: 'debian13' },
    { slim: 'trixie', keep: ['shell'], flatten: true },
  ]);
});
