import { error, HardenError } from '../diagnostics/diagnostic.ts';

/** Below this size a layer may be as empty as it likes. */
const FREE = 1024 ** 3;
/** Programs pack to a third, texts to a tenth, and only what was made for it to a thousandth. */
const MOST = 200;

/** The same bytes, or `oci/bad-archive` once they are far more than what they came from could hold. */
export async function* guarded(
  bytes: AsyncIterable<Uint8Array>,
  packed: number,
  where: string,
): AsyncGenerator<Uint8Array> {
  const most = Math.max(FREE, packed * MOST);
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > most) {
      const fact = `its ${packed} bytes unpack to more than ${most}, as those of a gzip bomb do`;
      const hint = 'do not use this image: no layer that somebody built packs that well';
      throw new HardenError(error('oci/bad-archive', `${where}: ${fact}`, { hint }));
    }
    yield chunk;
  }
}
