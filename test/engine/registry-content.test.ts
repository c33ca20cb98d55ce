import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { storedDigest, storedTags } from '../../src/engine/registry-content.ts';

let storage: string;
beforeEach(async () => {
  storage = await mkdtemp(join(tmpdir(), 'harden-registry-'));
});
afterEach(() => rm(storage, { recursive: true, force: true }));

async function tag(repository: string, name: string, digest: string): Promise<void> {
  const tags = join(storage, 'docker/registry/v2/repositories', repository, '_manifests/tags');
  await mkdir(join(tags, name, 'current'), { recursive: true });
  await writeFile(join(tags, name, 'current/link'), digest);
}

test('lists tags of repositories at any depth, in order', async () => {
  await tag('library/python', '3.13', 'sha256:3');
  await tag('library/golang', '1.24', 'sha256:1');
  await tag('golang', 'latest', 'sha256:2');
  expect(await storedTags(storage)).toEqual([
    'golang:latest',
    'library/golang:1.24',
    'library/python:3.13',
  ]);
});

test('gives the digest of a tag, and nothing for what is not there', async () => {
  await tag('library/golang', '1.24', 'sha256:1');
  expect(await storedDigest(storage, 'library/golang', '1.24')).toBe('sha256:1');
  expect(await storedDigest(storage, 'library/golang', '1.25')).toBeUndefined();
  expect(await storedTags(join(storage, 'absent'))).toEqual([]);
});
