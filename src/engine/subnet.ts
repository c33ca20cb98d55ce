/** Engines take their subnets from 10.80.0.0/12, a /20 each: 256 of them. */
const FIRST_OCTET = 10;
const SECOND_OCTET = 80;
const SUBNETS = 256;
const PREFIX = 20;

/**
 * A subnet for an engine's containers, as `a.b.c.0/20`: the one that `seed` picks, or the next one
 * that overlaps none of `taken`, the host's addresses in CIDR form.
 */
export function chooseSubnet(seed: number, taken: readonly string[]): string {
  const used = taken.map(parseCidr).filter((cidr) => cidr !== undefined);
  for (let step = 0; step < SUBNETS; step++) {
    const subnet = subnetAt((seed + step) % SUBNETS);
    const range = parseCidr(subnet);
    if (range && !used.some((cidr) => overlaps(cidr, range))) return subnet;
  }
  return subnetAt(seed % SUBNETS);
}

/** Whether an IPv4 address, with or without a prefix length, lies in a subnet. */
export function inSubnet(address: string, subnet: string): boolean {
  const inner = parseCidr(address.includes('/') ? address : `${address}/32`);
  const outer = parseCidr(subnet);
  return Boolean(inner && outer && inner.first >= outer.first && inner.last <= outer.last);
}

function subnetAt(index: number): string {
  return `${FIRST_OCTET}.${SECOND_OCTET + (index >> 4)}.${(index & 15) << 4}.0/${PREFIX}`;
}

function parseCidr(text: string): { first: number; last: number } | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text);
  if (!match) return undefined;
  const octets = match.slice(1, 5).map(Number);
  const prefix = Number(match[5]);
  if (octets.some((octet) => octet > 255) || prefix > 32) return undefined;
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}

function overlaps(a: { first: number; last: number }, b: { first: number; last: number }): boolean {
  return a.first <= b.last && b.first <= a.last;
}
