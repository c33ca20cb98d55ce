import { renameSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { Missing } from './missing.mjs';

const UNIX = 'unix://';

/**
 * Bytes that an engine is sent while `work` goes on, by all who ask it, and what came of it: somebody stands in its
 * place, and passes on what they say. Nothing that is timed may go this way.
 * @throws Missing where the engine is reached in another way than by a socket of this machine
 */
export async function sentTo(engine, work) {
  if (!engine?.startsWith(UNIX)) throw new Missing('the engine has no socket of this machine');
  const path = engine.slice(UNIX.length);
  const real = `${path}.counted`;
  let bytes = 0;
  const open = new Set();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const behind = connect({ path: real, allowHalfOpen: true });
    client.on('data', (chunk) => {
      bytes += chunk.length;
    });
    client.pipe(behind).pipe(client);
    for (const one of [client, behind]) {
      open.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => open.delete(one));
    }
  });
  const putBack = () => {
    rmSync(path, { force: true });
    renameSync(real, path);
  };
  renameSync(path, real);
  process.once('exit', putBack);
  try {
    await new Promise((resolve, reject) => server.on('error', reject).listen(path, resolve));
    const came = await work();
    return { sent: bytes, came };
  } finally {
    for (const one of open) one.destroy();
    await new Promise((resolve) => server.close(resolve));
    process.off('exit', putBack);
    putBack();
  }
}
