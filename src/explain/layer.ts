import type { ImageLayer, LayerKind } from '../report/types.ts';
import { count, formatBytes } from '../report/words.ts';
import type { ExplainInput, Explanation } from './types.ts';

const MADE: Record<LayerKind, string> = {
  base: "the base's own bytes",
  runtime: 'what harden changed of the base: packages, libraries and settings',
  dependencies: 'what the dependencies of the app are',
  app: 'what was built from the sources',
};

const MOST_OWNERS = 10;

/** Layers by their kind, or by the beginning of a digest. */
export function explainLayer(word: string, input: ExplainInput): Explanation[] {
  const { layers } = input.report.image;
  const digits = word.replace(/^sha256:/, '');
  const isDigest = /^[0-9a-f]{6,64}$/.test(digits);
  return layers.flatMap((layer, index) => {
    const named = [layer.digest, layer.diffId].some((one) => one.startsWith(`sha256:${digits}`));
    return layer.kind === word || (isDigest && named) ? [explainOne(layer, index, input)] : [];
  });
}

function explainOne(layer: ImageLayer, index: number, { report, base }: ExplainInput): Explanation {
  const held = (report.coverage.files.holdings ?? []).filter((one) => one.layer === index);
  const largest = [...held].sort((a, b) => b.bytes - a.bytes).slice(0, MOST_OWNERS);
  const rest = held.length - largest.length;
  return {
    ...{ kind: 'layer', subject: layer.digest },
    what: `layer ${index + 1} of ${report.image.layers.length}, ${layer.kind}: ${formatBytes(layer.size)} compressed, ${formatBytes(layer.uncompressed)} not`,
    why: [
      MADE[layer.kind],
      ...largest.map(
        ({ kind, name, files, bytes }) =>
          `${formatBytes(bytes)} in ${count(files, 'file')} of ${kind} ${name}`,
      ),
      ...(rest > 0 ? [`and ${rest} more owners`] : []),
    ],
    findings: report.findings.filter((one) => one.layer === layer.diffId),
    fix: [],
    ...(base && (layer.kind === 'base' || layer.kind === 'runtime') && { line: base }),
  };
}
