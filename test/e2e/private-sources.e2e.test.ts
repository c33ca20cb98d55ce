import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { selfSigned } from '../certificate.ts';
import { harden } from '../program.ts';
import { placesWith } from './canaries.ts';
import { type GoProxy, goMain, goProxy } from './go-proxy.ts';
import { engineGateway } from './host-server.ts';
import { buildReport } from './json.ts';
import { npmRegistry } from './npm-registry.ts';
import { projectOf } from './temporary.ts';

const gateway = engineGateway() ?? '';

const word = () => randomBytes(16).toString('hex');

test.runIf(gateway)('npm takes packages from a registry that wants a token', async () => {
  const token = word();
  const registry = await npmRegistry(gateway, token);
  const npmrc = (value: string) =>
    `@team:registry=http://${registry.address}/\n//${registry.address}/:_authToken=${value}\n`;
  const folder = await projectOf({
    'package.json': JSON.stringify({
      name: 'app',
      version: '1.0.0',
      dependencies: { '@team/greeting': '1.0.0' },
    }),
    'package-lock.json': registry.lock,
    'main.js': "console.log(require('@team/greeting').greet());\n",
    '.npmrc': npmrc(token),
    'hardening.yaml': `version: 1
language: node
entrypoint: [/nodejs/bin/node, main.js]
build:
  secrets:
    - {file: .npmrc, to: /tmp/.npmrc}
smoke:
  - run: [node, main.js]
    expect: {stdout: from the private registry}
`,
  });
  const report = await harden(['build', folder, '--json']);
  expect(report.stderr + report.code).toMatch(/0$/);
  expect(registry.served.length).toBeGreaterThan(0);
  const plan = await harden(['plan', folder, '--json']);
  const said = { stdout: report.stdout, stderr: report.stderr, plan: plan.stdout };
  expect(await placesWith([token], folder, said)).toEqual([]);

  const wrong = word();
  await writeFile(join(folder, '.npmrc'), npmrc(wrong));
  const refused = await harden(['build', folder, '--no-cache']);
  expect(refused.code).toBe(3);
  expect(refused.stderr).toMatch(/E401|401/);
  expect(await placesWith([token, wrong], folder, { stderr: refused.stderr })).toEqual([]);
});

async function goProject({ module, sum }: GoProxy, cert: string, build: string): Promise<string> {
  return projectOf({
    'go.mod': `module app\n\ngo 1.26\n\nrequire ${module} v1.0.0\n`,
    'go.sum': sum,
    'main.go': goMain(module),
    'ca.pem': cert,
    'hardening.yaml': `version: 1
language: go
entrypoint: [/app/server]
network: {ca: ca.pem}
smoke:
  - run: [/app/server]
    expect: {stdout: from the private proxy}
build:
${build}`,
  });
}

test.runIf(gateway)('Go takes modules from a proxy whose password is in GOPROXY', async () => {
  const [password, certificate] = [word(), selfSigned({ host: gateway })];
  const proxy = await goProxy(gateway, password, certificate);
  const folder = await goProject(
    proxy,
    certificate.cert,
    `  env: {GONOSUMDB: ${proxy.module}, GOFLAGS: -mod=mod}
  secrets:
    - {env: TEAM_PROXY, as: GOPROXY}
  steps:
    - run: [go, build, -trimpath, -buildvcs=false, -o, /out/server, .]
      secrets: [{file: token.txt, to: /run/secrets/token}]
`,
  );
  const token = word();
  await writeFile(join(folder, 'token.txt'), token);
  const env = {
    TEAM_PROXY: `https://team:${password}@${proxy.address}`,
    GOPROXY: 'https://127.0.0.1:1',
  };
  const run = await harden(['build', folder, '--json'], { env });
  expect(run.stderr + run.code).toMatch(/0$/);
  const plan = await harden(['plan', folder, '--json']);
  const said = { stdout: run.stdout, stderr: run.stderr, plan: plan.stdout };
  expect(await placesWith([password, token, `team:${password}`], folder, said)).toEqual([]);

  const asked = proxy.served.length;
  expect(asked).toBeGreaterThan(0);
  await writeFile(join(folder, 'token.txt'), word());
  await buildReport(folder, { env });
  expect(proxy.served.length).toBe(asked);
});

test.runIf(gateway)('Go takes modules from a proxy whose password is in a netrc file', async () => {
  const [password, certificate] = [word(), selfSigned({ host: gateway })];
  const proxy = await goProxy(gateway, password, certificate);
  const folder = await goProject(
    proxy,
    certificate.cert,
    `  env: {GOPROXY: "https://${proxy.address}", GONOSUMDB: ${proxy.module}}
  secrets: [{file: .netrc, to: /tmp/.netrc}]
`,
  );
  // Since 1.24 Go wants the port in the name of the machine.
  const netrc = (value: string) => `machine ${proxy.address} login team password ${value}\n`;
  await writeFile(join(folder, '.netrc'), netrc(password));
  // What the spec says of a step wins over what the host says of itself.
  const env = { GOPROXY: 'https://127.0.0.1:1' };
  const run = await harden(['build', folder, '--json'], { env });
  expect(run.stderr + run.code).toMatch(/0$/);
  expect(proxy.served.length).toBeGreaterThan(0);
  const said = { stdout: run.stdout, stderr: run.stderr };
  expect(await placesWith([password, `team:${password}`], folder, said)).toEqual([]);

  const wrong = word();
  await writeFile(join(folder, '.netrc'), netrc(wrong));
  const refused = await harden(['build', folder, '--no-cache'], { env });
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain('401');
  expect(await placesWith([wrong, `team:${wrong}`], folder, { err: refused.stderr })).toEqual([]);
});
