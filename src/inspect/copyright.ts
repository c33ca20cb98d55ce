const COPYRIGHT = /^usr\/share\/doc\/[^/]+\/copyright$/;
/** A file may name dozens; the first say what the program itself is under. */
const LICENCES = 4;
/** Some write the whole text where a name belongs. */
const MAX_WORDS = 5;

/** Where Debian says under which licence a package is. */
export function isCopyright(path: string): boolean {
  return COPYRIGHT.test(path);
}

/** The licences that such a file names, in its order. */
export function licencesIn(text: string): string[] {
  const named = [...text.matchAll(/^License:[ \t]*([A-Za-z0-9][^\n,]{0,60})/gm)].map(
    ([, licence = '']) => licence.trim(),
  );
  const names = named.filter((licence) => licence.split(' ').length <= MAX_WORDS);
  return [...new Set(names)].slice(0, LICENCES);
}
