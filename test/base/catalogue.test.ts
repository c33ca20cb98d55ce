import { expect, test } from 'vitest';
import { choicesOf } from '../../src/base/choose.ts';
import { allFamilies } from '../../src/base/find.ts';
import { BASE_WORDS, IMAGE_FAMILIES } from '../../src/spec/base-schema.ts';
import { IMAGE_REF } from '../../src/spec/grammar.ts';
import { builtIn } from '../preset/project.ts';

const families = await allFamilies();

test('a spec can name every family of the catalogue, and no other', () => {
  expect(families.map(({ name }) => name)).toEqual([...BASE_WORDS].sort());
  const images = families.filter(({ kind }) => kind === 'image').map(({ name }) => name);
  expect(images).toEqual([...IMAGE_FAMILIES]);
});

const choices = families.flatMap((family) => choicesOf(family));

test('every choice of an image has a whole reference and a place it may ship from', () => {
  const images = choices.filter(({ family }) => family.kind === 'image');
  expect(images.length).toBeGreaterThan(20);
  for (const { image, family, programs } of images) {
    expect(image).toMatch(IMAGE_REF);
    const tag = image.split(':').at(-1);
    expect(family.refuse?.map((one) => one.tag) ?? []).not.toContain(tag);
    expect([...programs, image].join()).not.toContain('{{');
  }
});

test('flavours stand on flavours of their family, and releases are of it', () => {
  for (const { flavours, releases } of families) {
    const names = flavours.map(({ name }) => name);
    for (const { on, releases: only = [] } of flavours) {
      expect(on === undefined || names.includes(on)).toBe(true);
      expect(releases.map(({ name }) => name)).toEqual(expect.arrayContaining(only));
    }
  }
});

test('a preset asks for nothing that no base is known to have', () => {
  const offered = new Set(choices.flatMap(({ provides }) => provides.map(({ name }) => name)));
  for (const name of ['go', 'python']) {
    const { data } = builtIn(name);
    const needs = [...(data.needs ?? []), ...(data.variants ?? []).flatMap((v) => v.needs ?? [])];
    const words = needs.map(({ what }) => what.replace(/ \S*(\d|\{\{).*$/, ''));
    expect([...offered]).toEqual(expect.arrayContaining(words));
  }
});
