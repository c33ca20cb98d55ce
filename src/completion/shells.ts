/** A command as shells complete it. */
export interface CompletedCommand {
  name: string;
  description: string;
  /** Words of its first argument; empty where that is a path or a name. */
  words: readonly string[];
  options: { flag: string; description: string }[];
}

/** Scripts for the start files of shells: each completes commands, options and fixed words. */
export const COMPLETIONS: Record<string, (commands: CompletedCommand[]) => string> = {
  bash,
  zsh,
  fish,
  powershell,
};

function bash(entries: CompletedCommand[]): string {
  const cases = entries.map(
    ({ name, words, options }) =>
      `    ${name}) words="${[...words, ...options.map(({ flag }) => flag)].join(' ')}" ;;`,
  );
  return `_harden() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  case "\${COMP_CWORD}:\${COMP_WORDS[1]}" in
    1:*) words="${entries.map(({ name }) => name).join(' ')}" ;;
  esac
  [ "$COMP_CWORD" -gt 1 ] && case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _harden harden
`;
}

function zsh(entries: CompletedCommand[]): string {
  const quoted = (text: string) => `'${text.replace(/'/g, "'\\''")}'`;
  const commands = entries.map(({ name, description }) =>
    quoted(`${name}:${description.replace(/:/g, '\\:')}`),
  );
  const cases = entries.map(({ name, words, options }) => {
    const specs = options.map(({ flag, description }) =>
      quoted(`${flag}[${description.replace(/[[\]]/g, '\\$&')}]`),
    );
    const first =
      words.length > 0 ? quoted(`1:action:(${words.join(' ')})`) : quoted('*:file:_files');
    return `    ${name}) _arguments ${[...specs, first].join(' ')} ;;`;
  });
  return `#compdef harden
_harden() {
  local -a commands
  commands=(${commands.join(' ')})
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _harden harden
`;
}

function fish(entries: CompletedCommand[]): string {
  const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const lines = entries.flatMap(({ name, description, words, options }) => {
    const seen = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      `complete -c harden -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
      ...(words.length > 0 ? [`complete -c harden ${seen} -f -a ${quoted(words.join(' '))}`] : []),
      ...options.map(
        ({ flag, description: text }) =>
          `complete -c harden ${seen} -l ${flag.slice(2)} -d ${quoted(text)}`,
      ),
    ];
  });
  return `${lines.join('\n')}\n`;
}

function powershell(entries: CompletedCommand[]): string {
  const list = (words: readonly string[]) => `@(${words.map((word) => `'${word}'`).join(', ')})`;
  const table = entries.map(
    ({ name, words, options }) =>
      `    '${name}' = ${list([...words, ...options.map(({ flag }) => flag)])}`,
  );
  return `Register-ArgumentCompleter -Native -CommandName harden -ScriptBlock {
  param($word, $ast, $position)
  $table = @{
${table.join('\n')}
  }
  $typed = @($ast.CommandElements | ForEach-Object { $_.ToString() })
  $past = if ($word) { $typed.Count - 1 } else { $typed.Count }
  $words = if ($past -le 1) { ${list(entries.map(({ name }) => name))} } else { $table[$typed[1]] }
  $words | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_)
  }
}
`;
}
