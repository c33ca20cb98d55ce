import { visible } from '../report/visible.ts';
import { count, formatBytes, shortDigest, wrap } from '../report/words.ts';
import type { Finding } from '../scan/types.ts';
import type { Change, Measured, UpdateReport } from './types.ts';

/** What an update changes, for people; one line when nothing does. */
export function renderUpdate(report: UpdateReport, width: number): string {
  const lines = [
    ...report.images.flatMap(imageLines),
    ...report.databases.map(
      ({ ref, updatedAt }) => `database  ${ref} is of ${updatedAt.slice(0, 10)}`,
    ),
    ...(report.preset ? [`preset    ${report.preset.name} was changed`] : []),
    ...(report.asked ? ['spec      asks for the same packages in another way'] : []),
    ...packageLines('Debian', report.debian),
    ...packageLines('apk', report.apk),
    ...baseLines(report),
    ...(report.measured ? measuredLines(report.measured) : []),
  ];
  if (lines.length === 0) return 'Nothing changed: hardening.lock is up to date.\n';
  if (!report.matters) return `Nothing that matters changed, ${onlyOf(report)}.\n`;
  return `${lines.flatMap((line) => fold(line, width)).join('\n')}\n`;
}

/** Every line has a label of this width, or is indented by it. */
const LABEL = 10;

function fold(line: string, width: number): string[] {
  const [first = '', ...rest] = wrap(visible(line.slice(LABEL)), Math.max(width - LABEL, LABEL));
  return [line.slice(0, LABEL) + first, ...rest.map((more) => ' '.repeat(LABEL) + more)];
}

function imageLines({ ref, use, from, to, size }: UpdateReport['images'][number]): string[] {
  const change = `${from ? shortDigest(from) : 'nothing'} -> ${to ? shortDigest(to) : 'nothing'}`;
  return [
    `${use.padEnd(9)} ${ref}`,
    `          ${change}, ${formatBytes(size.from)} -> ${formatBytes(size.to)}`,
  ];
}

/** One line, as it is what a daily run says on most days. */
function onlyOf({ images, databases }: UpdateReport): string {
  const newer = databases.length > 0 ? ['newer advisories'] : [];
  const anew = images.length > 0 ? ['a base that was built anew with the same packages'] : [];
  return `only ${[...newer, ...anew].join(' and ')}: hardening.lock stays as it is`;
}

function measuredLines({ by, comparison, problems }: Measured): string[] {
  const { before, after, findings, packages } = comparison;
  const changed = Object.values(packages).flat().length;
  return [
    `image     ${formatBytes(before.size.uncompressed)} -> ${formatBytes(after.size.uncompressed)}, ${count(changed, 'package')} changed, made by a ${by}`,
    `          ${findings.fixed.length} fixed, ${findings.new.length} new, ${findings.remaining.length} remain`,
    ...problems.map((one) => `          fails: ${one}`),
  ];
}

function packageLines(
  what: string,
  { added, removed, changed }: Change<{ name: string; version: string }>,
): string[] {
  return [
    ...changed.map(({ name, from, to }) =>
      from === to
        ? `${what.padEnd(9)} ${name} ${to} was built anew`
        : `${what.padEnd(9)} ${name} ${from} -> ${to}`,
    ),
    ...added.map(({ name, version }) => `${what.padEnd(9)} ${name} ${version} comes`),
    ...removed.map(({ name, version }) => `${what.padEnd(9)} ${name} ${version} goes`),
  ];
}

function baseLines({ base, notCompared }: UpdateReport): string[] {
  if (notCompared) return [`base      could not be compared: ${notCompared}`];
  if (!base) return [];
  const { findings, size, packages } = base;
  const { before, after } = size;
  return [
    ...packageLines('base', packages),
    `base      ${formatBytes(before.uncompressed)} -> ${formatBytes(after.uncompressed)}`,
    `findings  ${findings.fixed.length} fixed, ${findings.new.length} new, ${findings.remaining.length} remain`,
    ...findings.fixed.map((one) => `          fixed ${shown(one)}`),
    ...findings.new.map((one) => `          new   ${shown(one)}`),
  ];
}

function shown({ severity, id, package: name, version }: Finding): string {
  return `${severity} ${id} in ${name} ${version}`;
}
