import type { Contract } from './contract.ts';

export interface Port {
  number: number;
  protocol: 'TCP' | 'UDP';
}

/** `8080`, `8080/tcp` or `53/udp`. */
export function portsOf({ config }: Pick<Contract, 'config'>): Port[] {
  return config.ExposedPorts.map((text) => ({
    number: Number.parseInt(text, 10),
    protocol: text.endsWith('/udp') ? 'UDP' : 'TCP',
  }));
}
