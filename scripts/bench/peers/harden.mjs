import { join } from 'node:path';
import { root } from '../../setup.mjs';

export const COUNTED =
  'all that the engine is sent, questions too, counted at its socket in one more build that is not timed';

function build({ project }, cold, ...more) {
  const args = ['dist/cli.js', 'build', project, '--json', '--quiet', ...more];
  return [{ program: process.execPath, args: cold ? [...args, '--no-cache'] : args, cwd: root }];
}

const common = {
  namesBase: ['hardening.yaml'],
  uploads: COUNTED,
  counted: true,
  image: ({ project }) => join(project, '.harden', 'image'),
  written: ({ project }) => join(project, '.harden'),
};

/** As it is called: where nothing changed, the stamp of the last build answers. */
export const harden = {
  ...common,
  id: 'harden',
  title: 'harden',
  does: 'build, smoke test, scan with Trivy and Grype, judge, SBOM',
  commands: (own, { cold }) => build(own, cold),
};

/** The same with the engine's answer. Where something changed, it is the same. */
export const hardenForced = {
  ...common,
  id: 'harden-force',
  title: 'harden --force',
  does: 'the same by the engine, without the stamp',
  scenarios: ['unchanged'],
  commands: (own, { cold }) => build(own, cold, '--force'),
};

/** The same with the one scanner that the others have: it scans with two by itself. */
export const hardenTrivy = {
  ...common,
  id: 'harden-trivy',
  title: 'harden, Trivy alone',
  does: 'build, smoke test, scan with one scanner, judge, SBOM',
  spec: { scan: { scanners: ['trivy'] } },
  commands: (own, { cold }) => build(own, cold),
};
