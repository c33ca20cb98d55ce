import { purl } from '../packages/purl.ts';
import type { BillImage } from './types.ts';

/** `pkg:oci/name@sha256:…`, as the specification of package URLs has it for images. */
export function imagePurl({
  name,
  digest,
  platform,
}: Pick<BillImage, 'name' | 'digest'> & Partial<Pick<BillImage, 'platform'>>): string {
  const bare = name
    .replace(/^.*\//, '')
    .replace(/[:@].*$/, '')
    .toLowerCase();
  return purl('oci', undefined, bare, digest, { arch: platform?.split('/')[1] });
}
