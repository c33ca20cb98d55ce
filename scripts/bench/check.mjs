const MOST_LINES = 5;

/**
 * What is wrong with an image beside the one that it should be like: the same paths with the same kinds,
 * modes, owners and bytes. The bytes of `free` paths may be others, but those in `changes` have to be other
 * than in the build before, and the rest of them the same as there. Nothing where nothing is wrong.
 * @param {{files: Map, expected: Map, free: string[], changes: string[], before?: Map<string, string>}} seen
 */
export function faults({ files, expected, free, changes, before }) {
  const paths = [...new Set([...expected.keys(), ...files.keys()])].sort();
  const lines = [
    ...paths.flatMap((path) =>
      differences(path, expected.get(path), files.get(path), free.includes(path)),
    ),
    ...free.flatMap((path) =>
      staleness(path, before?.get(path), files.get(path)?.content, changes.includes(path)),
    ),
  ];
  const rest = lines.length - MOST_LINES;
  return rest > 0 ? [...lines.slice(0, MOST_LINES), `and ${rest} more`] : lines;
}

function differences(path, expected, file, isFree) {
  if (!expected) return [`/${path} is there, harden's image has no such file`];
  if (!file) return [`/${path} is missing`];
  const facts = ['type', 'mode', 'uid', 'gid', 'target', ...(isFree ? [] : ['content'])];
  const other = facts.filter((fact) => expected[fact] !== file[fact]);
  return other.length > 0 ? [`/${path} has another ${other.join(', ')}`] : [];
}

function staleness(path, before, now, changes) {
  if (before === undefined || now === undefined) return [];
  if (changes && now === before) return [`/${path} is that of the last build`];
  if (!changes && now !== before) return [`/${path} changed, expected the same`];
  return [];
}
