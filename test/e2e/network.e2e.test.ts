import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { selfSigned } from '../certificate.ts';
import { harden } from '../program.ts';
import { placesWith } from './canaries.ts';
import { goMain, goProxy } from './go-proxy.ts';
import { engineGateway } from './host-server.ts';
import { type HttpProxy, httpProxy } from './http-proxy.ts';
import { projectOf } from './temporary.ts';

const gateway = engineGateway() ?? '';

/** An address for documents: without the proxy nobody gets there. */
const BEHIND = '198.51.100.7';

const word = () => randomBytes(16).toString('hex');

/** A company: its modules are behind its proxy, and only its own CA vouches for them. */
async function company(proxyPassword?: string) {
  const [password, certificate] = [word(), selfSigned({ host: BEHIND })];
  const modules = await goProxy(gateway, password, certificate);
  const credentials = proxyPassword ? { user: 'staff', password: proxyPassword } : undefined;
  const proxy = await httpProxy(gateway, credentials, { [`${BEHIND}:443`]: modules.address });
  // What the certificate is made of, as PEM and as bytes.
  const body = certificate.cert.split('\n').slice(1, -2);
  const bytes = Buffer.from(body.join(''), 'base64').subarray(0, 60).toString('latin1');
  const env = {
    TEAM_PROXY: `https://team:${password}@${BEHIND}`,
    HTTPS_PROXY: '',
    https_proxy: '',
  };
  return { modules, proxy, certificate, canaries: [...body, bytes, proxy.address], env };
}

async function projectFor(
  { module, sum }: { module: string; sum: string },
  ca: string,
  spec: string,
) {
  return projectOf({
    'go.mod': `module app\n\ngo 1.26\n\nrequire ${module} v1.0.0\n`,
    'go.sum': sum,
    'main.go': goMain(module),
    'tell/main.go': TELLS,
    'ca.pem': ca,
    'hardening.yaml': `version: 1
language: go
entrypoint: [/app/server]
smoke: [{run: [/app/server], expect: {stdout: from the private proxy}}]
${spec}`,
  });
}

const TELLS = `package main

import (
	"log"
	"os"
)

func main() { log.Fatal(os.Environ()) }
`;

const wentThrough = (proxy: HttpProxy) =>
  expect(new Set(proxy.connected)).toContain(`${BEHIND}:443`);

test.runIf(gateway)(
  'a proxy and a CA of the spec serve the build and are not in the image',
  async () => {
    const { modules, proxy, certificate, canaries, env } = await company();
    const folder = await projectFor(
      modules,
      certificate.cert,
      `network: {proxy: "http://${proxy.address}", ca: ca.pem}
build: {secrets: [{env: TEAM_PROXY, as: GOPROXY}]}
`,
    );
    const run = await harden(['build', folder, '--json'], { env });
    expect(run.stderr + run.code).toMatch(/0$/);
    expect(modules.served.length).toBeGreaterThan(0);
    wentThrough(proxy);
    expect(await placesWith(canaries, folder, { stdout: run.stdout, stderr: run.stderr })).toEqual(
      [],
    );
    expect(await placesWith(['from the private proxy'], folder, {})).toEqual(
      expect.arrayContaining([expect.stringContaining(join(folder, '.harden', 'image'))]),
    );
  },
);

test.runIf(gateway)('a proxy of the host keeps its password to itself', async () => {
  const password = word();
  const { modules, proxy, certificate, canaries, env } = await company(password);
  const hosts = { ...env, HTTPS_PROXY: `http://staff:${password}@${proxy.address}` };
  const secret = [password, `staff:${password}`];
  const spec = 'network: {ca: ca.pem}\nbuild:\n  secrets: [{env: TEAM_PROXY, as: GOPROXY}]\n';
  const folder = await projectFor(modules, certificate.cert, spec);
  const run = await harden(['build', folder, '--json'], { env: hosts });
  expect(run.stderr + run.code).toMatch(/0$/);
  wentThrough(proxy);
  const said = { stdout: run.stdout, stderr: run.stderr };
  expect(await placesWith([...canaries, ...secret], folder, said)).toEqual([]);

  const prints = `${spec}  steps: [{run: [go, run, ./tell]}]\n`;
  const telling = await projectFor(modules, certificate.cert, prints);
  const failed = await harden(['build', telling], { env: hosts });
  expect(failed.code).toBe(3);
  expect(failed.stderr).toContain('HTTPS_PROXY=');
  expect(await placesWith(secret, telling, { stderr: failed.stderr })).toEqual([]);
});
