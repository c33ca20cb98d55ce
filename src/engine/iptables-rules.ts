import { inSubnet } from './subnet.ts';

interface Table {
  name: string;
  chains: string[];
  rules: string[];
}

/** Chains that CNI's firewall plug-in makes once for all networks. */
const SHARED_CHAINS = ['CNI-FORWARD', 'CNI-ADMIN'];

/**
 * The input for `iptables-restore --noflush` that deletes a network's rules from the state that
 * `iptables-save` printed: rules for addresses of its subnet, its own chains, and CNI's shared
 * chains if no other network uses them. Empty if there is nothing to delete.
 */
export function rulesToDelete(saved: string, network: string, subnet: string): string {
  const parts = parseTables(saved).map((table) => deletionsIn(table, network, subnet));
  return parts.filter(Boolean).join('');
}

function deletionsIn(table: Table, network: string, subnet: string): string {
  const isOurs = (rule: string) =>
    rule.includes(`name: \\"${network}\\"`) || addressesOf(rule).some((ip) => inSubnet(ip, subnet));
  const ours = table.rules.filter(isOurs);
  const chains = table.chains.filter(
    (chain) => chain.startsWith('CNI-') && ours.some((rule) => jumpsTo(rule, chain)),
  );
  const inChains = table.rules.filter((rule) => chains.includes(chainOf(rule)));
  const gone = [...new Set([...ours, ...inChains])];
  const left = table.rules.filter((rule) => !gone.includes(rule));
  const shared = unusedShared(table, left);
  gone.push(...left.filter((rule) => shared.some((chain) => touches(rule, chain))));
  const dropped = [...chains, ...shared];
  if (gone.length + dropped.length === 0) return '';
  return [
    `*${table.name}`,
    ...gone.map((rule) => rule.replace(/^-A /, '-D ')),
    ...dropped.map((chain) => `-X ${chain}`),
    'COMMIT',
    '',
  ].join('\n');
}

/** The shared chains, if all that is left of them are the rules that tie them together. */
function unusedShared(table: Table, left: readonly string[]): string[] {
  const there = SHARED_CHAINS.filter((chain) => table.chains.includes(chain));
  const users = left.filter(
    (rule) => SHARED_CHAINS.includes(chainOf(rule)) && !jumpsTo(rule, 'CNI-ADMIN'),
  );
  return users.length === 0 ? there : [];
}

function parseTables(saved: string): Table[] {
  const tables: Table[] = [];
  for (const line of saved.split('\n')) {
    const table = tables.at(-1);
    if (line.startsWith('*')) tables.push({ name: line.slice(1), chains: [], rules: [] });
    else if (line.startsWith(':')) table?.chains.push(line.slice(1).split(' ')[0] ?? '');
    else if (line.startsWith('-A ')) table?.rules.push(line);
  }
  return tables;
}

function addressesOf(rule: string): string[] {
  return [...rule.matchAll(/ -[sd] (\S+)/g)].map((match) => match[1] ?? '');
}

function chainOf(rule: string): string {
  return rule.split(' ')[1] ?? '';
}

function jumpsTo(rule: string, chain: string): boolean {
  return rule.split(' -j ')[1]?.split(' ')[0] === chain;
}

function touches(rule: string, chain: string): boolean {
  return chainOf(rule) === chain || jumpsTo(rule, chain);
}
