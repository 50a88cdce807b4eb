# Start-up of bash in a FlashFusion terminal: reads the user's own files, then marks prompts and commands (OSC 633).

if [ -n "$FLASHFUSION_LOGIN" ]; then
  [ -r /etc/profile ] && . /etc/profile
  if [ -r ~/.bash_profile ]; then . ~/.bash_profile
  elif [ -r ~/.bash_login ]; then . ~/.bash_login
  elif [ -r ~/.profile ]; then . ~/.profile
  fi
else
  [ -r /etc/bash.bashrc ] && . /etc/bash.bashrc
  [ -r ~/.bashrc ] && . ~/.bashrc
fi

__flashfusion_nonce=$FLASHFUSION_NONCE
unset FLASHFUSION_NONCE FLASHFUSION_LOGIN

# Posix mode and restricted shells can do none of this.
if [ -n "$__flashfusion_nonce" ] && [ -z "${POSIXLY_CORRECT+set}" ]; then
  __flashfusion_ran=0
  __flashfusion_none=

  __flashfusion_escape() {
    local text=${1//\\/\\\\}
    text=${text//;/\\x3b}
    text=${text//$'\n'/\\x0a}
    printf '%s' "${text//[[:cntrl:]]/}"
  }

  # Printed after a command line was read, before it runs.
  __flashfusion_started() {
    local line
    line=$(HISTTIMEFORMAT='' builtin history 1)
    line=${line#"${line%%[! ]*}"}
    line=${line#*[ ]}
    line=${line#"${line%%[! ]*}"}
    printf '\033]633;E;%s;%s\007\033]633;C\007' "$(__flashfusion_escape "$line")" "$__flashfusion_nonce"
  }

  # First of what runs before a prompt: the others must still see the command's status.
  __flashfusion_before_prompt() {
    local status=$?
    if [ "$__flashfusion_ran" = 1 ]; then printf '\033]633;D;%s\007' "$status"; else printf '\033]633;D\007'; fi
    __flashfusion_ran=0
    printf '\033]633;P;Cwd=%s\007' "$(__flashfusion_escape "$PWD")"
    return "$status"
  }

  # Last: prompts that are made anew each time lose the marks.
  __flashfusion_mark_prompt() {
    case $PS1 in
      *'633;A'*) ;;
      *) PS1='\[\033]633;A\007\]'$PS1'\[\033]633;B\007\]' ;;
    esac
    case $PS0 in
      *__flashfusion_started*) ;;
      *) PS0=$PS0'${__flashfusion_none:$((__flashfusion_ran=1, 0)):0}$(__flashfusion_started)' ;;
    esac
  }

  case $(declare -p PROMPT_COMMAND 2>/dev/null) in
    'declare -a'*) PROMPT_COMMAND=(__flashfusion_before_prompt "${PROMPT_COMMAND[@]}" __flashfusion_mark_prompt) ;;
    *)
      PROMPT_COMMAND=${PROMPT_COMMAND%"${PROMPT_COMMAND##*[!; ]}"}
      PROMPT_COMMAND="__flashfusion_before_prompt${PROMPT_COMMAND:+; $PROMPT_COMMAND}; __flashfusion_mark_prompt"
      ;;
  esac
fi
