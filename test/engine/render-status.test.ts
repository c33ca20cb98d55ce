import { expect, test } from 'vitest';
import { renderStatus } from '../../src/engine/render-status.ts';
import type { EngineStatus } from '../../src/engine/status.ts';

const absent: EngineStatus = {
  kind: 'native',
  name: 'default',
  installed: false,
  outdated: ['engine', 'trivy'],
  running: false,
  address: 'unix:///cache/lab/engines/default/engine.sock',
  images: [],
  disk: { folder: '/cache/lab', used: 0, free: 69_500_000_000 },
  log: '/cache/lab/engines/default/engine.log',
};
const installed: EngineStatus = {
  ...absent,
  installed: true,
  outdated: [],
  images: ['aquasec/trivy:0.74.0', 'library/golang:1.24'],
  database: {
    updatedAt: '2026-08-22T10:00:00.000Z',
    digest: 'sha256:0',
    from: "the lab's advisories",
  },
  disk: { ...absent.disk, used: 2_310_000_000 },
};
const running: EngineStatus = {
  ...installed,
  running: true,
  version: '0.21.8',
  startedAt: '2026-08-22T10:01:00.000Z',
  registry: 'http://127.0.0.1:5055',
  pids: { engine: 4711, registry: 4712 },
};

test.each([
  ['not-installed', absent],
  ['installed', installed],
  ['outdated', { ...running, outdated: ['image-golang'] }],
  ['running', running],
  ['docker', { ...absent, kind: 'other' as const, used: 'docker answers' }],
])('status %s', async (name, status) => {
  await expect(renderStatus(status)).toMatchFileSnapshot(`goldens/status-${name}.txt`);
});
