import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS links (
    name TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    visits INTEGER NOT NULL DEFAULT 0
  ) STRICT`;

/** Short names of long addresses, in a file; `:memory:` keeps them in memory. */
export function openLinks(file) {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.exec(SCHEMA);
  const insert = database.prepare('INSERT OR IGNORE INTO links (name, url) VALUES (?, ?)');
  const visit = database.prepare('UPDATE links SET visits = visits + 1 WHERE name = ? RETURNING url');
  const select = database.prepare('SELECT name, url, visits FROM links WHERE name = ?');
  return {
    /** Undefined where the name is taken. */
    add(url, name = randomBytes(5).toString('base64url')) {
      return insert.run(name, url).changes === 1 ? name : undefined;
    },
    /** The address, and one more visit. */
    visit: (name) => visit.get(name)?.url,
    find: (name) => select.get(name),
    close: () => database.close(),
  };
}
