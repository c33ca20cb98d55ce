import { error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';

const MAX_BYTES = 256 * 1024;

/** Bytes of a spec as text: UTF-8, with or without a byte order mark, at most 256 KiB. */
export function decodeSpec(bytes: Uint8Array, file: string): Result<string> {
  const span = { file, line: 1, column: 1, length: 1 };
  if (bytes.length > MAX_BYTES) return fail(tooLarge(file, bytes.length));
  const utf16 = utf16Of(bytes);
  if (utf16) {
    return fail(
      error('spec/encoding', `${file} is ${utf16}, expected UTF-8`, {
        span,
        hint: 'save the file as UTF-8; editors offer it under "save with encoding"',
      }),
    );
  }
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail(notUtf8(bytes, file));
  }
}

/** The same finding for a file whose size is known before it is read. */
export function tooLarge(file: string, size: number) {
  const kib = Math.ceil(size / 1024);
  return error('spec/too-large', `${file} has ${kib} KiB, expected at most 256 KiB`, {
    hint: 'check that this is the right file; a spec has some dozens of lines',
  });
}

export function isTooLarge(size: number): boolean {
  return size > MAX_BYTES;
}

/** A byte order mark says it; without one, every second byte of Latin text is zero. */
function utf16Of(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'UTF-16 (little endian)';
  if (first === 0xfe && second === 0xff) return 'UTF-16 (big endian)';
  if (bytes.length < 4) return undefined;
  if (first === 0 && bytes[2] === 0 && second !== 0) return 'UTF-16 (big endian)';
  if (second === 0 && bytes[3] === 0 && first !== 0) return 'UTF-16 (little endian)';
  return undefined;
}

/** Read without strictness, what is no character becomes a replacement, and its place is known. */
function notUtf8(bytes: Uint8Array, file: string) {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let at = 0;
  let before = '';
  for (const character of text) {
    const isGiven = bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
    if (character === '\ufffd' && !isGiven) break;
    at += Buffer.byteLength(character);
    before += character;
  }
  const lines = before.split('\n');
  const column = (lines.at(-1) ?? '').replace(/^\ufeff/, '').length + 1;
  const byte = (bytes[at] ?? 0).toString(16).padStart(2, '0');
  return error('spec/encoding', `byte ${at + 1} of ${file} is 0x${byte}, which is not UTF-8`, {
    span: { file, line: lines.length, column, length: 1 },
    hint: 'save the file as UTF-8; it may be Latin-1, or no text at all',
  });
}
