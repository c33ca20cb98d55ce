import { type Case, type Outcome, section } from '../section.ts';
import { type Facts, readFacts } from './facts.ts';
import { RULES, type Rule } from './rules.ts';

export const supplyChain = section<Rule, () => Facts>({
  name: 'the supply chain of harden itself',
  promise: 'as said in each',
  meaning:
    'Dependencies, scripts, locks, the workflow of a release, what is published and the sources are held to rules: no package of others at run time, nothing that runs on installing, no token, no shell, no secret, every action by its commit.',
  cases,
  defence: readFacts,
  attempt,
  sabotage: {
    takenOut: 'the rule that installing runs nothing',
    defence: () => {
      const facts = readFacts();
      const scripts = { ...facts.manifest.scripts, postinstall: 'node setup.js' };
      return { ...facts, manifest: { ...facts.manifest, scripts } };
    },
  },
});

function* cases(): Generator<Case<Rule>> {
  for (const rule of RULES) yield { name: rule.what, input: rule };
}

function attempt(read: () => Facts, rule: Rule): Outcome {
  const broken = rule.broken(read());
  if (broken.length === 0) return { got: 'so' };
  return { got: 'not so', broke: broken.slice(0, 5).join(', ') };
}
