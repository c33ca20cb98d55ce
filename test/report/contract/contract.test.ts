import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type Contract, contractText } from '../../../src/report/contract/contract.ts';

const origin = { file: 'hardening.yaml', line: 1, column: 1, length: 1 };
const plain: Contract = {
  name: 'team/api',
  config: {
    ...{ User: '65532:65532', Entrypoint: ['/app/server'], Cmd: [], Env: [], WorkingDir: '/app' },
    ...{ ExposedPorts: [], Labels: {} },
  },
  writable: [],
  smoke: [],
};
const whole: Contract = {
  ...plain,
  config: { ...plain.config, ExposedPorts: ['8080', '53/udp'] },
  writable: ['/data', '/tmp', '/dev/shm', '/var/Lib.x', '/var/lib_x'].map((path) => ({
    path,
    origin,
  })),
  fixedUser: 'the licence: "one user" #only',
  memory: 268_435_456,
  services: [
    {
      ...{ name: 'database', image: 'postgres:17', port: 5432, origin },
      env: { POSTGRES_HOST_AUTH_METHOD: 'trust', POSTGRES_DB: 'yes' },
      provides: { DATABASE_URL: 'postgresql://postgres@database/yes' },
    },
  ],
  smoke: [
    { kind: 'run', run: ['/app/server'], exitCode: 0, timeout: 30, origin },
    { kind: 'http', path: '/healthz?a=1', port: 8080, status: 200, timeout: 30, origin },
  ],
};

test.each([
  ['plain', plain],
  ['whole', whole],
])('%s', async (name, contract) => {
  const text = contractText(contract, 'registry.example/team/api:1');
  await expect(text).toMatchFileSnapshot(`${name}.golden.yaml`);
});

test('both are YAML, and mean what they say', () => {
  const documents = parseAllDocuments(contractText(whole, 'api@sha256:12'));
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  const [kubernetes, compose] = documents.map((one) => one.toJS());
  expect(kubernetes.spec.securityContext).toEqual({
    ...{ runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532 },
    seccompProfile: { type: 'RuntimeDefault' },
  });
  const volumes = kubernetes.spec.volumes.map(({ name }: { name: string }) => name);
  expect(new Set(volumes).size).toBe(5);
  const mounts = kubernetes.spec.containers[0].volumeMounts;
  expect(mounts.map(({ name }: { name: string }) => name)).toEqual(volumes);
  expect(compose.services.database.environment).toEqual(whole.services?.[0]?.env);
  expect(compose.services.api).toMatchObject({
    ...{ read_only: true, cap_drop: ['ALL'], user: '65532:65532', depends_on: ['database'] },
    ports: ['8080:8080', '53:53/udp'],
    environment: { DATABASE_URL: 'postgresql://postgres@database/yes' },
  });
});
