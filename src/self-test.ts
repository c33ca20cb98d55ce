import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { blobDir, cacheDir } from './cache.ts';
import type { ResolvedScanner } from './inputs/scanner.ts';
import { readRecord, writeRecord } from './records.ts';
import { type LayoutScan, scanLayout } from './scan-layout.ts';
import { plantedImage } from './self-test/image.ts';
import { type SelfTest, selfTestOf } from './self-test/judge.ts';
import { PLANTED } from './self-test/planted.ts';

/** Changes whenever something else is planted or asked. */
const FORMAT = 1;

const running = new Map<string, Promise<SelfTest>>();

/**
 * What a scanner saw of packages that were planted for it: whether it sees each ecosystem, and has
 * advisories of it. Asked once for each scanner and database; one that is blind is asked again.
 */
export function selfTest(
  scanner: ResolvedScanner,
  scan: Omit<LayoutScan, 'scanners' | 'layout' | 'platform' | 'parts'>,
): Promise<SelfTest> {
  const { image, database, javaIndex } = scanner;
  const inputs = [FORMAT, image, database.digest, javaIndex?.database.digest];
  const key = createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
  const known = running.get(key) ?? kept(key, scanner, scan);
  running.set(key, known);
  return known;
}

async function kept(
  key: string,
  scanner: ResolvedScanner,
  scan: Parameters<typeof selfTest>[1],
): Promise<SelfTest> {
  const record = join(cacheDir(), 'self-tests', `${key}.json`);
  const known = await readRecord<SelfTest>(record);
  if (known) return known;
  // Without its index Trivy refuses an image that has a jar.
  const planted = PLANTED.filter(
    ({ type }) => type !== 'java' || scanner.name !== 'trivy' || scanner.javaIndex,
  );
  const path = (name: string) => scan.path(`planted-${scanner.name}-${name}`);
  const image = await plantedImage(planted, path('image'), blobDir());
  const { layout, platform } = image;
  const [report] = await scanLayout({ ...scan, scanners: [scanner], layout, platform, path });
  const result = selfTestOf(scanner.title, planted, image.configDigest, report);
  if (result.gaps.length === 0) await writeRecord(record, result);
  return result;
}
