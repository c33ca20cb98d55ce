import { join } from 'node:path';
import { inspectImage } from '../../src/inspect-image.ts';
import { readLayout } from '../../src/oci/layout.ts';

/** Prints how long inventory and ledger of a layout take, how many files it has, and the memory. */
const [folder = ''] = process.argv.slice(2);
const start = performance.now();
const layout = await readLayout(join(folder, 'image'));
const { inventory, files } = await inspectImage(layout, {
  plan: { artifacts: [{ from: folder, to: '/' }], expect: [] },
  folder,
  path: (name) => join(folder, name),
});
const milliseconds = Math.round(performance.now() - start);
const kilobytes = process.resourceUsage().maxRSS;
const counted = { files: inventory.files.length, unattributed: files.unattributed.length };
console.log(JSON.stringify({ milliseconds, kilobytes, ...counted }));
