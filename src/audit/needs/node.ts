import { nodePackageOf } from '../../inspect/ledger/node-files.ts';
import { objectOf, record } from '../../scan/json-object.ts';
import type { Facts } from '../facts.ts';
import { type NodePart, resolvedFrom } from '../parts/node.ts';
import { lastPart, shown } from '../tree.ts';
import { byId, type Proofs } from './proofs.ts';
import type { Start } from './start.ts';

/** The packages that a program of Node uses: what its own modules and its package.json ask for. */
export function nodeNeeds(facts: Facts, start: Start, proofs: Proofs): void {
  const { node, code, inventory } = facts;
  const started = [...start.runs.keys()].some((path) => nodePackageOf(path) !== undefined);
  if ((!runsNode(start) && !started) || node.length === 0) return;
  const parts = byId(node) as Map<string, NodePart>;
  const folders = new Set(node.map(({ folder }) => folder));
  const queue: string[] = [];
  const use = (from: string, name: string, why: string) => {
    const folder = resolvedFrom(from, name, folders);
    if (folder !== undefined && proofs.part(`node:/${folder}`, why)) queue.push(`node:/${folder}`);
  };
  for (const path of start.runs.keys()) {
    const folder = nodePackageOf(path)?.folder;
    if (folder !== undefined && parts.has(`node:/${folder}`)) queue.push(`node:/${folder}`);
  }
  for (const [path, { imports }] of code) {
    if (path.endsWith('.py')) continue;
    for (const name of imports) use(folderOf(path), name, `imported by ${shown(path)}`);
  }
  for (const [path, text] of inventory.texts) {
    if (!isProjectManifest(path)) continue;
    const { dependencies } = objectOf(text);
    for (const name of Object.keys(record(dependencies))) {
      use(folderOf(path), name, `a dependency of ${shown(path)}`);
    }
  }
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const part = parts.get(id);
    for (const other of part?.depends ?? []) {
      if (proofs.part(other, `${part?.name} asks for it`)) queue.push(other);
    }
  }
}

function runsNode({ program }: Start): boolean {
  return program !== undefined && /^node(?:js)?$/.test(lastPart(program));
}

/** The package.json of a program, and not of what is installed. */
export function isProjectManifest(path: string): boolean {
  return /(?:^|\/)package\.json$/.test(path) && !/(?:^|\/)node_modules\//.test(path);
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
