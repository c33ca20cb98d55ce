import assert from 'node:assert/strict';
import { test } from 'node:test';
import { incidents } from '../src/lib/server/incidents.ts';
import { html } from '../src/lib/server/markdown.ts';

const SLOW = { service: 'api', title: ' Slow answers ', text: '' };

test('a reported incident troubles its service until it is resolved', () => {
  const store = incidents(() => '2026-03-02T09:00:00Z');
  const { incident } = store.report(SLOW);
  assert.equal(incident?.title, 'Slow answers');
  assert.deepEqual([...store.troubled()], ['api']);
  assert.equal(store.resolve(incident.id), true);
  assert.equal(store.resolve(incident.id), false);
  assert.deepEqual([...store.troubled()], []);
  assert.equal(store.find(incident.id)?.resolved, '2026-03-02T09:00:00Z');
});

test('a form that says too little gives the reasons', () => {
  const store = incidents();
  const { problems } = store.report({ service: 'disk', title: ' ', text: '' });
  assert.deepEqual(Object.keys(problems ?? {}), ['service', 'title']);
  assert.equal(store.all().length, 0);
});

test('text is Markdown, and no script', () => {
  assert.equal(html('**down**').trim(), '<p><strong>down</strong></p>');
  assert.ok(!html('<script>alert(1)</script><img src=x onerror=alert(1)>').includes('alert'));
});
