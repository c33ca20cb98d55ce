import { contents } from './html/contents.ts';
import { checks, ledger, smoke } from './html/evidence.ts';
import { findings } from './html/findings.ts';
import { disagreements, ignored } from './html/judgement.ts';
import { overview } from './html/overview.ts';
import { pageOf } from './html/page.ts';
import { provenance } from './html/provenance.ts';
import type { ReportInput } from './input.ts';

/** The run as one file for a browser. Without scripts it is whole, only not searchable. */
export function renderHtml({ report, harden, locate }: ReportInput): string {
  const sections = [
    findings(report),
    contents(report),
    ledger(report),
    checks(report),
    smoke(report),
    disagreements(report),
    ignored(report),
    provenance(report, harden),
  ].filter((section) => section !== undefined);
  return pageOf({
    title: `${report.image.name}: ${report.verdict.pass ? 'passed' : 'not passed'}`,
    overview: overview(report, locate),
    sections,
    end: `Made by harden ${harden} from one run; the JSON report has all of it for programs.`,
  });
}
