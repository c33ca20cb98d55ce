import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

/** No file but those of the host has this text. */
export const SECRET = 'canary-4f1c9a';

/** A project, beside a host that is none of its business. */
export interface Place {
  folder: string;
  host: string;
  write(path: string, text?: string): void;
  /** A link at this path; `HOST` in its target is the absolute path of the host. What was there goes. */
  link(path: string, target: string): void;
  hard(path: string, hostFile: string): void;
  remove(path: string): void;
  fifo(path: string): void;
  socket(path: string): Promise<void>;
}

/** Texts that each reader takes for its own, so that a file of the host is not left out for its form. */
const HOST: Record<string, string> = {
  'secret.txt': `${SECRET}\n`,
  'hardening.yaml': `version: 1\nlanguage: ${SECRET}\n`,
  'hardening.lock': `{"${SECRET}": 1}`,
  'package.json': `{"name": "${SECRET}", "version": "1.0.0", "dependencies": {"${SECRET}": "1.0.0"}}`,
  'package-lock.json': `{"lockfileVersion": 3, "packages": {"node_modules/${SECRET}": {"version": "1.0.0"}}}`,
  'go.mod': `module ${SECRET}\n\ngo 1.24.3\n`,
  'ca.pem': `-----BEGIN CERTIFICATE-----\n${SECRET}\n-----END CERTIFICATE-----\n`,
  'a.vex.json': `{"@context": "https://openvex.dev/ns/v0.2.0", "@id": "${SECRET}", "statements": []}`,
  'preset.yaml': `name: ${SECRET}\n`,
  'requirements.txt': `${SECRET}==1.0.0\n`,
  Dockerfile: `FROM ${SECRET}\nRUN apt-get install -y ${SECRET}\n`,
  'report.json': `{"schemaVersion": 1, "spec": "${SECRET}"}`,
  notes: 'of nobody else\n',
  'deep/api/hardening.yaml': `version: 1\nlanguage: ${SECRET}\n`,
  'deep/package.json': `{"name": "${SECRET}", "version": "1.0.0"}`,
};

export function newPlace(around: string): Place {
  const folder = join(around, 'project');
  const host = join(around, 'host');
  const at = (path: string) => {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    rmSync(full, { recursive: true, force: true });
    return full;
  };
  for (const [path, text] of Object.entries(HOST)) {
    mkdirSync(dirname(join(host, path)), { recursive: true });
    writeFileSync(join(host, path), text);
  }
  mkdirSync(folder, { recursive: true });
  return {
    folder,
    host,
    write: (path, text = 'x\n') => writeFileSync(at(path), text),
    link: (path, target) => symlinkSync(target.replace('HOST', host), at(path)),
    hard: (path, hostFile) => linkSync(join(host, hostFile), at(path)),
    remove: (path) => rmSync(join(folder, path), { recursive: true, force: true }),
    fifo: (path) => void execFileSync('mkfifo', [at(path)]),
    socket: (path) =>
      new Promise((resolve, reject) => {
        // Closing would take the socket away.
        const server = createServer().unref().on('error', reject);
        server.listen(at(path), resolve);
      }),
  };
}

/** Of all that is in a folder: kinds, names, targets, rights and bytes. */
export function hashOf(folder: string): string {
  const hash = createHash('sha256');
  const visit = (path: string) => {
    const found = lstatSync(path);
    hash.update(`${path}\0${found.mode}\0`);
    if (found.isSymbolicLink()) hash.update(readlinkSync(path));
    else if (found.isFile()) hash.update(readFileSync(path));
    else if (found.isDirectory())
      for (const name of readdirSync(path).sort()) visit(join(path, name));
  };
  visit(folder);
  return hash.digest('hex');
}
