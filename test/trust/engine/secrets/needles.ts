import type { Canary } from './canaries.ts';

/** As the program in tell/ writes a secret, and a form or a log may. */
export const WRITINGS: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'in base64': (text) => inBase64(text, 0),
  'in base64 after one byte': (text) => inBase64(text, 1),
  'in base64 after two bytes': (text) => inBase64(text, 2),
  'in base64 for URLs': (text) => inBase64(text, 0).replaceAll('+', '-').replaceAll('/', '_'),
  'in hex': (text) => Buffer.from(text).toString('hex'),
  'in hex in capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'in a form': (text) => encodeURIComponent(text).replaceAll('%20', '+'),
  'in a URL': encodeURIComponent,
  'in JSON': (text) => JSON.stringify(text).slice(1, -1),
};

/** Without what other bytes beside it have a part in: at most two digits at each end. */
function inBase64(text: string, before: number): string {
  const digits = Buffer.from(`${'x'.repeat(before)}${text}`).toString('base64');
  return digits.slice(before === 0 ? 0 : before + 1).replace(/.?=*$/, '');
}

/** Lines of a key that every key has. */
const COMMON = /^-----|^registry=/;

/** A piece that tells enough, where signs around it are written in another way. */
const PIECE = /[\w-]{16,}/g;

/** The texts of a canary that nothing may hold, in one writing. */
export function needles({ value, parts }: Canary, writing: string): string[] {
  const write = WRITINGS[writing] as (text: string) => string;
  const lines = value.split(/\r?\n/).filter((line) => line.length >= 8 && !COMMON.test(line));
  const texts = (parts ?? [value, ...lines]).map((text) => text.trim());
  const pieces = parts ?? lines.flatMap((line) => line.match(PIECE) ?? []);
  const all = [...texts.map(write), ...(writing === 'as it is' ? pieces : [])];
  return [...new Set(all)].filter((one) => one.length >= 8);
}
