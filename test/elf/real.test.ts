import { existsSync, realpathSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { type ClosureProblem, closureOf } from '../../src/elf/closure.ts';
import { libcOf } from '../../src/elf/libc.ts';
import { readElf } from '../../src/elf/read.ts';
import type { ElfFile } from '../../src/elf/types.ts';

async function readFile(path: string): Promise<ElfFile | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return await readElf({
      size,
      async read(offset, length) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
        return buffer.subarray(0, bytesRead);
      },
    });
  } finally {
    await file.close();
  }
}

const PROGRAMS = ['/bin/ls', process.execPath].filter(
  (path) => process.platform === 'linux' && existsSync(path),
);

test.skipIf(PROGRAMS.length === 0).each(PROGRAMS)('reads %s as it is', async (path) => {
  const elf = await readFile(path);
  expect(elf?.class).toBe(64);
  expect(elf?.machine).not.toBe('other');
  expect(elf?.type).not.toBe('other');
  // Either may be static; a dynamic one names its loader, its libc and nothing but names.
  if (!elf?.interpreter) return;
  expect(existsSync(elf.interpreter)).toBe(true);
  expect(elf.needed.every((name) => /^[\w.+-]+$/.test(name))).toBe(true);
  const libc = libcOf(elf);
  expect(libc).toBeDefined();
  if (libc === 'glibc') {
    expect(elf.requires.some(({ version }) => version.startsWith('GLIBC_'))).toBe(true);
  }
});

test.skipIf(PROGRAMS.length === 0).each(PROGRAMS)('loads %s, which runs here', async (path) => {
  expect(await problemsOf([path])).toEqual([]);
});

const JAVA = ['/usr/bin/java', '/opt/java/openjdk/bin/java']
  .filter((path) => existsSync(path))
  .map((path) => dirname(dirname(realpathSync(path))))
  .filter((home) => existsSync(`${home}/lib/server/libjvm.so`));

test.skipIf(JAVA.length === 0).each(JAVA)('loads the Java runtime in %s', async (home) => {
  const libraries = ['java', 'jimage', 'net', 'nio', 'verify', 'zip'];
  const paths = [`${home}/bin/java`, ...libraries.map((name) => `${home}/lib/lib${name}.so`)];
  expect(await problemsOf(paths, [`${home}/lib/server/libjvm.so`])).toEqual([]);
  const alone = await problemsOf(paths);
  expect(alone.every((one) => 'library' in one && one.library === 'libjvm.so')).toBe(true);
});

/** The closure asks for files one by one, and reading them has to wait: so once more for each. */
async function problemsOf(subjects: string[], opened: string[] = []): Promise<ClosureProblem[]> {
  const machine = (await readFile(subjects[0] ?? ''))?.machine ?? 'other';
  const files = new Map<string, ElfFile | undefined>();
  const real = (at: string) => (existsSync(at) ? realpathSync(at) : undefined);
  for (let missing = [...subjects]; ; ) {
    for (const at of missing) files.set(at, await readFile(at));
    missing = [];
    const { problems } = closureOf({
      machine,
      subjects,
      opened,
      libraryPath: [],
      configured: ['/usr/local/lib'],
      root: {
        has: (at) => real(at) !== undefined,
        elf(at) {
          const place = real(at);
          if (place === undefined) return undefined;
          if (!files.has(place)) missing.push(place);
          const elf = files.get(place);
          return elf && { path: place, elf };
        },
      },
    });
    if (missing.length === 0) return problems;
  }
}
