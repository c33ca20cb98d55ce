import { GRYPE_RECIPE, type ScannerRecipe, TRIVY_RECIPE } from './recipe.ts';
import { type ImageSeed, SYSTEM_PATH } from './seed-types.ts';

export const SCANNER_SEEDS: readonly ImageSeed[] = [
  scannerSeed(TRIVY_RECIPE),
  scannerSeed(GRYPE_RECIPE),
];

/** Where Trivy looks for its database upstream; the lab's registry has its own there. */
export const TRIVY_DATABASE_SEED = {
  upstream: 'ghcr.io/aquasecurity/trivy-db:2',
  repository: 'aquasecurity/trivy-db',
  tag: '2',
  configType: 'application/vnd.aquasec.trivy.config.v1+json',
  layerType: 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip',
  title: 'db.tar.gz',
} as const;

/** Where Trivy looks for the names of jars that do not say their own. */
export const JAVA_INDEX_SEED = {
  upstream: 'ghcr.io/aquasecurity/trivy-java-db:1',
  repository: 'aquasecurity/trivy-java-db',
  tag: '1',
  configType: TRIVY_DATABASE_SEED.configType,
  layerType: 'application/vnd.aquasec.trivy.javadb.layer.v1.tar+gzip',
  title: 'javadb.tar.gz',
} as const;

/**
 * Upstream the database is two files on a web server, the listing and the archive it names. Here
 * they are the two layers of an artifact that is called as that server is.
 */
export const GRYPE_DATABASE_SEED = {
  upstream: 'grype.anchore.io/databases:v6',
  repository: 'databases',
  tag: 'v6',
  configType: 'application/vnd.oci.empty.v1+json',
  listingType: 'application/json',
  archiveType: 'application/gzip',
  schemaVersion: 'v6.1.9',
} as const;

function scannerSeed(recipe: ScannerRecipe): ImageSeed {
  const { name, version, repository, tag } = recipe;
  return {
    name: `image-${name}`,
    upstream: `docker.io/${repository}:${tag}`,
    repository,
    tag,
    source: { kind: 'scanner', recipe },
    config: {
      Entrypoint: [recipe.entrypoint],
      Env: [`PATH=${SYSTEM_PATH}`],
      Labels: {
        'org.opencontainers.image.description': "built from its Go module by harden's lab",
        'org.opencontainers.image.version': version,
        'dev.harden.stand-in': 'false',
      },
    },
  };
}
