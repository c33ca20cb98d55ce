import type { BaseFamily } from '../base/schema.ts';
import type { OsRelease } from '../inspect/os-release.ts';
import type { OciConfig, OciManifest } from '../oci/spec.ts';
import type { AuditBase } from './types.ts';

const BASE = 'org.opencontainers.image.base.name';
/** The first line of history of images that are made of a root file system. */
const ROOT = /\bADD file:|\bADD rootfs|\bbazel build|debuerreotype|apko|^harden: base/;

/** What an image stands on, as far as its manifest, labels, history and system tell. */
export function baseOf(
  { config, history }: Pick<OciConfig, 'config' | 'history'>,
  annotations: OciManifest['annotations'],
  os: OsRelease | undefined,
  families: readonly Pick<BaseFamily, 'name' | 'os' | 'releases'>[],
): AuditBase | undefined {
  const lines = (history ?? []).filter(({ empty_layer }) => !empty_layer);
  const layers = Math.max(lines.filter(({ created_by }) => ROOT.test(created_by ?? '')).length, 1);
  const named = annotations?.[BASE] ?? config?.Labels?.[BASE];
  if (named) return { name: named, how: 'the image says so', layers };
  if (!os) return undefined;
  const { id, version } = os;
  const release = families
    .filter((family) => family.os === id)
    .flatMap(({ releases }) => releases)
    .find((one) => one.version === version);
  const ends = release?.endOfLife ? `, supported until ${release.endOfLife}` : '';
  const name = version ? `${id} ${version}` : id;
  return { name, how: `its os-release says so${ends}`, layers };
}
