/** The code blocks of a Markdown text that are marked with this language, or with more words. */
export function codeBlocks(markdown: string, language: string): string[] {
  const blocks = markdown.matchAll(/^```([\w ]*)\n(.*?)^```$/gms);
  return [...blocks].filter(([, name]) => name === language).map(([, , body = '']) => body);
}

/** A printed text without what differs from day to day: digests, sizes, times, counts, paths. */
export function timeless(text: string): string {
  return text
    .replace(/[0-9a-f]{12,64}/g, '<hex>')
    .replace(/\d{4}-\d{2}-\d{2}/g, '<date>')
    .replace(/\S*\/\.harden(?=\/|\s)/g, '.harden')
    .replace(/\d+(\.\d+)? m?s\b/g, '<time>')
    .replace(/\d+(\.\d+)?/g, '<n>')
    .replace(/ +/g, ' ')
    .trim();
}
