import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { harden } from '../program.ts';
import { engineGateway } from './host-server.ts';
import { buildReport, layersOf } from './json.ts';
import { pythonIndex, WHEEL, wheelDigest } from './python-index.ts';

const gateway = engineGateway() ?? '';
const HASH = `sha256:${wheelDigest()}`;
const REQUIREMENTS = `team-greeting==1.0 --hash=${HASH}\n`;

/** As uv writes it for the index at this address. */
const lockFor = (address: string) => `version = 1
revision = 3
requires-python = ">=3.11"

[[package]]
name = "greet"
version = "1.0.0"
source = { virtual = "." }
dependencies = [
    { name = "team-greeting" },
]

[package.metadata]
requires-dist = [{ name = "team-greeting", specifier = "==1.0" }]

[[package]]
name = "team-greeting"
version = "1.0"
source = { registry = "http://${address}/simple" }
wheels = [
    { url = "http://${address}/${WHEEL}", hash = "${HASH}" },
]
`;

const specFor = (address: string) => `version: 1
language: python
entrypoint: [python3, -m, greet]
build:
  env:
    PIP_EXTRA_INDEX_URL: http://${address}/simple
    PIP_TRUSTED_HOST: ${gateway}
    UV_DEFAULT_INDEX: http://${address}/simple
    UV_INSECURE_HOST: ${gateway}
smoke:
  - {run: [python3, -m, greet], expect: {stdout: from the private index}}
`;

/** A project of one package, from an index that the test serves. */
async function project(files: (address: string) => Record<string, string>): Promise<string> {
  const { address } = await pythonIndex(gateway);
  const folder = await mkdtemp(join(tmpdir(), 'harden-greet-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const all: Record<string, string> = {
    'pyproject.toml':
      '[project]\nname = "greet"\nversion = "1.0.0"\nrequires-python = ">=3.11"\n' +
      'dependencies = ["team-greeting==1.0"]\n',
    'greet.py': 'import team_greeting\nprint(team_greeting.greet())\n',
    'hardening.yaml': specFor(address),
    ...files(address),
  };
  for (const [name, text] of Object.entries(all)) await writeFile(join(folder, name), text);
  return folder;
}

test.runIf(gateway)('what uv locked is installed as pip would install it', async () => {
  const uv = await buildReport(await project((address) => ({ 'uv.lock': lockFor(address) })));
  const pip = await buildReport(await project(() => ({ 'requirements.txt': REQUIREMENTS })));
  for (const report of [uv, pip]) {
    expect(report.smoke).toMatchObject([{ pass: true }]);
    expect(report.coverage.packages.missing).toEqual([]);
  }
  expect(layersOf(uv, 'dependencies')).toEqual(layersOf(pip, 'dependencies'));
});

test.runIf(gateway)('a lock of uv that is out of date is not installed', async () => {
  const folder = await project((address) => ({
    'uv.lock': lockFor(address).replace('specifier = "==1.0"', 'specifier = "==0.9"'),
  }));
  const { code, stderr, stdout } = await harden(['build', folder]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain('needs to be updated');
});

test.runIf(gateway)('two lock files are refused before anything is built', async () => {
  const folder = await project((address) => ({
    'uv.lock': lockFor(address),
    'requirements.txt': REQUIREMENTS,
  }));
  const { code, stderr } = await harden(['build', folder, '--engine', 'tcp://127.0.0.1:1']);
  expect(code).toBe(2);
  expect(stderr).toContain('uv.lock says that manager is uv, and requirements.txt that it is pip');
});
