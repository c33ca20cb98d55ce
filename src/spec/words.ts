import { z } from 'zod';
import * as grammar from './grammar.ts';

/**
 * The texts a spec is made of. The message of each says what is expected; after a line end comes
 * the fix. `src/spec/problem.ts` puts what was read before it.
 */
export function word(pattern: RegExp, expected: string, fix = '') {
  return z.string().regex(pattern, fix ? `${expected}\n${fix}` : expected);
}

export const text = word(grammar.WITHOUT_NUL, 'text without NUL bytes', 'remove the NUL byte');

export const words = word(grammar.WORDS, 'some words', 'say it in a few words');

export const argv = z
  .array(text)
  .min(1, 'at least the program\nname the program as the first item')
  .refine((items) => items[0] !== '', 'a program as the first item\nname the program first')
  .refine(
    (items) => !items[0]?.startsWith('-'),
    'a program as the first item\nname the program first',
  );

export const containerPath = word(
  grammar.CONTAINER_PATH,
  'an absolute path without . or .. parts',
  'write it like /app/server',
);

export const imageRef = word(
  grammar.IMAGE_REF,
  'an image reference such as docker.io/library/golang:1.24',
  'write [registry/]repository[:tag][@sha256:digest], the repository in lower case',
);

export const taggedRef = word(
  grammar.TAGGED_REF,
  'an image reference with a tag, such as ghcr.io/acme/shop:1.4.0',
  'write [registry/]repository:tag, the repository in lower case; the digest is that of the image',
);

export const debianPackage = word(
  grammar.DEBIAN_PACKAGE,
  'the name of a Debian package',
  'use lower-case letters, digits, +, - and ., without a version',
);

/** Of the base's own kind: Debian's or apk's. */
export const runtimePackage = word(
  grammar.APK_PACKAGE,
  'the name of a package',
  'use lower-case letters, digits, +, -, _ and ., without a version',
);

export const debianRelease = z.enum(['trixie', 'bookworm']);

export const filePattern = word(
  grammar.FILE_PATTERN,
  'a pattern relative to the project folder, of at most 1,000 characters',
  'write it without a leading /, - or !, and without ..',
);

export const env = z.record(
  word(grammar.ENV_NAME, 'a name of letters, digits and _', 'rename the variable'),
  text,
);

export const caches = z.array(
  z.strictObject({
    id: word(
      grammar.CACHE_ID,
      'a short name of lower-case letters, digits, ., _ and -',
      'write it like go-build',
    ).meta({ description: 'Name of the volume; steps that name the same one share it' }),
    path: containerPath.meta({ description: 'Where the step sees it' }),
  }),
);

/** A volume at one of these would hide the image, or what the kernel shows. */
const NO_VOLUME =
  /^\/(?:(?:bin|boot|etc|lib\w*|root|sbin|usr)\/?|(?:proc|sys)(?:\/.*)?|dev\/?|dev\/(?!shm(?:\/|$)).*)?$/;

export const writableFolder = containerPath.refine(
  (path) => !NO_VOLUME.test(path),
  'a folder that holds nothing of the system\nname one of the program’s own, such as /data or /tmp',
);

const FORBIDDEN = /^\/(?:proc|sys|dev)(?:\/|$)/;

export const artifactTarget = containerPath.refine(
  (path) => !FORBIDDEN.test(path),
  'a path outside /proc, /sys and /dev\nput it below /app',
);

export const fileMode = word(
  grammar.FILE_MODE,
  'an octal mode without setuid, such as "0755"',
  'quote it: mode: "0755"',
);

export const user = word(
  grammar.NUMERIC_USER,
  'a numeric user other than root, such as "65532"',
  'write the number: a name cannot be proved not to be root. user: "65532"',
);

const PORT = 'a port from 1 to 65535\nname the port that the program listens on';

export const port = z.int().min(1, PORT).max(65535, PORT);
