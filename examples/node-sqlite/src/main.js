import { serve } from '@hono/node-server';
import { linksApp } from './app.js';
import { openLinks } from './links.js';

const { DATABASE = 'links.db', PORT = '8080' } = process.env;

const links = openLinks(DATABASE);
const server = serve({ fetch: linksApp(links).fetch, port: Number(PORT) });

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => server.close(() => links.close()));
}
