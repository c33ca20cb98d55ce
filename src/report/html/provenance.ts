import type { RunReport } from '../types.ts';
import { day } from './dates.ts';
import { digest, row, type Section, table } from './section.ts';
import { html } from './template.ts';

/** What went in, by digest, and with which words it was judged. Nothing in it is of the machine. */
export function provenance(report: RunReport, harden: string): Section {
  const { image, plan, toolchain, spec, scanners, times, libraries = [] } = report;
  const { base } = image;
  const rows = [
    ['Image', digest(image.digest)],
    ['Config', digest(image.configDigest)],
    ['Base', html`${base.ref || base.kind} ${base.digest && digest(base.digest)}`],
    ...(toolchain
      ? [['Toolchain', html`${toolchain.ref.replace(/@.*$/, '')} ${digest(toolchain.digest)}`]]
      : []),
    ...(spec ? [['Spec', spec]] : []),
    ...(plan ? [['Plan', digest(plan.digest)]] : []),
    ...scanners.map(({ name, database }) => [
      `Database of ${name}`,
      html`${database.ref.replace(/@.*$/, '')} ${digest(database.digest)}`,
    ]),
    ...libraries.map((one) => [
      `Library ${one.name}`,
      `${one.package} ${one.version}, ${one.path}`,
    ]),
    ...(times
      ? [
          ['Began', day(times.started)],
          ['Judged', day(times.finished)],
        ]
      : []),
    ['harden', harden],
  ] as [string, string][];
  return {
    id: 'provenance',
    title: 'Where it comes from',
    body: table('Where the image comes from', ['What', 'Which'], rows.map(row)),
  };
}
