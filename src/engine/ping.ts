import { connect } from 'node:net';

export type Answer = 'answers' | 'refused' | 'silent';

/** How a client of HTTP/2 begins: its preface, and settings that change nothing. */
const HELLO = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);

/**
 * Whether an engine answers at a unix:// or tcp:// address. To be accepted is no answer: the system does
 * that for a program that is stopped, and a tunnel for one that is gone.
 */
export function ping(address: string, timeout = 3_000): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect(target(address));
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle('silent'), timeout);
    socket.on('connect', () => socket.write(HELLO));
    socket.on('data', () => settle('answers'));
    socket.on('end', () => settle('refused'));
    socket.on('error', () => settle('refused'));
  });
}

/** Whether an address is one that `ping` can reach: a container or a pod is not. */
export function canPing(address: string): boolean {
  return /^(unix|tcp):\/\//.test(address);
}

function target(address: string): { path: string } | { host: string; port: number } {
  if (address.startsWith('unix://')) return { path: address.slice('unix://'.length) };
  const url = new URL(address);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) };
}
