import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { childrenOf } from '../../src/engine/processes.ts';

test.skipIf(process.platform !== 'linux')(
  'a child that another thread started is a child of the process',
  async () => {
    const worker = new Worker(
      `const { spawn } = require('node:child_process');
       const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)']);
       require('node:worker_threads').parentPort.postMessage(child.pid);`,
      { eval: true },
    );
    const pid = await new Promise<number>((resolve) => worker.once('message', resolve));
    try {
      expect(childrenOf(process.pid)).toContain(pid);
    } finally {
      process.kill(pid, 'SIGKILL');
      await worker.terminate();
    }
  },
);
