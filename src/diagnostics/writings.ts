/** A text as programs write it where only letters and digits may stand: base64 at any place, and hex. */
export function encoded(text: string): string[] {
  const hex = Buffer.from(text).toString('hex');
  return [...base64Of(text), hex, hex.toUpperCase()];
}

/** Columns that programs break base64 at. */
const WIDTHS = [64, 76];

function base64Of(text: string): string[] {
  const placed = [0, 1, 2].map((before) => wholeDigits(Buffer.from(text), before));
  const [alone = ''] = placed;
  const broken = WIDTHS.flatMap((width) => alone.match(new RegExp(`.{${width}}`, 'g')) ?? []);
  const all = [...placed, ...broken];
  return [...all, ...all.map((one) => one.replaceAll('+', '-').replaceAll('/', '_'))];
}

/** The digits after so many bytes that no byte before or after these has a part in. */
function wholeDigits(bytes: Buffer, before: number): string {
  const digits = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  return digits.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
}

/**
 * A text with each of its signs as it is, or as a URL, a form, JSON, JSON in JSON or HTML writes it:
 * programs agree on the ways, not on the signs. Nothing where there are only letters and digits.
 */
export function escaped(text: string): RegExp[] {
  const signs = text.match(/\\+|\r?\n|./gsu) ?? [];
  if (signs.every((sign) => PLAIN.test(sign))) return [];
  return [new RegExp(signs.map(pattern).join(''), 'gu')];
}

const PLAIN = /^[A-Za-z0-9]$/;

function pattern(sign: string): string {
  if (PLAIN.test(sign)) return sign;
  // A run is one piece: pieces that each take several could share them out in too many ways.
  if (sign.startsWith('\\')) {
    return `(?:\\\\{${sign.length},${4 * sign.length}}|(?:%5[cC]){${sign.length}})`;
  }
  if (sign.endsWith('\n')) return LINE_END;
  const ways = [`\\\\{0,3}${literal(sign)}`, percent(sign), unicode(sign), ...(NAMED[sign] ?? [])];
  return `(?:${ways.join('|')})`;
}

const LINE_END = String.raw`(?:\r?\n|(?:\\{1,4}r)?\\{1,4}n|(?:%0[dD])?%0[aA])`;

/** Other names of some signs. */
const NAMED: Record<string, string[]> = {
  ' ': [String.raw`\+`],
  '\t': [String.raw`\\{1,4}t`],
  '\r': [String.raw`\\{1,4}r`],
  '"': ['&quot;', '&#34;'],
  "'": ['&#0?39;', '&#x27;'],
  '&': ['&amp;'],
  '<': ['&lt;'],
  '>': ['&gt;'],
};

function literal(sign: string): string {
  return sign.replace(/[/\\^$.*+?()[\]{}|]/, '\\$&');
}

function percent(sign: string): string {
  return [...Buffer.from(sign)].map((byte) => `%${eitherCase(byte.toString(16), 2)}`).join('');
}

/** With what goes before it, once for each time that it was put into JSON. */
function unicode(sign: string): string {
  const units = Array.from({ length: sign.length }, (_, at) => sign.charCodeAt(at).toString(16));
  return units.map((unit) => `\\\\{1,4}u${eitherCase(unit, 4)}`).join('');
}

function eitherCase(hex: string, width: number): string {
  const digits = hex.padStart(width, '0');
  return digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
