import type { Command } from 'commander';
import { HoldfastError } from '../../base/index.ts';

const SHELLS = ['bash', 'zsh', 'fish'];

interface Verb {
  readonly name: string;
  readonly description: string;
  readonly options: readonly string[];
}

export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('print a completion script for bash, zsh or fish')
    .argument('<shell>', SHELLS.join(', '))
    .action((shell: string) => {
      const verbs = program.commands.map((command) => ({
        name: command.name(),
        description: command.description(),
        options: command.options.map((option) => option.long ?? '').filter((name) => name !== ''),
      }));
      process.stdout.write(completionScript(shell, verbs));
    });
}

function completionScript(shell: string, verbs: readonly Verb[]): string {
  if (shell === 'bash') return bashScript(verbs);
  if (shell === 'zsh') return zshScript(verbs);
  if (shell === 'fish') return fishScript(verbs);
  throw new HoldfastError('UNKNOWN_SHELL', `no completion for "${shell}"`, {
    hint: `choose one of ${SHELLS.join(', ')}`,
  });
}

function choicesOf(verb: Verb): string {
  return verb.name === 'completion' ? SHELLS.join(' ') : [...verb.options, '--help'].join(' ');
}

function bashScript(verbs: readonly Verb[]): string {
  const cases = verbs.map((verb) => `    ${verb.name}) words='${choicesOf(verb)}' ;;`);
  return `_holdfast() {
  local words='${verbs.map((verb) => verb.name).join(' ')} --help --version'
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  [ "$COMP_CWORD" -eq 1 ] && words='${verbs.map((verb) => verb.name).join(' ')} --help --version'
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _holdfast holdfast
`;
}

function zshScript(verbs: readonly Verb[]): string {
  const names = verbs.map((verb) => `    '${verb.name}:${verb.description.replaceAll("'", '').replaceAll(':', ' ')}'`);
  const cases = verbs.map((verb) => `    ${verb.name}) compadd -- ${choicesOf(verb)} ;;`);
  return `#compdef holdfast
_holdfast() {
  local -a verbs=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command verbs
    return
  fi
  case "$words[2]" in
${cases.join('\n')}
  esac
}
compdef _holdfast holdfast
`;
}

function fishScript(verbs: readonly Verb[]): string {
  const lines = verbs.flatMap((verb) => [
    `complete -c holdfast -f -n __fish_use_subcommand -a ${verb.name} -d '${verb.description.replaceAll("'", '')}'`,
    `complete -c holdfast -f -n '__fish_seen_subcommand_from ${verb.name}' -a '${choicesOf(verb)}'`,
  ]);
  return `${lines.join('\n')}\n`;
}
