import { expect, test } from 'vitest';
import { checkLock, wishesOf } from '../../src/lock/check.ts';
import { formatLock } from '../../src/lock/format.ts';
import { parseLock } from '../../src/lock/parse.ts';
import { usedOnce } from '../../src/lock/pins.ts';
import { contentFor, digest, GRYPE, lockOf, planOf, SCANNER } from './locks.ts';

const planned = planOf('base: scratch');
const content = contentFor(planned);
const { platform, preset } = content;
const other = { name: 'static', digest: digest('b') };
const wishes = wishesOf(planned, { trivy: SCANNER, grype: GRYPE });
const said = (lock: typeof content, presets: (typeof other)[]) =>
  checkLock(lockOf(lock), wishes, { platform, preset, presets }).map(({ message }) => message);

test('a lock has the presets of all images, and one of a single preset is as before', () => {
  const text = formatLock({ ...content, presets: [other] });
  expect(parseLock(text, 'hardening.lock')).toMatchObject({
    ok: true,
    value: { presets: [other] },
  });
  expect(formatLock({ ...content, presets: [] })).toBe(formatLock(content));
  expect(formatLock(content)).not.toContain('presets');
});

test('it fits the images whose presets it has', () => {
  expect(said({ ...content, presets: [other] }, [other])).toEqual([]);
  expect(said(content, [other])).toEqual([
    `hardening.lock does not fit: it is for the preset ${preset.name}, not static`,
  ]);
  expect(said({ ...content, presets: [other] }, [{ ...other, digest: digest('c') }])).toEqual([
    'hardening.lock does not fit: the preset static was changed since',
  ]);
  expect(said({ ...content, presets: [other] }, [])).toEqual([
    'hardening.lock does not fit: nothing asks for the preset static any more',
  ]);
});

test('what several images use is in it once', () => {
  const { images, databases, debian, apk } = content;
  const used = { images, databases, debian, apk };
  const twice = {
    images: [...images, ...images],
    databases: [...databases, ...databases],
    debian: [...debian, ...debian],
    apk: [...apk, ...apk],
  };
  expect(usedOnce(twice)).toEqual(used);
});
