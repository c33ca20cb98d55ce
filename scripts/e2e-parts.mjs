// The end-to-end tests in two parts that run side by side.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const FOLDER = 'test/e2e';
const ENDING = '.e2e.test.ts';

/** Names what is built in the folder of the repository that it lies in. */
const IN_PLACE = /['"`]examples\//;

/**
 * Paths of test files: of those that build the examples where they are, and find what others of them left there, and
 * of the rest, whose projects are their own.
 * @param names of files, without their endings; all where none are given.
 */
export function partsOf(names = allNames()) {
  const files = names.map((name) => `${FOLDER}/${name}${ENDING}`);
  const isInPlace = (file) => IN_PLACE.test(readFileSync(join(root, file), 'utf8'));
  return {
    inPlace: files.filter(isInPlace),
    ownProjects: files.filter((file) => !isInPlace(file)),
  };
}

function allNames() {
  return readdirSync(join(root, FOLDER))
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length));
}
