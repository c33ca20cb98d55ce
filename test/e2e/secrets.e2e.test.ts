import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { harden } from '../program.ts';
import { placesWith } from './canaries.ts';
import { engineGateway } from './host-server.ts';
import { buildReport } from './json.ts';
import { pythonIndex } from './python-index.ts';

const gateway = engineGateway();

const SPEC = `version: 1
language: python
entrypoint: [python3, -m, app]
build:
  env: {PIP_TRUSTED_HOST: GATEWAY}
  secrets:
    - {env: TEAM_INDEX, as: PIP_EXTRA_INDEX_URL}
  steps:
    - run: [python3, -c, "import os, time; open('/src/stamp.py', 'w').write(f'at = {time.time()}')"]
      secrets:
        - {file: token.txt, to: /run/secrets/token}
smoke:
  - run: [/usr/bin/python3, -m, app]
    expect: {stdout: from the private index}
`;

async function project(spec: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-secrets-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const files = {
    'requirements.txt': 'team-greeting==1.0\n',
    'app.py': 'import team_greeting\nprint(team_greeting.greet())\n',
    'hardening.yaml': spec.replace('GATEWAY', gateway ?? ''),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

test.runIf(gateway)(
  'credentials reach the steps that need them and are written nowhere',
  async () => {
    const [password, token] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
    const index = await pythonIndex(gateway ?? '', password);
    const folder = await project(SPEC);
    const env = { TEAM_INDEX: `http://team:${password}@${index.address}/simple/` };
    await writeFile(join(folder, 'token.txt'), `${token}\n`);

    const first = await harden(['build', folder, '--json'], { env });
    expect(first.stderr + first.code).toMatch(/0$/);
    expect(index.served).toContain('/simple/team-greeting/');
    const { image } = JSON.parse(first.stdout);
    const plan = await harden(['plan', folder, '--json'], { env });
    const canaries = [password, token, `team:${password}`];
    const said = { stdout: first.stdout, stderr: first.stderr, plan: plan.stdout };
    expect(await placesWith(canaries, folder, said)).toEqual([]);
    expect(await placesWith(['from the private index'], folder, said)).not.toEqual([]);

    const asked = index.served.length;
    expect((await buildReport(folder, { env })).image.digest).toBe(image.digest);
    await writeFile(join(folder, 'token.txt'), `${randomBytes(16).toString('hex')}\n`);
    expect((await buildReport(folder, { env })).image.digest).not.toBe(image.digest);
    expect(index.served.length).toBe(asked);
  },
);

test('a step that prints its secret and fails does not show it', async () => {
  const password = randomBytes(16).toString('hex');
  const print = "import os; print(os.environ['TOKEN']); raise SystemExit(1)";
  const folder = await project(
    `version: 1\nlanguage: python\nentrypoint: [python3, -m, app]\nbuild:\n  steps:\n    - run: [python3, -c, "${print}"]\n      secrets: [{env: TOKEN}]\n`,
  );
  await writeFile(join(folder, 'requirements.txt'), '');
  const run = await harden(['build', folder], { env: { TOKEN: password } });
  expect(run.code).toBe(3);
  expect(run.stderr).toContain('***');
  expect(run.stderr).not.toContain(password);
});

test('a step that writes its secret into what goes into the image ends the build', async () => {
  const token = randomBytes(16).toString('hex');
  const write =
    "import os; open('/src/settings.py', 'w').write('T = ' + repr(os.environ['TOKEN']))";
  const folder = await project(
    `version: 1\nlanguage: python\nentrypoint: [python3, -m, app]\nbuild:\n  steps:\n    - run: [python3, -c, "${write}"]\n      secrets: [{env: TOKEN}]\n`,
  );
  await writeFile(join(folder, 'requirements.txt'), '');
  const run = await harden(['build', folder], { env: { TOKEN: token } });
  expect(run.code).toBe(3);
  expect(run.stderr).toMatch(/hardening\.yaml:7:17 .*build\/secret-in-image/);
  expect(run.stderr).toContain('the value of the secret TOKEN is in /app/src/settings.py');
  expect(await placesWith([token], folder, { stderr: run.stderr })).toEqual([]);
});

test('a secret that is not there is told before anything is built', async () => {
  const folder = await project(SPEC);
  const run = await harden(['build', folder, '--engine', 'tcp://127.0.0.1:1']);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toMatch(/hardening\.yaml:7:7 .*build\/secret-missing/);
  expect(run.stderr).toContain('the variable TEAM_INDEX is not set');
  expect(run.stderr).toContain('token.txt cannot be read (ENOENT)');
});
