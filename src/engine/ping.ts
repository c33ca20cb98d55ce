import { connect } from 'node:net';

export type Answer = 'answers' | 'refused' | 'silent';

/** Whether something accepts connections at a unix:// or tcp:// address. */
export function ping(address: string, timeout = 3_000): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect(target(address));
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle('silent'), timeout);
    socket.on('connect', () => settle('answers'));
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
