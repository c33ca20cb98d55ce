import type { Client, Container } from '@dagger.io/dagger';
import type { Platform } from '../plan/types.ts';
import { asPlatform } from './enums.ts';

/** An image that the engine pulls by its digest, or imports from the host and asks no registry for. */
export interface PulledImage {
  ref: string;
  archive?: string | undefined;
}

/** The image's file system and config. */
export function pulled(
  client: Client,
  { ref, archive }: PulledImage,
  platform?: Platform,
): Container {
  const empty = client.container(platform && { platform: asPlatform(platform) });
  return archive === undefined ? empty.from(ref) : empty.import_(client.host().file(archive));
}
