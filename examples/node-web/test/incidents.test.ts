import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Incident, incidents } from '../src/lib/server/incidents.ts';
import { type Journal, journal } from '../src/lib/server/journal.ts';
import { html } from '../src/lib/server/markdown.ts';

/** A journal that is gone with the test. */
function memory(entries: Incident[] = []): Journal<Incident> {
  return { read: () => [...entries], add: (entry) => void entries.push(entry) };
}

const SLOW = { service: 'api', title: ' Slow answers ', text: '' };

test('a reported incident troubles its service until it is resolved', () => {
  const store = incidents(memory(), () => '2026-03-02T09:00:00Z');
  const { incident } = store.report(SLOW);
  assert.equal(incident?.title, 'Slow answers');
  assert.deepEqual([...store.troubled()], ['api']);
  assert.equal(store.resolve(incident.id), true);
  assert.equal(store.resolve(incident.id), false);
  assert.deepEqual([...store.troubled()], []);
  assert.equal(store.find(incident.id)?.resolved, '2026-03-02T09:00:00Z');
});

test('a form that says too little gives the reasons', () => {
  const store = incidents(memory());
  const { problems } = store.report({ service: 'disk', title: ' ', text: '' });
  assert.deepEqual(Object.keys(problems ?? {}), ['service', 'title']);
  assert.equal(store.all().length, 0);
});

test('a server that starts again has the same incidents', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'incidents-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'incidents.jsonl');
  const before = incidents(journal(file));
  const { incident } = before.report(SLOW);
  before.report({ ...SLOW, service: 'mail' });
  before.resolve(incident?.id ?? '');
  assert.deepEqual(incidents(journal(file)).all(), before.all());
  assert.equal(before.all().length, 2);
});

test('text is Markdown, and no script', () => {
  assert.equal(html('**down**').trim(), '<p><strong>down</strong></p>');
  assert.ok(!html('<script>alert(1)</script><img src=x onerror=alert(1)>').includes('alert'));
});
