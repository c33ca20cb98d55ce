const MOST_LINES = 5;

/**
 * What is wrong with an image beside the one that it should be like: the same paths with the same kinds,
 * modes and owners, the same bytes but for the program and what moves; and the program as the scenario says,
 * beside that of the build before. Nothing where nothing is.
 * @param {{files: Map, expected: Map, program: string, moving?: string[], before?: string, wanted: 'same' | 'other'}} seen
 */
export function faults({ files, expected, program, moving = [], before, wanted }) {
  const paths = [...new Set([...expected.keys(), ...files.keys()])].sort();
  const free = new Set([program, ...moving]);
  const lines = paths.flatMap((path) =>
    differences(path, expected.get(path), files.get(path), free.has(path)),
  );
  const now = files.get(program)?.content;
  if (before !== undefined && now !== undefined) {
    if (wanted === 'same' && now !== before) lines.push(`/${program} changed, expected the same`);
    if (wanted === 'other' && now === before) lines.push(`/${program} is that of the last build`);
  }
  return lines.length > MOST_LINES
    ? [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more`]
    : lines;
}

function differences(path, expected, file, mayDiffer) {
  if (!expected) return [`/${path} is there, harden's image has no such file`];
  if (!file) return [`/${path} is missing`];
  const facts = ['type', 'mode', 'uid', 'gid', 'target', ...(mayDiffer ? [] : ['content'])];
  const other = facts.filter((fact) => expected[fact] !== file[fact]);
  return other.length > 0 ? [`/${path} has another ${other.join(', ')}`] : [];
}
