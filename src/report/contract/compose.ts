import type { Contract } from './contract.ts';
import { portsOf } from './ports.ts';
import { comment, flowList, lines, scalar } from './yaml.ts';

/** The program, and beside it the services that it is tested with. */
export function composeText(contract: Contract, image: string): string[] {
  const { name, writable, fixedUser, memory, config, services = [] } = contract;
  const ports = portsOf(contract).map(
    ({ number, protocol }) => `${number}:${number}${protocol === 'UDP' ? '/udp' : ''}`,
  );
  const provided: Record<string, string> = Object.assign(
    {},
    ...services.map(({ provides }) => provides),
  );
  return [
    'services:',
    `  ${scalar(name.split('/').at(-1) ?? name)}:`,
    `    image: ${scalar(image)}`,
    '    read_only: true',
    '    cap_drop: [ALL]',
    '    security_opt: ["no-new-privileges:true"]',
    ...(fixedUser === undefined
      ? []
      : [
          `    ${comment(`its own user only: ${fixedUser}`)}`,
          `    user: ${JSON.stringify(config.User)}`,
        ]),
    ...(memory ? [`    mem_limit: "${memory}"`] : []),
    ...(writable.length > 0
      ? [
          '    # Empty at every start: what has to stay needs a volume.',
          `    tmpfs: ${flowList(writable.map(({ path }) => `${path}:mode=1777`))}`,
        ]
      : []),
    ...(ports.length > 0 ? [`    ports: [${ports.map((port) => `"${port}"`).join(', ')}]`] : []),
    ...(Object.keys(provided).length > 0 ? ['    environment:', ...lines(provided, 6)] : []),
    ...(services.length > 0
      ? [`    depends_on: ${flowList(services.map((service) => service.name))}`]
      : []),
    ...services.flatMap((service) => [
      `  ${scalar(service.name)}:`,
      `    image: ${scalar(service.image)}`,
      ...(Object.keys(service.env).length > 0
        ? ['    environment:', ...lines(service.env, 6)]
        : []),
    ]),
  ];
}
