import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '../oci/contents.ts';
import { harden, ROOT } from '../program.ts';

test('eject says what it needs', async () => {
  const project = join(await folder(), 'go-api');
  const filter = (path: string) => !path.endsWith('.harden');
  await cp(join(ROOT, 'examples', 'go-api'), project, { recursive: true, filter });
  const told = async (...args: string[]) => {
    const { code, stdout, stderr } = await harden(['eject', project, ...args]);
    expect(stdout).toBe('');
    return [code, /error {2}(\S+)/.exec(stderr)?.[1], stderr] as const;
  };
  expect(await told()).toMatchObject([2, 'cli/bad-option', expect.stringContaining('no form')]);
  const two = await told('--bake', '--dagger');
  expect(two).toMatchObject([2, 'cli/bad-option', expect.stringContaining('2 forms')]);
  const outside = await told('--dockerfile', '--output', join(project, '..', 'out'));
  expect(outside.slice(0, 2)).toEqual([2, 'cli/bad-option']);
  const never = await told('--dockerfile');
  expect(never).toMatchObject([2, 'cli/not-found', expect.stringContaining('harden build')]);
  expect((await told('--check', 'image.tar')).slice(0, 2)).toEqual([2, 'cli/not-found']);
});
