import { AsyncLocalStorage } from 'node:async_hooks';
import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { error, HardenError } from './diagnostics/diagnostic.ts';

/** Files of certificates to trust besides those that everybody trusts. */
const CA_SETTINGS = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'];
const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];
/** As Go and curl have it: what listens on this machine is never behind a proxy. */
const HERE = 'localhost,127.0.0.1,[::1]';

/**
 * fetch, through the proxy and with the certificates that the environment names: `HTTPS_PROXY`,
 * `HTTP_PROXY`, `NO_PROXY` and `SSL_CERT_FILE`. Node's own fetch knows none of them before Node 24.
 * Throws HardenError network/bad-setting.
 */
export function webFetch(env: NodeJS.ProcessEnv): typeof fetch {
  let chosen: Promise<typeof fetch> | undefined;
  return async (url, init) => {
    if (isHere(url)) return fetch(url, init);
    chosen ??= choose(env);
    return (await chosen)(url, init);
  };
}

const web = webFetch(process.env);
const refusing = new AsyncLocalStorage<Refuse>();

/** What is thrown in place of a request. */
export type Refuse = (url: URL) => Error;

/** As the environment of this process says; inside `withoutWeb` nothing is asked at all. */
export const fetchFromWeb: typeof fetch = async (url, init) => {
  const refuse = refusing.getStore();
  if (refuse) throw refuse(new URL(url instanceof Request ? url.url : url));
  return web(url, init);
};

/** Does the work with every request refused, those to this machine too. */
export function withoutWeb<T>(refuse: Refuse, work: () => Promise<T>): Promise<T> {
  return refusing.run(refuse, work);
}

/** Takes no proxy and no certificate, and so not the time of loading what knows them. */
function isHere(url: Parameters<typeof fetch>[0]): boolean {
  const { protocol, hostname } = new URL(url instanceof Request ? url.url : url);
  return protocol === 'http:' && HERE.split(',').includes(hostname);
}

async function choose(env: NodeJS.ProcessEnv): Promise<typeof fetch> {
  const proxies = PROXIES.filter((name) => env[name]);
  // Node reads its own setting by itself.
  if (proxies.length === 0 && !env['SSL_CERT_FILE']) return fetch;
  for (const name of proxies) checkProxy(name, env[name] ?? '');
  const own = await Promise.all(
    CA_SETTINGS.map(async (name) => (env[name] ? [await certificates(name, env[name])] : [])),
  );
  const tls = { ca: [...rootCertificates, ...own.flat()] };
  const web = await import('undici');
  const dispatcher = new web.EnvHttpProxyAgent({
    ...proxyOf(env),
    noProxy: noProxyOf(env),
    // Plain HTTP is passed on as it is: many proxies open tunnels to port 443 only.
    proxyTunnel: false,
    connect: tls,
    requestTls: tls,
    proxyTls: tls,
  });
  // Both follow the same standard; their types are of different packages.
  return ((url: string | URL, init: object) =>
    web.fetch(url, { ...init, dispatcher })) as unknown as typeof fetch;
}

/** A star among other names is nothing to the agent, and to Go all there is. */
function noProxyOf(env: NodeJS.ProcessEnv): string {
  const own = env['NO_PROXY'] ?? env['no_proxy'] ?? '';
  const isAll = own.split(/[\s,]+/).includes('*');
  return isAll ? '*' : [own, HERE].filter(Boolean).join();
}

function proxyOf(env: NodeJS.ProcessEnv): { httpProxy?: string; httpsProxy?: string } {
  const http = env['HTTP_PROXY'] ?? env['http_proxy'];
  const https = env['HTTPS_PROXY'] ?? env['https_proxy'] ?? http;
  return { ...(http && { httpProxy: http }), ...(https && { httpsProxy: https }) };
}

function checkProxy(name: string, value: string): void {
  if (/^https?:\/\//.test(value) && URL.canParse(value)) return;
  throw new HardenError(
    error('network/bad-setting', `${name} is no URL of an HTTP proxy`, {
      hint: `write it as ${name}=http://proxy.example:3128`,
    }),
  );
}

async function certificates(name: string, file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(({ code }) => {
    throw bad(name, `${file} cannot be read (${code})`);
  });
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw bad(name, `${file} holds no PEM certificate`);
}

function bad(name: string, what: string): HardenError {
  const hint = `name a file of PEM certificates in ${name}, or unset it`;
  return new HardenError(error('network/bad-setting', `${name}: ${what}`, { hint }));
}
