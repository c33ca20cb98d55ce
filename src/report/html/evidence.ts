import type { RunReport } from '../types.ts';
import { formatBytes } from '../words.ts';
import { bullets, outcome, row, type Section, table } from './section.ts';
import { html, lines } from './template.ts';

/** Whose the files are, and what the scanners had to see. */
export function ledger({ coverage }: RunReport): Section {
  const { files, packages, scanners = [] } = coverage;
  const owners = files.owners.map(({ kind, files, bytes }) =>
    row([OWNERS[kind] ?? kind, files, formatBytes(bytes)]),
  );
  const strays = files.unattributed.map(({ path, reason }) => row([path, reason]));
  return {
    id: 'ledger',
    title: 'Whose the files are',
    note: `${files.attributed} of ${files.total} attributed`,
    body: html`${table('Files by the kind of their owner', ['Owner', 'Files', 'Size'], owners)}
${strays.length > 0 && html`<h3>Of nobody</h3>${table('Files without an owner', ['File', 'Why'], strays)}`}
${files.runtimes.length > 0 && html`<h3>Runtimes in no package</h3>${bullets(files.runtimes.map(({ name, version, path }) => `${name} ${version}, ${path}`))}`}
${packages.missing.length > 0 && html`<h3>Packages that no scanner saw</h3>${bullets(packages.missing)}`}
${scanners.length > 0 && html`<h3>What each scanner saw</h3>${bullets(scanners.map(({ name, packages: { seen, missing } }) => `${name}: ${seen} packages${missing.length > 0 ? `, without ${missing.join(', ')}` : ''}`))}`}`,
  };
}

const OWNERS: Record<string, string> = {
  package: 'packages of the system',
  database: 'the package database',
  base: 'the base, in no package',
  setting: 'settings, written by harden',
  dependency: 'dependencies of the app',
  program: 'programs that list what is in them',
  runtime: 'language runtimes',
  artifact: 'artifacts of the build',
};

/** What failed comes first. */
export function checks({ checks, verdict }: RunReport): Section {
  const sorted = [...checks].sort((a, b) => Number(a.pass) - Number(b.pass));
  const accepted = verdict.accepted ?? [];
  const rows = sorted.map(({ id, pass, evidence, paths = [] }) => {
    const words = accepted
      .filter(({ check }) => check.id === id)
      .map(
        ({ accept: { path, reason, until, owner } }) =>
          `accepted${path ? ` for ${path}` : ''} until ${until}, ${owner}: ${reason}`,
      );
    const more = [...(paths.length > 3 ? [paths.join(', ')] : []), ...words];
    return row([
      id,
      outcome(pass),
      html`${evidence}${more.map((word) => html`<span class="more-of">${word}</span>`)}`,
    ]);
  });
  const passed = checks.filter(({ pass }) => pass).length;
  return {
    id: 'checks',
    title: 'Hardening checks',
    note: `${passed} of ${checks.length} passed`,
    body: table('Hardening checks', ['Check', 'Result', 'Evidence'], rows),
  };
}

/** What the image did when it was run; nothing where nothing was asked of it. */
export function smoke({ smoke }: RunReport): Section | undefined {
  if (smoke.length === 0) return undefined;
  const passed = smoke.filter(({ pass }) => pass).length;
  return {
    id: 'smoke',
    title: 'Smoke tests',
    note: `${passed} of ${smoke.length} passed`,
    body: html`${table(
      'Smoke tests',
      ['Test', 'Result', 'Seen', 'Time'],
      smoke.map(({ name, pass, evidence, milliseconds }) =>
        row([name, outcome(pass), evidence, `${milliseconds} ms`]),
      ),
    )}
${smoke.map(({ name, diagnosis, log }) => html`${diagnosis && html`<p><strong>${name}</strong>: ${diagnosis}</p>`}${log && html`<h3>What it printed: ${name}</h3><pre tabindex="0" role="region" aria-label="The last lines of ${name}">${lines(log)}</pre>`}`)}`,
  };
}
