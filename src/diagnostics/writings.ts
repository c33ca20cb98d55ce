/** A text as programs write it: base64 at any place of a longer text, hex, of URLs and forms, of JSON. */
export function writings(text: string): string[] {
  const hex = Buffer.from(text).toString('hex');
  return [...base64Of(text), hex, hex.toUpperCase(), ...inUrls(text), ...inJson(text)];
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

function inUrls(text: string): string[] {
  const some = encodeURIComponent(text);
  const most = some.replace(/[!'()*]/g, code);
  const form = most.replaceAll('%20', '+').replaceAll('%2A', '*');
  const all = [encodeURI(text), some, most, form];
  const tilde = [most, form].map((one) => one.replaceAll('~', '%7E'));
  return [...all, ...tilde].flatMap((one) => [one, one.replace(/%../g, lowerCase)]);
}

function code(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

function inJson(text: string): string[] {
  const once = quoted(text);
  const ascii = once.replace(/[^ -~]/g, (sign) => `\\u${hexOf(sign)}`);
  return [once, ascii, once.replaceAll('/', '\\/'), quoted(once), quoted(ascii)];
}

function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function hexOf(sign: string): string {
  return sign.charCodeAt(0).toString(16).padStart(4, '0');
}
