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
  /** Not in the image that this one is compared with. */
  gone?: boolean;
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
    const found = byOwner(findings.filter(({ layer }) => layer === diffId));
    const tiles = holdings
      .filter(({ layer, bytes }) => layer === index && bytes > 0)
      .map((holding) => tileOf(holding, found))
      .sort((a, b) => b.bytes - a.bytes);
    const bytes = tiles.reduce((sum, tile) => sum + tile.bytes, 0);
    if (bytes === 0) return [];
    const number = image.layers.filter((one) => one.kind === kind).length;
    const which = number > 1 ? `${kind} layer ${index + 1}` : `${kind} layer`;
    return [{ name: which, bytes, tiles }];
  });
}

function tileOf(holding: LayerHolding, found: ReadonlyMap<string, Finding[]>): Tile {
  const { kind, name, files, bytes } = holding;
  const mine = new Set(
    [name, ...(kind === 'dependency' ? [pep503(name)] : [])].flatMap(
      (word) => found.get(`${kind} ${word}`) ?? [],
    ),
  );
  const worst = SEVERITIES.find((severity) => [...mine].some((f) => f.severity === severity));
  return { name: nameOf(holding), files, bytes, findings: mine.size, ...(worst && { worst }) };
}

function nameOf({ kind, name }: LayerHolding): string {
  if (kind === 'program') return `${PROGRAMS[name] ?? name} program`;
  if (kind === 'artifact') return `artifact ${name}`;
  return kind === 'setting' ? 'settings by harden' : name;
}

const PROGRAMS: Record<string, string> = { go: 'Go', rust: 'Rust' };

/** Findings by the owners that may hold their package, as far as the names of both tell. */
function byOwner(findings: readonly Finding[]): Map<string, Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    for (const owner of ownersOf(finding)) {
      const others = found.get(owner);
      if (others) others.push(finding);
      else found.set(owner, [finding]);
    }
  }
  return found;
}

/** A folder of a Python package is named `pydantic_core-2.50.4`; one of Node as the package. */
function ownersOf({ package: name, version, type }: Finding): string[] {
  return [
    `package ${name}`,
    `runtime ${name} ${version}`,
    `dependency ${name}`,
    `dependency ${pep503(`${name}-${version}`)}`,
    `program ${type.replace(/binary$/, '')}`,
  ];
}
