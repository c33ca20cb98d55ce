import { GOOD, sha256 } from './image.ts';
import { BASIC } from './secrets.ts';
import type { Begun, Situation } from './talk.ts';

/**
 * A client as it is written in an afternoon: it follows wherever it is sent, shows its login to whoever
 * asks, and takes for the image what comes.
 */
export async function naive(
  _begun: Begun,
  { places, signal }: Situation,
): Promise<string | undefined> {
  const get = async (url: URL, hops = 5): Promise<Response> => {
    const headers = { authorization: `Basic ${BASIC}` };
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    const location = response.headers.get('location');
    return location && hops > 0 ? get(new URL(location, url), hops - 1) : response;
  };
  const response = await get(new URL(`/v2/app/manifests/${GOOD.image}`, places.url));
  const bytes = Buffer.from(await response.arrayBuffer());
  if (!response.ok) return undefined;
  return sha256(bytes) === GOOD.image ? undefined : 'took other bytes for the image';
}
