import { appendFile, open, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden } from '../program.ts';
import { island } from './airgap.ts';
import { copyExample } from './copy.ts';
import { labImages } from './counting-registry.ts';
import { buildReport } from './json.ts';
import { projectOf } from './temporary.ts';

const images = await labImages();

test.skipIf(images.length === 0)(
  'from a bundle the same image is built where there is no network, and nobody is asked',
  async () => {
    const project = await copyExample('python-api');
    const bundle = join(await projectOf({}), 'bundle.tar');
    const online = await buildReport(project);
    const bundled = await harden(['bundle', project, '--output', bundle, '--json']);
    expect({ code: bundled.code, stderr: bundled.code ? bundled.stderr : '' }).toEqual({
      code: 0,
      stderr: '',
    });
    const { digest, entries, databases } = JSON.parse(bundled.stdout);
    expect(digest).toMatch(/^sha256:/);
    expect(entries).toBeGreaterThan(7);

    const { run, asked } = await island();
    const offline = ['build', project, '--offline', '--bundle', bundle];

    const alone = await run(['build', project, '--offline']);
    expect(alone).toMatchObject({ code: 7, stderr: expect.stringContaining('lock/missing') });

    // One byte in the middle of the largest part.
    const file = await open(bundle, 'r+');
    const at = Math.floor((await file.stat()).size / 2);
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
    await file.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, at);
    const damaged = await run(offline);
    expect(damaged).toMatchObject({ code: 7, stderr: expect.stringContaining('bundle/damaged') });
    await file.write(buffer, 0, 1, at);
    await file.close();

    const built = await run([...offline, '--json']);
    expect({ code: built.code, stderr: built.code ? built.stderr : '' }).toEqual({
      code: 0,
      stderr: '',
    });
    const report = JSON.parse(built.stdout);
    expect(report.image.digest).toBe(online.image.digest);
    expect(report.scanners.map((one: { database: object }) => one.database)).toEqual(
      databases.map(({ ref, digest: of, updatedAt }: Record<string, string>) =>
        expect.objectContaining({
          ref: expect.stringContaining(ref?.split(':')[0] ?? ''),
          digest: of,
          updatedAt,
        }),
      ),
    );

    await appendFile(join(project, 'requirements.txt'), '# pinned in spring\n');
    const changed = await run(offline);
    expect(changed).toMatchObject({ code: 2, stderr: expect.stringContaining('offline/missing') });
    const spec = join(project, 'hardening.yaml');
    const old = (await readFile(spec, 'utf8')).replace(
      'runtime:',
      'scan: {maxDatabaseAge: 1}\nruntime:',
    );
    await writeFile(spec, old);
    const stale = await run(offline);
    expect(stale).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('make a newer bundle'),
    });
    await writeFile(spec, old.replace('base: debian', 'base: distroless'));
    const other = await run(offline);
    expect(other).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('bundle/does-not-fit'),
    });
    await truncate(bundle, at);
    const cutOff = await run(offline);
    expect(cutOff).toMatchObject({ code: 7, stderr: expect.stringContaining('was cut off') });
    expect(asked).toEqual([]);
  },
);
