import { pageOf } from '../report/html/page.ts';
import { shownName } from './facts.ts';
import { findings } from './html/findings.ts';
import { overview } from './html/overview.ts';
import { packages } from './html/packages.ts';
import { behaviour, origins } from './html/sides.ts';
import { sizes } from './html/sizes.ts';
import type { Compared } from './types.ts';

/** Before and after as one file for a browser, which asks for nothing from outside. */
export function renderHtml(compared: Compared, harden: string): string {
  const { comparison } = compared;
  return pageOf({
    title: `${shownName(comparison.before)} and ${shownName(comparison.after)}: before and after`,
    overview: overview(comparison),
    sections: [
      sizes(compared),
      findings(compared),
      packages(comparison),
      behaviour(comparison),
      origins(comparison),
    ].filter((section) => section !== undefined),
    end: `Made by harden ${harden} from two images; harden compare --json has all of it for programs.`,
  });
}
