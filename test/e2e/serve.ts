import { withClient } from '../../src/dagger/client.ts';
import { discoverEngine } from '../../src/engine/discover.ts';
import { openSession } from '../../src/engine/session.ts';

/** Runs an image archive in the engine as it is, asks it over HTTP, and gives the status. */
export async function answers(archive: string, port: number, path: string): Promise<number> {
  return served(archive, port, async (url) => (await fetch(url + path)).status);
}

/** Runs an image archive in the engine as it is, for as long as its address is used. */
export async function served<T>(
  archive: string,
  port: number,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(120_000);
  const choice = await discoverEngine({ env: process.env });
  const session = await openSession(choice, { signal });
  try {
    return await withClient(session, async (client) => {
      const service = client
        .container()
        .import_(client.host().file(archive))
        .withExposedPort(port)
        .asService({ useEntrypoint: true });
      const tunnel = await client.host().tunnel(service).start();
      try {
        return await use(`http://${await tunnel.endpoint()}`);
      } finally {
        await tunnel.stop();
      }
    });
  } finally {
    await session.close();
  }
}
