import { X509Certificate } from 'node:crypto';
import {
  type Diagnostic,
  error,
  fail,
  ok,
  type Result,
  type Span,
} from '../diagnostics/diagnostic.ts';
import type { Certificate } from '../plan/types.ts';

/** A block of a PEM file: what it says it is, its text, and the line it begins at. */
interface Block {
  label: string;
  text: string;
  line: number;
  closed: boolean;
}

const BEGIN = /^-----BEGIN ([A-Z0-9 ]+)-----\s*$/;

/**
 * The certificates of a PEM file, in its order and each once; what stands between them is for
 * people. Mistakes are shown at their line of that file.
 */
export function certificatesOf(text: string, file: string): Result<Certificate[]> {
  const blocks = blocksOf(text);
  const problems: Diagnostic[] = [];
  const found = new Map<string, Certificate>();
  for (const block of blocks) {
    const read = certificateOf(block);
    if (typeof read === 'string') problems.push(bad(read, at(file, block.line, text)));
    else found.set(read.sha256, read);
  }
  if (blocks.length === 0) {
    problems.push(bad(`${file} holds no certificate`, at(file, 1, text)));
  }
  return problems.length > 0 ? fail(...problems) : ok([...found.values()]);
}

/** What the certificate is, or what is wrong with it. */
function certificateOf({ label, text, closed }: Block): Certificate | string {
  if (label.includes('PRIVATE KEY')) return 'this is a private key, which must not ship';
  if (label !== 'CERTIFICATE') return `this is a ${label}, expected a CERTIFICATE`;
  if (!closed) return 'this certificate has no END line';
  const read = parsed(text);
  if (!read) return 'this certificate cannot be read';
  const { subject, issuer, ca } = read;
  const name = subject.split('\n').reverse().join(', ');
  if (!ca && subject !== issuer) return `${name} is no authority: nothing that it signs is trusted`;
  const sha256 = read.fingerprint256.replaceAll(':', '').toLowerCase();
  return { subject: name, sha256, pem: read.toString() };
}

function parsed(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(text);
  } catch {
    return undefined;
  }
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const label = BEGIN.exec(line)?.[1];
    const last = blocks.at(-1);
    if (label) blocks.push({ label, text: `${line}\n`, line: index + 1, closed: false });
    else if (last && !last.closed) {
      last.text += `${line}\n`;
      last.closed = line.trimEnd() === `-----END ${last.label}-----`;
    }
  }
  return blocks;
}

function at(file: string, line: number, text: string): Span {
  const length = text.split('\n')[line - 1]?.trimEnd().length ?? 0;
  return { file, line, column: 1, length: Math.max(1, length) };
}

function bad(message: string, span: Span): Diagnostic {
  const hint =
    'name a PEM file with the certificates of the authority alone: -----BEGIN CERTIFICATE-----';
  return error('runtime/bad-certificate', message, { span, hint });
}
