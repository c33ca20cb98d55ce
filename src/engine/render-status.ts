import type { EngineStatus } from './status.ts';

/** The status as text for people: one fact a line, the next step last. */
export function renderStatus(status: EngineStatus): string {
  const rows: [string, string][] = [
    ...(status.used ? [['used', status.used] as [string, string]] : []),
    ['engine', stateOf(status)],
    ['address', status.address],
    ...(status.registry ? [['registry', status.registry] as [string, string]] : []),
    ['images', status.images.length > 0 ? status.images.join(', ') : 'none'],
    ['database', databaseOf(status)],
    ['disk', diskOf(status)],
    ['log', status.log],
  ];
  const next = status.used ? undefined : nextStep(status);
  if (next) rows.push(['next', next]);
  return rows.map(([name, value]) => `${name.padEnd(10)}${value}\n`).join('');
}

function stateOf({ name, running, version, startedAt, pids, installed }: EngineStatus): string {
  if (running) return `"${name}" ${version} runs since ${startedAt} (process ${pids?.engine})`;
  return installed ? `"${name}" is installed and stopped` : 'the native engine is not installed';
}

function databaseOf({ database }: EngineStatus): string {
  return database ? `updated at ${database.updatedAt}, from ${database.from}` : 'none';
}

function diskOf({ disk }: EngineStatus): string {
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  return `${gigabytes(disk.used)} used in ${disk.folder}, ${gigabytes(disk.free)} free`;
}

function nextStep({ installed, outdated, running }: EngineStatus): string | undefined {
  if (!installed) return 'harden engine install';
  if (outdated.length > 0) return `harden engine install (not up to date: ${outdated.join(', ')})`;
  return running ? undefined : 'harden engine start';
}
