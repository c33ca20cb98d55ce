import { rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Missing } from '../missing.mjs';

const CONFIG = 'builds:\n  - id: server\n    ldflags: [-s, -w]\n';

/** ko: the host's own Go, a base by digest, an OCI layout; no container and no daemon. */
export const ko = {
  id: 'ko',
  title: 'ko',
  does: 'build, with the Go of the host',
  uploads: 'none: it has no daemon',
  needs: ['ko'],
  async prepare({ ko: program, registry, reasons }, { example, output }) {
    if (!example.ko) throw new Missing('it builds Go');
    if (!program) throw new Missing(reasons.ko);
    const place = join(output, '..');
    writeFileSync(join(place, 'ko.yaml'), CONFIG);
    return { ko: program, registry, place };
  },
  commands({ project, output, place, ko: program, registry, base }, { cold, unique }) {
    const own = cold ? join(place, 'fresh', unique) : undefined;
    const env = {
      KO_DOCKER_REPO: 'bench.invalid',
      KO_CONFIG_PATH: join(place, 'ko.yaml'),
      KO_DEFAULTBASEIMAGE: base.replace(/^[^/]+/, registry),
      CGO_ENABLED: '0',
      GOFLAGS: '-mod=readonly -buildvcs=false -modcacherw',
      GOTOOLCHAIN: 'local',
      ...(own && { GOCACHE: join(own, 'build'), GOMODCACHE: join(own, 'modules') }),
    };
    const args = [
      ...['build', '.', '--bare', '--push=false', '--sbom=none', '--platform', PLATFORM],
      // It takes the path for the name of a repository, which has no capitals.
      ...['--oci-layout-path', relative(project, join(output, 'image'))],
    ];
    return [{ program, args, cwd: project, env }];
  },
  after({ place }) {
    rmSync(join(place, 'fresh'), { recursive: true, force: true });
  },
  image: ({ output }) => join(output, 'image'),
  written: ({ output }) => output,
  uploaded: () => 0,
  seen: asHarden,
};

const PLATFORM = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;

/**
 * Its files as harden's would be: its program lies elsewhere and may not be written, and `var/run`, a link
 * in the base, is a folder in its image, with one for data.
 */
export function asHarden(files, { ko: { path }, program }, expected = new Map()) {
  const ours = new Map(files);
  const found = ours.get(path);
  for (const own of [path, 'ko-app', 'var/run/ko']) ours.delete(own);
  for (const own of ['var', 'var/run']) {
    const file = expected.get(own);
    if (file) ours.set(own, file);
    else ours.delete(own);
  }
  if (!found) return ours;
  return ours.set(program, { ...found, mode: 0o755 }).set('app', { ...FOLDER });
}

const FOLDER = { type: 'directory', mode: 0o755, uid: 0, gid: 0, target: '', content: '' };
