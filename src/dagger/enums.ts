import type {
  CacheSharingMode,
  Platform as DaggerPlatform,
  ExistsType,
  ImageLayerCompression,
  ImageMediaTypes,
} from '@dagger.io/dagger';
import type { Platform } from '../plan/types.ts';

/** The API's enum values as text: importing the SDK's enums would load the whole SDK. */
export const LOCKED = 'LOCKED' as CacheSharingMode;
export const DIRECTORY = 'DIRECTORY_TYPE' as ExistsType;
export const REGULAR_FILE = 'REGULAR_TYPE' as ExistsType;
export const OCI_MEDIA_TYPES = 'OCIMediaTypes' as ImageMediaTypes;
export const UNCOMPRESSED = 'Uncompressed' as ImageLayerCompression;

export function asPlatform(platform: Platform): DaggerPlatform {
  return platform as unknown as DaggerPlatform;
}
