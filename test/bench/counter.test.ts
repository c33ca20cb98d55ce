import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sentTo } from '../../scripts/bench/counter.mjs';

/** What a listener at the path answers to some bytes. */
function asked(path: string, bytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => socket.end(Buffer.alloc(bytes)));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', reject).on('close', () => resolve(text));
  });
}

/** An engine that says how many bytes it was sent. */
async function engine(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-counter-'));
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    socket.on('end', () => socket.end(`${bytes}`));
  });
  const path = join(folder, 'engine.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });
  return path;
}

test.skipIf(process.platform === 'win32')('what an engine is sent is counted', async () => {
  const path = await engine();
  const { sent, came } = await sentTo(`unix://${path}`, async () => [
    await asked(path, 70_000),
    await asked(path, 5),
  ]);
  expect(sent).toBe(70_005);
  expect(came).toEqual(['70000', '5']);
  // The engine is where it was.
  expect(await asked(path, 3)).toBe('3');
});

test.skipIf(process.platform === 'win32')('it is where it was, whatever fails', async () => {
  const path = await engine();
  const failing = sentTo(`unix://${path}`, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await asked(path, 3)).toBe('3');
});

test('an engine elsewhere is not counted', async () => {
  await expect(sentTo('tcp://127.0.0.1:1', async () => {})).rejects.toThrow('no socket');
});
