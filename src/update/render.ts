import { visible } from '../report/visible.ts';
import { formatBytes, shortDigest, wrap } from '../report/words.ts';
import type { Finding } from '../scan/types.ts';
import type { Change, UpdateReport } from './types.ts';

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
  ];
  if (lines.length === 0) return 'Nothing changed: hardening.lock is up to date.\n';
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
