import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@dagger.io/dagger';
import { expect, test } from 'vitest';
import { pulled } from '../../src/dagger/pulled.ts';

function client(calls: string[]): Client {
  const container = {
    from: (ref: string) => calls.push(`from ${ref}`),
    import_: (file: string) => calls.push(`import ${file}`),
  };
  return {
    container: (options?: object) => {
      calls.push(JSON.stringify(options ?? {}));
      return container;
    },
    host: () => ({ file: (path: string) => path }),
  } as unknown as Client;
}

test('an image that lies on the host is imported, and no registry is named to the engine', () => {
  const calls: string[] = [];
  pulled(client(calls), { ref: 'docker.io/a@sha256:1', archive: '/cache/a.tar' }, 'linux/arm64');
  pulled(client(calls), { ref: 'docker.io/a@sha256:1' });
  expect(calls).toEqual([
    '{"platform":"linux/arm64"}',
    'import /cache/a.tar',
    '{}',
    'from docker.io/a@sha256:1',
  ]);
});

test('the engine is told to pull in two places: here, and for apk, which offline builds leave out', () => {
  const folder = join(import.meta.dirname, '..', '..', 'src', 'dagger');
  const pulling = readdirSync(folder).filter((name) =>
    /(?<!Array)\.from\(/.test(readFileSync(join(folder, name), 'utf8')),
  );
  expect(pulling).toEqual(['apk-stage.ts', 'pulled.ts']);
});
