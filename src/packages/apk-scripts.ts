import { gunzipSync, gzipSync } from 'node:zlib';

const SCRIPTS = /^(?:usr\/)?lib\/apk\/db\/scripts\.tar(?:\.gz)?$/;

export function isApkScripts(path: string): boolean {
  return SCRIPTS.test(path);
}

/**
 * The archive in which apk keeps the scripts of packages, without the time at which they were
 * installed: another time would be another image.
 */
export function timelessScripts(archive: Buffer): Buffer {
  const isPacked = archive[0] === 0x1f && archive[1] === 0x8b;
  if (!isPacked) return timelessTar(archive);
  // Stored, not compressed: how well it compresses depends on the machine.
  return gzipSync(timelessTar(gunzipSync(archive)), { level: 0 });
}

const RECORD = 512;
const SIZE = { at: 124, length: 12 };
const TIME = { at: 136, length: 12 };
const CHECKSUM = { at: 148, length: 8 };

function timelessTar(archive: Buffer): Buffer {
  const tar = Buffer.from(archive);
  for (let at = 0; at + RECORD <= tar.length; ) {
    const header = tar.subarray(at, at + RECORD);
    if (header.every((byte) => byte === 0)) break;
    const size = Number.parseInt(field(header, SIZE), 8) || 0;
    header.write('00000000000\0', TIME.at, 'latin1');
    header.fill(' ', CHECKSUM.at, CHECKSUM.at + CHECKSUM.length);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, CHECKSUM.at, 'latin1');
    at += RECORD * (1 + Math.ceil(size / RECORD));
  }
  return tar;
}

function field(header: Buffer, { at, length }: { at: number; length: number }): string {
  return header.toString('latin1', at, at + length).replace(/\0.*$/s, '');
}
