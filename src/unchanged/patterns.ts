/** What an upload takes of a folder. */
export interface Patterns {
  include: readonly string[];
  exclude: readonly string[];
}

/**
 * The same patterns, or such as take more: where another reader of them than the engine could be wrong, a file
 * counts that is not uploaded, and none is missed that is.
 */
export function atLeast({ include, exclude }: Patterns): Patterns {
  return {
    include: include.map((one) => bare(one) ?? '**'),
    exclude: exclude.flatMap((one) => {
      if (!one.startsWith('!')) return bare(one) ?? [];
      return `!${bare(one.slice(1)) ?? '**'}`;
    }),
  };
}

/** Names with `*` and `?`, which every reader takes for the same; undefined for more than that. */
function bare(pattern: string): string | undefined {
  const found = pattern.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  const parts = found.split('/');
  const odd = parts.some((part) => part === '' || part === '.' || part === '..');
  return odd || found.trim() !== found || /[\\[\]{}^]/.test(found) ? undefined : found;
}

/** Whether something below a folder may be taken; where that is not sure it may. */
export function mayFitBelow(pattern: string, folder: string): boolean {
  if (pattern.startsWith('!')) return false;
  const [fixed = ''] = pattern.split(/[*?]/, 1);
  return fixed.startsWith(`${folder}/`) || `${folder}/`.startsWith(fixed);
}
