import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linksApp } from '../src/app.js';
import { openLinks } from '../src/links.js';

const app = () => linksApp(openLinks(':memory:'));
const add = (service, link) =>
  service.request('/links', { method: 'POST', body: JSON.stringify(link) });

test('a name leads to its address and counts visits', async () => {
  const service = app();
  assert.equal((await add(service, { url: 'https://example.com/long', name: 'x' })).status, 201);
  const visited = await service.request('/x');
  assert.equal(visited.status, 302);
  assert.equal(visited.headers.get('location'), 'https://example.com/long');
  assert.equal((await (await service.request('/links/x')).json()).visits, 1);
  assert.equal((await service.request('/y')).status, 404);
});

test('without a name one is made up', async () => {
  const service = app();
  const { name } = await (await add(service, { url: 'https://example.com' })).json();
  assert.equal((await service.request(`/${name}`)).status, 302);
});

test('names are given once, and addresses are of the web', async () => {
  const service = app();
  await add(service, { url: 'https://example.com', name: 'x' });
  assert.equal((await add(service, { url: 'https://example.org', name: 'x' })).status, 409);
  assert.equal((await add(service, { url: 'https://example.org', name: 'a/b' })).status, 400);
  assert.equal((await add(service, { url: 'javascript:alert(1)' })).status, 400);
  assert.equal((await service.request('/links', { method: 'POST', body: '{' })).status, 400);
});
