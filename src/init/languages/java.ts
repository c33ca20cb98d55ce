import { firstHit } from '../lines.ts';
import type { Evidence, Fact, Language, Program, ProjectView } from '../types.ts';
import { folderOf, nameOf } from '../view.ts';

const BUILDS = /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/;
const BOOT = /spring-boot-maven-plugin|org\.springframework\.boot["')]/;
const MAIN_CLASS =
  /<mainClass>\s*([\w.$]+)\s*<|\bmainClass(?:Name)?(?:\.set\(|\s*=)\s*["']([\w.$]+)["']/;
const MAIN_METHOD = /^\s*(?:public static void main\(|static void main\(|fun main\()/;

export const java: Language = {
  name: 'java',
  title: 'Java',
  signs: ['pom.xml', 'build.gradle', 'build.gradle.kts'],
  members: true,
  makeReady: 'name the folder with pom.xml or build.gradle',
  sources: /\.(?:java|kt)$/,
  tests: /(?:^|\/)src\/(?:test|it|integrationTest)\//,
  lookedFor: 'the plugin of Spring Boot, a main class of the build, a main method',
  programs(view) {
    const builds = view.paths.filter((path) => BUILDS.test(nameOf(path)));
    const boot = builds.flatMap((build) => bootProgram(view, build));
    return boot.length > 0 ? boot : builds.flatMap((build) => plainPrograms(view, build));
  },
  command: () => undefined,
  native: () => [],
  health: healthOf,
};

/** The jar of Spring Boot, which the preset takes apart and keeps the name of. */
function bootProgram(view: ProjectView, build: string): Program[] {
  const hit = firstHit(view, [build], BOOT);
  const folder = folderOf(build);
  // A parent only says which version its modules take.
  if (!hit || !hasCode(view, folder)) return [];
  return [
    {
      name: folder || nameOf(build),
      value: ['java', '-jar', '/app/app.jar'],
      evidence: [hit.evidence],
      ...inModule(folder),
      port: 8080,
      // Tomcat's own folder, and what the virtual machine shows of itself.
      writable: ['/tmp'],
    },
  ];
}

function plainPrograms(view: ProjectView, build: string): Program[] {
  const folder = folderOf(build);
  const named = firstHit(view, [build], MAIN_CLASS);
  const found = named
    ? [{ main: named.match[1] ?? named.match[2] ?? '', evidence: named.evidence }]
    : mainClasses(view, folder);
  return found.map(({ main, evidence }) => ({
    name: main,
    value: ['java', '-cp', '/app/app.jar:/app/lib/*', main],
    evidence: [evidence],
    ...inModule(folder),
    writable: ['/tmp'],
  }));
}

function mainClasses(view: ProjectView, folder: string): { main: string; evidence: Evidence }[] {
  return codeOf(view, folder).flatMap((path) => {
    const hit = firstHit(view, [path], MAIN_METHOD);
    const name = /src\/main\/(?:java|kotlin)\/(.+)\.(java|kt)$/.exec(path);
    if (!hit || !name) return [];
    const main = (name[1] ?? '').replaceAll('/', '.') + (name[2] === 'kt' ? 'Kt' : '');
    return [{ main, evidence: hit.evidence }];
  });
}

function hasCode(view: ProjectView, folder: string): boolean {
  return codeOf(view, folder).length > 0;
}

function codeOf(view: ProjectView, folder: string): string[] {
  const main = `${folder === '' ? '' : `${folder}/`}src/main/`;
  return view.paths.filter((path) => path.startsWith(main) && java.sources.test(path));
}

function inModule(folder: string): Pick<Program, 'with' | 'folder'> {
  return { folder, ...(folder !== '' && { with: { module: folder } }) };
}

const HEALTH: [dependency: RegExp, path: string][] = [
  [/spring-boot-starter-actuator/, '/actuator/health'],
  [/quarkus-smallrye-health/, '/q/health/live'],
  [/micronaut-management/, '/health'],
];

/** Frameworks answer by themselves once a dependency is there. */
function healthOf(view: ProjectView): Fact<string> | undefined {
  const builds = view.paths.filter((path) => BUILDS.test(nameOf(path)));
  for (const [dependency, value] of HEALTH) {
    const hit = firstHit(view, builds, dependency);
    if (hit) return { value, evidence: [hit.evidence] };
  }
  return undefined;
}
