import type { FileHandle } from 'node:fs/promises';

/** A file inside an ar archive: where its bytes begin and how many they are. */
export interface ArMember {
  name: string;
  offset: number;
  size: number;
}

const MAGIC = '!<arch>\n';
const HEADER = 60;

/** The members of an ar archive, in order. Throws a plain sentence on what is not one. */
export async function readAr(file: FileHandle): Promise<ArMember[]> {
  const { size: length } = await file.stat();
  const magic = await readText(file, 0, MAGIC.length);
  if (magic !== MAGIC) throw new Error('it does not begin like an ar archive');
  const members: ArMember[] = [];
  for (let at = MAGIC.length; at < length; ) {
    const header = await readText(file, at, HEADER);
    const member = parseHeader(header, at + HEADER);
    if (member.offset + member.size > length) {
      throw new Error(`it ends inside its member ${JSON.stringify(member.name)}`);
    }
    members.push(member);
    at = member.offset + member.size + (member.size % 2);
  }
  return members;
}

async function readText(file: FileHandle, at: number, length: number): Promise<string> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  return bytes.toString('latin1', 0, bytesRead);
}

/** Name in 16 columns, size in 10 from column 48, then an end mark. */
function parseHeader(header: string, offset: number): ArMember {
  if (header.length < HEADER || !header.endsWith('`\n')) {
    throw new Error('it ends inside a member header');
  }
  const name = header.slice(0, 16).trimEnd().replace(/\/$/, '');
  const size = header.slice(48, 58).trimEnd();
  if (!/^[0-9]+$/.test(size)) {
    throw new Error(`its member ${JSON.stringify(name)} has the size ${JSON.stringify(size)}`);
  }
  return { name, offset, size: Number(size) };
}
