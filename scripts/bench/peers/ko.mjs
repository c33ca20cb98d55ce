import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
      ...['--oci-layout-path', join(output, 'image')],
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

/** Its program lies elsewhere and may not be written, and there is a folder for data that it makes. */
export function asHarden(files, { ko: { path }, program }) {
  const ours = new Map(files);
  const found = ours.get(path);
  for (const own of [path, 'ko-app', 'var/run', 'var/run/ko']) ours.delete(own);
  if (!found) return ours;
  const folder = { ...FOLDER };
  return ours.set(program, { ...found, mode: 0o755 }).set('app', folder);
}

const FOLDER = { type: 'directory', mode: 0o755, uid: 0, gid: 0, target: '', content: '' };
