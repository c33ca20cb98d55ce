import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatReference, parseReference } from '../../src/registry/reference.ts';

const D = `sha256:${'a'.repeat(64)}`;

describe('parseReference', () => {
  it.each([
    ['debian', 'docker.io/library/debian:latest'],
    ['debian:trixie', 'docker.io/library/debian:trixie'],
    ['owner/name', 'docker.io/owner/name:latest'],
    ['docker.io/debian', 'docker.io/library/debian:latest'],
    ['index.docker.io/library/debian:1', 'docker.io/library/debian:1'],
    ['gcr.io/distroless/static-debian12:nonroot', 'gcr.io/distroless/static-debian12:nonroot'],
    ['localhost/name', 'localhost/name:latest'],
    ['localhost:5000/name:1.2', 'localhost:5000/name:1.2'],
    ['127.0.0.1:5000/a/b/c', '127.0.0.1:5000/a/b/c:latest'],
    ['[::1]:5000/name:x', '[::1]:5000/name:x'],
    [`debian@${D}`, `docker.io/library/debian@${D}`],
    [`debian:trixie@${D}`, `docker.io/library/debian:trixie@${D}`],
    [`registry.example:443/a@${D}`, `registry.example:443/a@${D}`],
    ['a__b/c-d--e/f.g', 'docker.io/a__b/c-d--e/f.g:latest'],
    ['name:5000', 'docker.io/library/name:5000'],
    ['dhi.io/node:22-debian13', 'dhi.io/node:22-debian13'],
  ])('reads %s as %s', (text, whole) => {
    const result = parseReference(text);
    expect(result.ok && formatReference(result.value)).toBe(whole);
  });

  it.each([
    ['', 'is not a repository'],
    ['Debian', 'lower-case letters only'],
    ['gcr.io/Distroless/Static', 'lower-case letters only'],
    ['debian:', 'the tag "" is not one'],
    ['debian:-x', 'the tag "-x" is not one'],
    [`debian:${'x'.repeat(129)}`, 'is not one'],
    ['debian@sha256:abc', 'a digest as sha256:'],
    ['debian@', 'a digest as sha256:'],
    ['debian@md5:00', 'a digest as sha256:'],
    [`debian@${D.toUpperCase()}`, 'a digest as sha256:'],
    [`a@${D}@${D}`, 'more than one "@"'],
    ['a//b', 'is not a repository'],
    ['/debian', 'is not a repository'],
    ['gcr.io/', 'is not a repository'],
    ['../etc/passwd', '".." is not a host'],
    ['gcr.io/../../etc', 'is not a repository'],
    ['a_-_b', 'is not a repository'],
    ['-x.y/name', '"-x.y" is not a host'],
    ['https://gcr.io/a', 'is not a host'],
    ['gcr.io:port/a', 'is not a host'],
    ['a b', 'is not a repository'],
    ['name\n', 'is not a repository'],
    ['user:pass@host/name', 'a digest as sha256:'],
    [`${'a/'.repeat(130)}b`, 'it is too long'],
  ])('refuses %j', (text, fact) => {
    const result = parseReference(text);
    expect(result).toMatchObject({ ok: false, diagnostics: [{ code: 'registry/bad-reference' }] });
    expect(!result.ok && result.diagnostics[0]?.message).toContain(fact);
  });

  it('suggests the name in lower case', () => {
    const result = parseReference('Debian');
    expect(!result.ok && result.diagnostics[0]?.hint).toBe('write it as library/debian');
  });

  it('never throws, and reads what it writes', () => {
    const piece = fc.constantFrom(
      'a',
      'b1',
      '.',
      ':',
      '/',
      '@',
      '-',
      '_',
      'localhost',
      'io',
      D,
      'A',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const result = parseReference(pieces.join(''));
        if (!result.ok) return;
        expect(parseReference(formatReference(result.value))).toEqual(result);
      }),
    );
  });
});
