import { wrap } from '../report/words.ts';
import type { EngineStatus } from './status.ts';

const LABEL = 10;

/** The status as text for people: one fact after the other, the next step last. */
export function renderStatus(status: EngineStatus, width = 80): string {
  const rows: [string, string][] = [
    ...(status.used ? [['used', status.used] as [string, string]] : []),
    ['engine', stateOf(status)],
    ['address', status.address],
    ...(status.registry ? [['registry', status.registry] as [string, string]] : []),
    ['images', imagesOf(status)],
    ['database', databaseOf(status)],
    ['disk', diskOf(status)],
    ['log', status.log],
  ];
  const next = status.used ? undefined : nextStep(status);
  if (next) rows.push(['next', next]);
  const lines = rows.flatMap(([name, value]) =>
    wrap(value, width - LABEL).map((line, index) => (index === 0 ? name : '').padEnd(LABEL) + line),
  );
  return `${lines.join('\n')}\n`;
}

/** Each repository once, with its tags. */
function imagesOf({ images }: EngineStatus): string {
  if (images.length === 0) return 'none';
  const tags = new Map<string, string[]>();
  for (const image of images) {
    const [repository = '', tag = ''] = image.split(':');
    tags.set(repository, [...(tags.get(repository) ?? []), tag]);
  }
  return [...tags].map(([repository, list]) => `${repository}:${list.join('|')}`).join(', ');
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
