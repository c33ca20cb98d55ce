import { Hono } from 'hono';

const NAME = /^[\w-]{1,40}$/;

/** The service over its links. */
export function linksApp(links) {
  const app = new Hono();

  app.get('/healthz', (c) => c.json({ status: 'ok' }));

  app.post('/links', async (c) => {
    const { url, name } = await c.req.json().catch(() => ({}));
    if (!isWeb(url)) return c.json({ error: 'url has to begin with http:// or https://' }, 400);
    if (name !== undefined && !NAME.test(name)) {
      return c.json({ error: 'name takes letters, digits, - and _' }, 400);
    }
    const added = links.add(url, name);
    if (!added) return c.json({ error: `${name} is taken` }, 409);
    return c.json(links.find(added), 201, { location: `/${added}` });
  });

  app.get('/links/:name', (c) => {
    const link = links.find(c.req.param('name'));
    return link ? c.json(link) : c.notFound();
  });

  app.get('/:name', (c) => {
    const url = links.visit(c.req.param('name'));
    return url ? c.redirect(url) : c.notFound();
  });

  return app;
}

function isWeb(url) {
  return typeof url === 'string' && /^https?:$/.test(URL.parse(url)?.protocol ?? '');
}
