import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { exitProgram } from '../../src/elf/exit-program.ts';
import { inMemory } from '../../src/elf/random-access.ts';
import { readElf } from '../../src/elf/read.ts';
import { hostPlatform } from '../../src/platform.ts';
import { folder } from '../oci/contents.ts';

test.each([
  ['linux/amd64', 'x86_64'],
  ['linux/arm64', 'aarch64'],
] as const)('the program of %s is one for %s that needs nothing', async (platform, machine) => {
  expect(await readElf(inMemory(exitProgram(platform)))).toMatchObject({
    class: 64,
    machine,
    needed: [],
  });
});

test.runIf(process.platform === 'linux')('that of this machine ends well', async () => {
  const file = join(await folder(), 'exit');
  await writeFile(file, exitProgram(hostPlatform()));
  await chmod(file, 0o755);
  await promisify(execFile)(file);
});
