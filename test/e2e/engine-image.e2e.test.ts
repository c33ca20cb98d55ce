import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { discoverEngine } from '../../src/engine/discover.ts';
import { MIRRORED_HOSTS } from '../../src/engine/engine-config.ts';
import { harden } from '../program.ts';
import { labImages } from './counting-registry.ts';
import { dockerd } from './dockerd.ts';
import { projectOf } from './temporary.ts';
import { tinyProject } from './tiny.ts';

const inLab = (await labImages()).length > 0;

test.runIf(inLab)(
  'the engine’s image runs in Docker and builds the same image as the native engine',
  async () => {
    const docker = await dockerd();
    const folder = await projectOf({});
    const archive = join(folder, 'engine.tar');
    const image = await harden(['engine', 'image', '--output', archive, '--json']);
    expect(image.stderr + image.code).toMatch(/0$/);
    const { name } = JSON.parse(image.stdout);
    expect(await docker.run('load', '--input', archive)).toContain(name);
    const config = join(folder, 'engine.json');
    await writeFile(config, JSON.stringify(configFor(docker.registry)));
    const mounts = [
      '--volume',
      `${config}:/etc/dagger/engine.json:ro`,
      '--volume',
      '/var/lib/dagger',
    ];
    await docker.run('run', '--detach', '--name', 'engine', '--privileged', ...mounts, name);
    onTestFinished(async () => void (await docker.run('rm', '--force', '--volumes', 'engine')));

    const project = await tinyProject();
    const env = { ...docker.env, HARDEN_REGISTRY_MIRRORS: await labMirrors() };
    const engines = [
      '--engine',
      'docker-container://none',
      '--engine',
      'docker-container://engine',
    ];
    const inDocker = await harden(['build', project, '--force', ...engines], { env });
    expect(inDocker.stderr).toContain('PASSED');
    expect(inDocker.code).toBe(0);
    // The one that is not there is named only where it was asked.
    const native = await harden(['build', project, '--force']);
    expect(native.code).toBe(0);
    expect(inDocker.stdout).toBe(native.stdout);

    const gone = await harden(['build', project, '--engine', 'docker-container://none'], { env });
    expect(gone.stderr).toContain('engine/unreachable');
    expect(gone.stderr).toContain('No such container: none');
    expect(gone.code).toBe(5);
  },
);

/** What the engine in the container asks for images. */
function configFor(registry: string): object {
  const mirrored = MIRRORED_HOSTS.map((host) => [host, { mirrors: [registry] }]);
  return { registries: { ...Object.fromEntries(mirrored), [registry]: { http: true } } };
}

/** What harden itself asks, as with the native engine. */
async function labMirrors(): Promise<string> {
  const choice = await discoverEngine({ env: process.env });
  if (choice.kind !== 'native') throw new Error('the lab’s own engine is needed');
  return Object.entries(choice.info.mirrors)
    .map(([host, url]) => `${host}=${url}`)
    .join(',');
}
