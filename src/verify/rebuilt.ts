import type { Difference } from '../rebuild/difference.ts';
import type { FileDifference } from '../rebuild/layer-difference.ts';
import type { Rebuilt } from '../rebuild/rebuild.ts';
import { failed } from './evidence.ts';
import type { Verified } from './types.ts';

/** Whether an image came out the same when it was built again; `signed` says by whom the record was. */
export function judgeRebuilt(
  { digest, same, notes, difference }: Rebuilt,
  signed: boolean,
): Verified {
  const told = notes.map((note) => `\n${line(note)}`).join('');
  if (!same) {
    const where = difference ? `\n${line(differenceText(difference))}` : '';
    return failed('rebuild', 'verify/not-reproduced', `it came out as ${digest}${where}${told}`);
  }
  const whose = signed
    ? 'its sources, built again from what its signed provenance names, give this digest'
    : 'its sources, built again from what its provenance names, give this digest; nobody has vouched for either';
  return { id: 'rebuild', pass: true, evidence: `${whose}${told}` };
}

/** Names of files and what a record says are foreign text: a line end in them begins no line. */
function line(text: string): string {
  return text.replaceAll('\n', '␊');
}

function differenceText(difference: Difference): string {
  switch (difference.at) {
    case 'layers':
      return `published are ${difference.published} layers, built were ${difference.rebuilt}`;
    case 'config':
    case 'manifest':
      return `every file is the same; the ${difference.at} differs at ${difference.key}`;
    case 'layer': {
      const { layer, kind, file, files } = difference;
      const where = `layer ${layer} (${kind})`;
      if (!file) return `${where} has the same files, packed in another way`;
      const more = files > 1 ? `; ${files - 1} more files of this layer differ` : '';
      return `${where}: ${fileText(file)}${more}`;
    }
  }
}

function fileText({ path, why, published, rebuilt }: FileDifference): string {
  if (why === 'missing') return `${path} (${published}) is in the published image only`;
  if (why === 'added') return `${path} (${rebuilt}) is in what was built only`;
  return `${path} has another ${why}: published ${published || 'none'}, built ${rebuilt || 'none'}`;
}
