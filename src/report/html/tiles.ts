import type { LayerHolding } from '../../inspect/ledger/types.ts';
import type { Severity } from '../../plan/types.ts';
import { pep503 } from '../../scan/ecosystem.ts';
import type { Finding } from '../../scan/types.ts';
import { SEVERITIES } from '../severity.ts';
import type { RunReport } from '../types.ts';

/** What one owner has in one layer, and the worst that was found in it. */
export interface Tile {
  name: string;
  files: number;
  bytes: number;
  findings: number;
  worst?: Severity;
}

export interface LayerTiles {
  /** `base layer`, and which one of several. */
  name: string;
  bytes: number;
  /** The largest first. */
  tiles: Tile[];
}

/** Sizes by layer and owner; none where the report is of a version that did not have them. */
export function layerTiles({ image, coverage, findings }: RunReport): LayerTiles[] {
  const { holdings = [] } = coverage.files;
  return image.layers.flatMap(({ kind, diffId }, index) => {
    const inLayer = findings.filter(({ layer }) => layer === diffId);
    const tiles = holdings
      .filter(({ layer, bytes }) => layer === index && bytes > 0)
      .map((holding) => tileOf(holding, inLayer))
      .sort((a, b) => b.bytes - a.bytes);
    const bytes = tiles.reduce((sum, tile) => sum + tile.bytes, 0);
    if (bytes === 0) return [];
    const number = image.layers.filter((one) => one.kind === kind).length;
    const which = number > 1 ? `${kind} layer ${index + 1}` : `${kind} layer`;
    return [{ name: which, bytes, tiles }];
  });
}

function tileOf(holding: LayerHolding, inLayer: readonly Finding[]): Tile {
  const found = inLayer.filter((finding) => isOf(holding, finding));
  const worst = SEVERITIES.find((severity) => found.some((f) => f.severity === severity));
  const { files, bytes } = holding;
  return { name: nameOf(holding), files, bytes, findings: found.length, ...(worst && { worst }) };
}

function nameOf({ kind, name }: LayerHolding): string {
  if (kind === 'program') return `${PROGRAMS[name] ?? name} program`;
  if (kind === 'artifact') return `artifact ${name}`;
  return kind === 'setting' ? 'settings by harden' : name;
}

const PROGRAMS: Record<string, string> = { go: 'Go', rust: 'Rust' };

/** Whether the finding's package is what this owner holds, as far as their names tell. */
function isOf({ kind, name }: LayerHolding, finding: Finding): boolean {
  const { package: wanted, version, type } = finding;
  if (kind === 'program') return type === `${name}binary`;
  if (kind === 'runtime') return name === `${wanted} ${version}`;
  if (kind === 'package') return name === wanted;
  if (kind !== 'dependency') return false;
  return name === wanted || pep503(name) === pep503(`${wanted}-${version}`);
}
