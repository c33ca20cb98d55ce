import { z } from 'zod';

const LOCALE = /^(?:C|[a-z]{2,3}_[A-Z]{2})\.UTF-8(?:@[a-z]+)?$/;

/** The name of a locale that is written in UTF-8; other encodings are of another time. */
export const locale = z.string().check(({ value, issues }) => {
  if (LOCALE.test(value)) return;
  const [, language = '', country, modifier = ''] =
    /^([A-Za-z]{1,3})(?:[_-]([A-Za-z]{2}))?(?:\.[\w-]+)?(@[a-z]+)?$/.exec(value) ?? [];
  const near = /^c$/i.test(language)
    ? 'C.UTF-8'
    : country && `${language.toLowerCase()}_${country.toUpperCase()}.UTF-8${modifier}`;
  const fix = near ? `write ${near}` : 'write it like de_DE.UTF-8, or C.UTF-8 for none';
  issues.push({
    code: 'custom',
    input: value,
    message: `the name of a locale in UTF-8\n${fix}`,
  });
});

/** The folder that glibc looks for, which has its own way to write an encoding. */
export function localeFolder(name: string): string {
  return name.replace('.UTF-8', '.utf8');
}
