import { apkWishDigest } from '../../src/lock/apk-wish.ts';
import { wishesOf } from '../../src/lock/check.ts';
import { formatLock } from '../../src/lock/format.ts';
import { parseLock } from '../../src/lock/parse.ts';
import { wishDigest } from '../../src/lock/pins.ts';
import type { Lock, LockContent, LockedApk, LockedDebian } from '../../src/lock/schema.ts';
import { plan } from '../../src/plan/plan.ts';
import type { BuildPlan } from '../../src/plan/types.ts';
import { resolved, unwrap } from '../preset/project.ts';

export const SCANNER = {
  image: 'docker.io/aquasec/trivy:1',
  database: 'ghcr.io/db:2',
  javaIndex: 'ghcr.io/java-db:1',
};

export const GRYPE = { image: 'docker.io/anchore/grype:1', database: 'grype.example/db:6' };

/** A digest of one digit. */
export function digest(digit: string): string {
  return `sha256:${digit.repeat(64)}`;
}

export function debianPackage(name: string, version = '1'): LockedDebian['packages'][number] {
  return {
    name,
    version,
    architecture: 'amd64',
    sha256: '0'.repeat(64),
    size: 1,
    filename: `pool/main/${name}.deb`,
    installedSize: 2,
    pool: 'archive',
  };
}

export function apkPackage(name: string, version = '1-r0'): LockedApk['packages'][number] {
  return { name, version, checksum: `Q1${'A'.repeat(27)}=` };
}

/** What a spec plans; `lines` come after the keys that every spec has. */
export function planOf(lines = ''): BuildPlan {
  return unwrap(plan(unwrap(resolved('go', lines))));
}

/** A lock with all that the plan asks for. */
export function contentFor(planned: BuildPlan): LockContent {
  const { images, databases, debian, apk } = wishesOf(planned, { trivy: SCANNER, grype: GRYPE });
  return {
    platform: planned.platform,
    preset: { name: 'go', digest: digest('c') },
    images: images.map(({ ref, use }) => ({
      ref,
      use,
      digest: digest('a'),
      size: 10,
      locked: '2026-01-31',
    })),
    databases: databases.map((ref) => ({
      ref,
      digest: digest('b'),
      size: 10,
      updatedAt: '2026-01-31T06:00:00Z',
    })),
    debian: debian.map((wish) => ({
      use: wish.use,
      release: wish.release,
      version: '13.3',
      request: wishDigest(wish),
      packages: wish.packages.map((name) => debianPackage(name)),
    })),
    apk: apk.map((wish) => ({
      base: wish.base,
      request: apkWishDigest(wish),
      packages: wish.names.map((name) => apkPackage(name)),
    })),
  };
}

/** As it is read from the file. */
export function lockOf(content: LockContent): Lock {
  return unwrap(parseLock(formatLock(content), 'hardening.lock'));
}
