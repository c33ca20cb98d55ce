import { error, HardenError } from '../diagnostics/diagnostic.ts';

const MAX_PATH = 4096;
const MAX_NAME = 255;

/**
 * A tar entry's name as a path relative to the image root; '' is the root itself. Throws
 * `oci/unsafe-entry` for names that lead out of it or that no file system would hold.
 */
export function safePath(name: string): string {
  const shown = show(name);
  if (name.startsWith('/')) throw unsafe(`the entry ${shown} has an absolute name`);
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw unsafe(`the entry ${shown} has ".." in its name`);
  if (hasControl(name)) throw unsafe(`the entry ${shown} has a control character in its name`);
  if (name.includes('\ufffd')) throw unsafe(`the entry ${shown} has a name that is not UTF-8`);
  const path = parts.join('/');
  const tooLong = parts.some((part) => Buffer.byteLength(part) > MAX_NAME);
  if (tooLong || Buffer.byteLength(path) > MAX_PATH) {
    throw unsafe(`the entry ${shown} has a name that is too long`);
  }
  return path;
}

/**
 * Refuses a symlink whose target, followed from the link's own place, is above the image root. An
 * absolute target starts at the root.
 */
export function checkLink(path: string, target: string): void {
  const shown = `${show(path)} -> ${show(target)}`;
  if (target === '') throw unsafe(`the link ${show(path)} has no target`);
  if (hasControl(target)) throw unsafe(`the link ${shown} has a control character in its target`);
  if (target.includes('\ufffd')) throw unsafe(`the link ${shown} has a target that is not UTF-8`);
  if (Buffer.byteLength(target) >= MAX_PATH)
    throw unsafe(`the target of ${show(path)} is too long`);
  if (leadsAbove(path, target)) throw unsafe(`the link ${shown} leads out of the image`);
}

/** Whether a link's target, followed from the link's own place, is above the root, on its way too. */
export function leadsAbove(path: string, target: string): boolean {
  let depth = target.startsWith('/') ? 0 : path.split('/').length - 1;
  for (const part of target.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

export function unsafe(fact: string): HardenError {
  return new HardenError(
    error('oci/unsafe-entry', fact, {
      hint: 'leave it out of the artifact with "exclude", or let the build step not make it',
    }),
  );
}

/** A name as it can be printed: quoted, control characters escaped, cut at a sane length. */
export function show(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}…` : name);
}

export function hasControl(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  return /[\x00-\x1f\x7f]/.test(text);
}
