import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Compiled } from '../compile.ts';
import type { OpenEngine } from '../engine/open.ts';
import { outputOf } from '../output.ts';
import type { RunReport } from '../report/types.ts';
import type { Run } from '../run.ts';
import { touched, withContents } from './contents.ts';
import { clockOf } from './entry.ts';
import { environmentOf } from './environment.ts';
import { commitOf, identityOf } from './identity.ts';
import { type Asking, neverAnswered } from './never.ts';
import { byName, outputsOf, REPORT, wordsOf } from './outputs.ts';
import { plannedIn } from './planned.ts';
import { Refused } from './refused.ts';
import { sourcesOf } from './sources.ts';
import { STAMP_FILE, type Stamp, writeStamp } from './stamp.ts';
import { judgedUntil } from './until.ts';
import { answersOf } from './upstream.ts';

/** What came of a build, while its folder is still there. */
interface Built {
  run: Pick<Run, 'pins' | 'workspace' | 'started'> & { compiled: Pick<Compiled, 'plan'> };
  report: RunReport;
  engine: Pick<OpenEngine, 'address' | 'mirrors' | 'left'>;
}

/** Looks at what goes into a build before it begins, and stamps what came of it. */
export interface Watch {
  /** Writes the stamp, or removes that of an earlier build where this one may not be answered for. */
  keep(built: Built): Promise<void>;
}

type Identity = 'folder' | 'tool' | 'plan' | 'planned' | 'options' | 'environment' | 'sources';
type Before = Pick<Stamp, Identity> & { commit: string };

/**
 * Has to be called before anything of the build is read but its plan. What cannot be watched is built without
 * a stamp; what is wrong with it is told by the build.
 */
export async function watchBuild(asking: Asking): Promise<Watch> {
  const before = await lookBefore(asking).catch(() => undefined);
  // Read while the build goes on: a file that is written meanwhile is noticed at the end.
  const reading = before && withContents(before.folder, before.sources.entries);
  reading?.catch(() => undefined);
  return {
    async keep(built) {
      const { output } = built.run.workspace;
      try {
        if (!before || !reading) throw new Refused('stamp');
        checkPassed(built);
        const entries = await reading;
        await checkSame(before, asking);
        await writeStamp(output, {
          ...before,
          sources: { ...before.sources, entries },
          ...(await cameOf(built)),
        });
      } catch {
        await rm(join(output, STAMP_FILE), { force: true });
      }
    },
  };
}

async function lookBefore(asking: Asking): Promise<Before> {
  const never = neverAnswered(asking);
  if (never) throw new Refused(never);
  const { compiled } = asking;
  const folder = await realpath(compiled.folder);
  const taken = await clockOf(outputOf(compiled.folder, compiled.image));
  const entries = await sourcesOf(compiled);
  const [environment, commit] = await Promise.all([environmentOf(asking), commitOf(asking)]);
  const planned = plannedIn(compiled);
  return {
    ...identityOf(asking),
    ...(planned && { planned }),
    ...{ folder, environment, commit, sources: { taken, entries } },
  };
}

/** Warnings that say the same whenever the same is built; one of age has its term. */
const LASTING = /^(?:abi\/|scan\/(?:project-config|stale-database)$)/;

function checkPassed({ report, engine }: Built): void {
  const { verdict, diagnostics, smokeNotRun } = report;
  const lasting = diagnostics.every(
    ({ severity, code }) => severity === 'warning' && LASTING.test(code),
  );
  const whole = smokeNotRun === undefined && engine.left.length === 0;
  if (!verdict.pass || !lasting || !whole) throw new Refused('report');
}

/** A file that was changed and changed back meanwhile may have been built either way. */
async function checkSame(before: Before, asking: Asking): Promise<void> {
  const [entries, environment, commit] = await Promise.all([
    sourcesOf(asking.compiled),
    environmentOf(asking),
    commitOf(asking),
  ]);
  const path = touched(before.sources.entries, entries);
  if (path !== undefined) throw new Refused('sources', path);
  if (environment !== before.environment) throw new Refused('environment');
  if (commit !== before.commit) throw new Refused('commit');
}

async function cameOf({ run, report, engine }: Built) {
  const { pins, workspace, started, compiled } = run;
  const { output } = workspace;
  const answers = answersOf(pins);
  const taken = await clockOf(output);
  const entries = await outputsOf(output, report.reports);
  for (const name of new Set([REPORT, ...Object.keys(entries).map((path) => path.split('/')[0])])) {
    // Another build in the same folder may have put its own there.
    if (name && !(await workspace.isOwn(name))) throw new Refused('output', name);
  }
  const until = judgedUntil(compiled.plan, report, started.getTime());
  return {
    judged: report.times?.finished ?? started.toISOString(),
    ...(Number.isFinite(until) && { until: new Date(until).toISOString() }),
    answers,
    asked: started.toISOString(),
    engine: { address: engine.address, mirrored: Object.keys(engine.mirrors).length > 0 },
    outputs: { taken, entries: await withContents(output, byName(entries)) },
    report: wordsOf(report),
    reports: report.reports,
  };
}
