import { z } from 'zod';

export const OPENVEX = 'https://openvex.dev/ns/v0.2.0';

const JUSTIFICATIONS = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const;

/** The parts of OpenVEX 0.2.0 that harden reads. What others add to it is let through. */
const component = z.object({
  '@id': z.string().optional(),
  identifiers: z.record(z.string(), z.string()).default({}),
  hashes: z.record(z.string(), z.string()).default({}),
});

const statement = z
  .object({
    vulnerability: z.object({
      '@id': z.string().optional(),
      name: z.string().min(1),
      aliases: z.array(z.string()).default([]),
    }),
    timestamp: z.iso.datetime({ offset: true }).optional(),
    products: z.array(component.extend({ subcomponents: z.array(component).default([]) })),
    status: z.enum(['not_affected', 'affected', 'fixed', 'under_investigation']),
    justification: z.enum(JUSTIFICATIONS).optional(),
    impact_statement: z.string().min(1).optional(),
  })
  .refine(
    ({ status, justification, impact_statement: impact }) =>
      status !== 'not_affected' || justification !== undefined || impact !== undefined,
    'not_affected needs a justification or an impact_statement',
  );

export const openvex = z.object({
  '@context': z.literal(OPENVEX),
  '@id': z.string().min(1),
  author: z.string().min(1),
  timestamp: z.iso.datetime({ offset: true }),
  statements: z.array(statement).min(1),
});

export type OpenVex = z.infer<typeof openvex>;
