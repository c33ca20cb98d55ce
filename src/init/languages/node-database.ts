import { firstHit, type Hit, hits } from '../lines.ts';
import { codeFiles, type Place } from '../ports.ts';
import type { Fact, Language, ProjectView, Storage } from '../types.ts';

const SQLITE = /["'`](?:better-sqlite3|node:sqlite|bun:sqlite|sqlite3|@libsql\/client)["'`]/;
const NAME = /\b((?:[A-Z0-9]+_)*(?:DATABASE|DB|SQLITE)(?:_(?:FILE|FILENAME|PATH|LOCATION))?)\b(?!_)/
  .source;
const TEXT = /["'`](?:file:)?([^"'`$]*)["'`]/.source;
/** A variable of the environment that names the file, by how sure it is that it does. */
const VARIABLES = [
  new RegExp(
    `process\\.env(?:\\.|\\[["'])${NAME}(?:["']\\])?\\s*\\)?\\s*(?:\\|\\||\\?\\?)\\s*${TEXT}`,
  ),
  new RegExp(`${NAME}\\s*(?::\\s*\\w+\\s*)?=\\s*${TEXT}.*\\}\\s*=\\s*process\\.env\\b`),
  new RegExp(`process\\.env(?:\\.|\\[["'])${NAME}`),
];
const OPENED = new RegExp(`\\bnew\\s+(?:\\w+\\.)?(?:Database|DatabaseSync)\\(\\s*${TEXT}`);
const COMMENT = /^(?:\/\/|\/?\*)/;
/** Where the volume of a program is by custom; the folder of the program cannot be written. */
const FOLDER = '/data';
const SEEN = 'it looks like the file of SQLite';
const GUESS = `${SEEN}, and ${FOLDER} is where volumes are by custom`;

/** The file that SQLite writes, by the code that names it. A server elsewhere is no file. */
export function sqliteFile(
  view: ProjectView,
  language: Pick<Language, 'sources' | 'tests'>,
  place: Place,
): Fact<Storage> | undefined {
  const files = codeFiles(view, language, place).filter((file) => language.sources.test(file));
  const used = firstHit(view, files, SQLITE);
  if (!used) return undefined;
  const found = variable(view, files) ?? opened(view, files);
  if (!found?.storage) return undefined;
  const { storage, hit, guess } = found;
  return { value: storage, evidence: [hit.evidence, used.evidence], guess };
}

interface Found {
  /** Undefined where nothing is written: a database in memory. */
  storage: Storage | undefined;
  hit: Hit;
  guess: string;
}

function variable(view: ProjectView, files: readonly string[]): Found | undefined {
  const hit = firstOf(view, files, VARIABLES);
  if (!hit) return undefined;
  const [, name = '', file = ''] = hit.match;
  if (file.includes(':')) return { storage: undefined, hit, guess: GUESS };
  if (writableAt(file)) return { storage: inFolderOf(file), hit, guess: SEEN };
  const moved = `${FOLDER}/${file.slice(file.lastIndexOf('/') + 1) || 'app.db'}`;
  return { storage: { ...inFolderOf(moved), env: { [name]: moved } }, hit, guess: GUESS };
}

function opened(view: ProjectView, files: readonly string[]): Found | undefined {
  const hit = firstOf(view, files, [OPENED]);
  if (!hit) return undefined;
  const file = (hit.match[1] ?? '').replace(/^\.\//, '');
  if (file === '' || file.includes(':')) return { storage: undefined, hit, guess: GUESS };
  if (writableAt(file)) return { storage: inFolderOf(file), hit, guess: SEEN };
  const inside = /^[\w.-]+\//.test(file) && !file.includes('..');
  const storage = inside ? inFolderOf(`/app/${file}`) : { file, todo: [MOVE] };
  return { storage, hit, guess: SEEN };
}

const MOVE = `let a variable such as DATABASE_FILE name the file of the database, and set it to one in ${FOLDER} under runtime: {env: …, writable: [${FOLDER}]}`;

function firstOf(view: ProjectView, files: readonly string[], patterns: readonly RegExp[]) {
  for (const pattern of patterns) {
    for (const file of files) {
      const hit = hits(view, file, pattern).find(({ evidence }) => !COMMENT.test(evidence.text));
      if (hit) return hit;
    }
  }
  return undefined;
}

/** An absolute path in a folder of its own, which the image can have as a writable one. */
function writableAt(file: string): boolean {
  return (
    /^\/(?!(?:app|etc|usr|bin|lib|proc|sys|dev)\/)[\w.-]+\//.test(file) && !file.includes('..')
  );
}

function inFolderOf(file: string): Storage {
  return { file, writable: [file.slice(0, file.lastIndexOf('/'))] };
}
