/**
 * Names for files, jobs and artifacts of CI: letters, digits, `-`, `_` and `.` of the labels. Each is there
 * once: the later of two equal ones has a number.
 */
export function slugsOf(labels: readonly string[]): string[] {
  const taken = new Set<string>();
  return labels.map((label) => {
    const plain = label.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'image';
    let slug = plain;
    for (let number = 2; taken.has(slug.toLowerCase()); number++) slug = `${plain}-${number}`;
    taken.add(slug.toLowerCase());
    return slug;
  });
}
