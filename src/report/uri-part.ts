/** Text as a part of an address; half of a character, which no address can have, is replaced. */
export function uriPart(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}
