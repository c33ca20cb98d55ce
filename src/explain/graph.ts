import type { ImagePackage } from '../report/types.ts';
import { nameKey } from '../scan/same.ts';
import type { ExplainInput } from './types.ts';

/** A path that is longer than that explains nothing any more. */
const MOST_STEPS = 20;
const MOST_PATHS = 3;

/**
 * What leads to a package: lists of `name version` that begin with what the project or the spec asks
 * for, the shortest first. A package that is asked for itself has a list of its own name alone.
 */
export function pathsTo(wanted: ImagePackage, input: ExplainInput): string[][] {
  const { needing, isRoot } = graphOf(input);
  const found: string[][] = [];
  const seen = new Set<string>();
  let ends: ImagePackage[][] = [[wanted]];
  for (let step = 0; step < MOST_STEPS && found.length < MOST_PATHS && ends.length > 0; step++) {
    const next: ImagePackage[][] = [];
    for (const path of ends) {
      const [first] = path as [ImagePackage];
      const above = needing(first).filter((one) => !seen.has(keyOf(one)));
      if (isRoot(first) || (step > 0 && needing(first).length === 0)) {
        found.push(path.map(nameOf));
        continue;
      }
      for (const one of above) {
        seen.add(keyOf(one));
        next.push([one, ...path]);
      }
    }
    ends = next;
  }
  return found.slice(0, MOST_PATHS);
}

function graphOf({ report, plan, locate }: ExplainInput) {
  const all = [...(report.packages ?? []), ...(report.sources?.packages ?? [])];
  const byPurl = new Map(all.map((one) => [one.purl, keyOf(one)]));
  const above = new Map<string, Map<string, ImagePackage>>();
  for (const one of all) {
    for (const purl of one.dependsOn ?? []) {
      const key = byPurl.get(purl);
      if (!key || key === keyOf(one)) continue;
      above.set(key, (above.get(key) ?? new Map()).set(keyOf(one), one));
    }
  }
  const system = new Set(plan?.base.kind === 'debian' ? plan.base.packages : []);
  const isAsked = ({ name, type, version, class: of }: ImagePackage) =>
    of === 'os' ? system.has(name) : isManifest(locate({ package: name, type, version })?.file);
  return {
    needing: (one: ImagePackage) => [...(above.get(keyOf(one))?.values() ?? [])],
    isRoot: isAsked,
  };
}

const LOCKED = /(?:\.lock|-lock\.(?:json|yaml)|npm-shrinkwrap\.json|requirements[^/]*\.txt)$/;

/** A lock lists what others need as well. */
function isManifest(file: string | undefined): boolean {
  return file !== undefined && !LOCKED.test(file);
}

/** One package is one, whether the image or the lock file has it. */
function keyOf(one: ImagePackage): string {
  return `${nameKey(one)}\0${one.version}`;
}

export function nameOf({ name, version }: ImagePackage): string {
  return `${name} ${version}`.trimEnd();
}
