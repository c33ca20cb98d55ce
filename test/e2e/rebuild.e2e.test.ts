import { generateKeyPairSync } from 'node:crypto';
import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden } from '../program.ts';
import { registry } from './cosign.ts';
import { labImages } from './counting-registry.ts';
import { buildReport } from './json.ts';
import { projectOf } from './temporary.ts';

const PROJECT = {
  'hardening.yaml': `version: 1
name: greeter
language: python
entrypoint: [python3, main.py]
base: debian
smoke: [{run: [python3, main.py], expect: {stdout: hello}}]
`,
  'requirements.txt': '',
  'main.py': 'print("hello")\n',
};

const inLab = (await labImages()).length > 0;

async function keys() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const folder = await projectOf({});
  const secret = join(folder, 'key.pem');
  const open = join(folder, 'pub.pem');
  await writeFile(secret, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(open, publicKey.export({ type: 'spki', format: 'pem' }));
  return { secret, open };
}

test.runIf(inLab)('sources give the published image again, and others name the file', async () => {
  const { secret, open } = await keys();
  const folder = await projectOf(PROJECT);
  const { image } = await buildReport(folder, { args: ['--sign-key', secret] });
  const ref = `${await registry()}/greeter:1`;
  expect(await harden(['publish', folder, '--to', ref])).toMatchObject({ code: 0 });
  const before = (await readdir(join(folder, '.harden'))).sort();

  const verify = ['verify', ref, '--rebuild', folder];
  const held = await harden([...verify, '--key', open]);
  expect(held).toMatchObject({ code: 0, stdout: expect.stringContaining(`@${image.digest}\n`) });
  expect(held.stderr.match(/^holds/gm)).toHaveLength(7);
  expect(held.stderr).toContain('signed provenance');
  expect((await readdir(join(folder, '.harden'))).sort()).toEqual(before);

  await appendFile(join(folder, 'main.py'), '\n');
  const other = await harden([...verify, '--json']);
  expect(other.code).toBe(7);
  const { pass, verified, rebuild } = JSON.parse(other.stdout);
  expect({ pass, ids: verified.map(({ id }: { id: string }) => id) }).toEqual({
    ...{ pass: false, ids: ['rebuild'] },
  });
  expect(rebuild).toMatchObject({
    same: false,
    notes: ['the sources given are not those that were recorded'],
    difference: { at: 'layer', kind: 'app', files: 1, file: { why: 'content' } },
  });
  expect(rebuild.difference.file.path).toContain('main.py');
  expect(other.stderr).toContain('verify/not-reproduced');
});
