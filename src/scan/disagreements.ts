import { nameKey, packageOf, samePackage } from './same.ts';
import type { Disagreement, Finding, SourceReport } from './types.ts';

/**
 * Where scanners say different things of one image, with the likely cause. `groups` has what is said
 * of each vulnerability of each package.
 */
export function disagreementsOf(
  groups: readonly Finding[][],
  reports: readonly SourceReport[],
): Disagreement[] {
  if (reports.length < 2) return [];
  return groups.flatMap((group) => [
    ...reports
      .filter(({ scanner }) => !group.some((one) => one.scanner === scanner.name))
      .map((silent) => notReported(group, silent)),
    ...differing(group, 'fixedVersion', 'their databases name different fixed versions'),
    ...differing(group, 'severity', 'they take it from different sources; the worse one counts'),
  ]);
}

function notReported(group: Finding[], silent: SourceReport): Disagreement {
  const says = group.map(({ scanner, severity }) => [scanner, severity] as const);
  return {
    ...subjectOf(group),
    about: 'finding',
    says: Object.fromEntries([...says, [silent.scanner.name, 'not reported']]),
    cause: whySilent(group, silent),
  };
}

function whySilent([finding]: Finding[], { scanner, packages }: SourceReport): string {
  const wanted = packageOf(finding as Finding);
  if (packages.some((one) => samePackage(wanted, one))) {
    return `${scanner.name} saw the package, and its database has no entry for this version`;
  }
  if (wanted.type === 'binary') {
    return `no package manager owns this program, and ${scanner.name} does not read what is in it`;
  }
  const other = packages.find((one) => nameKey(one) === nameKey(wanted));
  if (other) return `${scanner.name} saw the package as ${other.version || 'of no version'}`;
  return `${scanner.name} saw no package of this name`;
}

/** Nothing to say where one of them does not know. */
function differing(
  group: Finding[],
  about: 'fixedVersion' | 'severity',
  cause: string,
): Disagreement[] {
  const said = group.flatMap((one) => {
    const word = one[about];
    return word && word !== 'unknown' ? [[one.scanner, word] as const] : [];
  });
  const words = new Set(said.map(([, word]) => word.replace(/^v(?=\d)/, '')));
  if (words.size < 2) return [];
  return [{ ...subjectOf(group), about, says: Object.fromEntries(said), cause }];
}

function subjectOf([finding]: Finding[]) {
  const { id, package: name, version } = finding as Finding;
  return { id, package: name, version };
}
