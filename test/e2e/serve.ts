import { withClient } from '../../src/dagger/client.ts';
import { discoverEngine } from '../../src/engine/discover.ts';
import { openSession } from '../../src/engine/session.ts';

/** Runs an image archive in the engine as it is, asks it over HTTP, and gives the status. */
export async function answers(archive: string, port: number, path: string): Promise<number> {
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
        const response = await fetch(`http://${await tunnel.endpoint()}${path}`, { signal });
        return response.status;
      } finally {
        await tunnel.stop();
      }
    });
  } finally {
    await session.close();
  }
}
