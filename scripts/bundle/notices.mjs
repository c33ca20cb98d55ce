// The licences of what is bundled, as their authors ask: name, version and text of each package.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const HEAD = `Third-party notices

dist/ holds these packages, unchanged but for being bundled. Each is under the licence that follows
its name. OpenPGP.js is a file of its own in dist/chunks, which you may replace by one you changed.
`;
const RULE = `\n${'='.repeat(80)}\n\n`;

/** Texts of packages that ship none, and what a licence asks to go with it, by the package's name. */
const ADDED = join(import.meta.dirname, 'licences');

/** The text. Throws for a package without a licence text. */
export function thirdPartyNotices(root, packages) {
  return [HEAD, ...packages.map((one) => noticeOf(root, one))].join(RULE);
}

function noticeOf(root, { folder, name, version, license }) {
  const texts = [...licenceFiles(folder), join(ADDED, `${name}.txt`)]
    .filter(existsSync)
    .map((file) => readFileSync(file, 'utf8'));
  if (texts.length === 0) texts.push(...readmeLicence(folder));
  if (texts.length === 0 && license === 'Apache-2.0') {
    texts.push(readFileSync(join(root, 'LICENSE'), 'utf8'));
  }
  if (texts.length === 0) {
    throw new Error(`${name} has no text of its licence: add ${join(ADDED, `${name}.txt`)}`);
  }
  const lines = texts.join('\n').replaceAll('\r\n', '\n').trim();
  return `${name} ${version}\nLicence: ${license}\n\n${lines}\n`;
}

function licenceFiles(folder) {
  return readdirSync(folder)
    .filter((name) => /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** The part from a heading that says licence, where the text itself stands there. */
function readmeLicence(folder) {
  const name = readdirSync(folder).find((entry) => /^readme/i.test(entry));
  const text = name ? readFileSync(join(folder, name), 'utf8') : '';
  const section = /^#*\s*licen[cs]e\s*\n[-=]*\n([\s\S]*)/im.exec(text)?.[1];
  return section?.includes('Permission is hereby granted') ? [section] : [];
}
